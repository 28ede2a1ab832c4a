import assert from "node:assert/strict";
import { markPlaceholders } from "../../../policy-sources/placeholders";
import { unknownMark } from "../../../trust";
import { policy } from "../cli/entra-policy";

const mark = unknownMark;

describe("placeholders in a policy", () => {
  const marked: [string, string][] = [
    ["${subject}", mark("${subject}")],
    ["repo:${var.owner}/x", `repo:${mark("${var.owner}")}/x`],
    ['${replace(local.url, "https://", "")}:sub', `${mark('${replace(local.url, "https://", "")}')}:sub`],
    ["${AWS::AccountId}", mark("${AWS::AccountId}")],
    ["${env:ACCOUNT}", mark("${env:ACCOUNT}")],
    ["arn:aws:iam::$AWS_ACCOUNT_ID:role/x", "arn:aws:iam::000000000000:role/x"],
    ["arn:aws:iam::<ACCOUNT_ID>:role/x", "arn:aws:iam::000000000000:role/x"],
    ["arn:aws:iam::ACCOUNT_ID:role/x", "arn:aws:iam::000000000000:role/x"],
    ["${account}:role/x", `${mark("${account}")}:role/x`],
    ["{{ account }}", mark("{{ account }}")],
    ["__ACCOUNT_ID__/x", `${mark("__ACCOUNT_ID__")}/x`],
    ["#{account}#", mark("#{account}#")],
  ];
  for (const [text, expected] of marked) {
    it(`marks ${text}`, () => {
      assert.equal(markPlaceholders([text] as unknown)?.toString(), expected);
    });
  }

  const kept = [
    "${aws:username}",
    "${aws:PrincipalTag/team, 'none'}",
    "${token.actions.githubusercontent.com:sub}",
    "${sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/:sub}",
    "${*}",
    "${?}",
    "${$}",
    "arn:aws:iam::111122223333:role/x",
    "a_b__c",
    "price: 5$",
  ];
  for (const text of kept) {
    it(`keeps ${text}`, () => {
      const value = [text];
      assert.equal(markPlaceholders(value), value);
    });
  }

  it("keeps <subject> in a condition's value, which the judge reports as a placeholder that was left", () => {
    const condition = { StringEquals: { "<issuer>:sub": "<subject>" } };
    assert.deepEqual(markPlaceholders({ Condition: condition }), {
      Condition: { StringEquals: { [`${mark("<issuer>")}:sub`]: "<subject>" } },
    });
  });

  it("gives back the same policy if there are none", () => {
    const same = policy();
    assert.equal(markPlaceholders(same), same);
    const text = JSON.stringify(same);
    assert.equal(markPlaceholders(text), text);
  });

  it("keeps a text with a member twice, which only the text shows", () => {
    const text = '{"Effect": "Allow", "Effect": "${effect}"}';
    assert.equal(markPlaceholders(text), text);
  });
});
