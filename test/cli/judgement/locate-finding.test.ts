import assert from "node:assert/strict";
import { locateFinding } from "../../../cli/judgement/locate-finding";
import { judgeTrustPolicy } from "../../../trust";
import { AUD, AUDIENCE, policy, PROVIDER_ARN, SUB, SUBJECT } from "../entra-policy";

/** The place of a policy's first finding, as `<part> of <path>`. */
function place(document: unknown): string | undefined {
  const [finding] = judgeTrustPolicy(document).findings;
  if (finding === undefined) {
    return undefined;
  }
  const { path, part } = locateFinding(document, finding);
  return `${part} of ${path.join(" ")}`;
}

const AT = "Statement 0";
const conditions = (Condition: unknown): unknown => policy({ Condition });

describe("the place of a finding", () => {
  const places: [string, unknown, string][] = [
    [
      "the condition on the claim, if there is one",
      conditions({ StringEquals: { [AUD]: AUDIENCE }, StringLike: { [SUB]: "*" } }),
      `entry of ${AT} Condition StringLike ${SUB}`,
    ],
    [
      "it in another case as well",
      conditions({ StringEquals: { [AUD]: AUDIENCE }, StringLike: { [SUB.toUpperCase()]: "*" } }),
      `entry of ${AT} Condition StringLike ${SUB.toUpperCase()}`,
    ],
    [
      "the condition on another provider's claim",
      conditions({ StringEquals: { [AUD]: AUDIENCE, "example.com:sub": SUBJECT } }),
      `entry of ${AT} Condition StringEquals example.com:sub`,
    ],
    [
      "the Condition, if it lacks the claim",
      conditions({ StringEquals: { [AUD]: AUDIENCE } }),
      `name of ${AT} Condition`,
    ],
    ["the Principal, if there is no Condition", conditions(undefined), `entry of ${AT} Principal`],
    ["the Principal that takes in everyone", policy({ Principal: "*" }), `entry of ${AT} Principal`],
    [
      "the NotPrincipal",
      policy({ Principal: undefined, NotPrincipal: { AWS: "x" } }),
      `entry of ${AT} NotPrincipal`,
    ],
    ["a misspelt Effect", policy({ Effect: "allow" }), `entry of ${AT} Effect`],
    ["an action that is none", policy({ Action: 1 }), `entry of ${AT} Action`],
    [
      "a principal that is none",
      policy({ Principal: { Federated: [PROVIDER_ARN, ""] } }),
      `entry of ${AT} Principal`,
    ],
    [
      "a kind of principal that is none",
      policy({ Principal: { Federated: PROVIDER_ARN, Person: "x" } }),
      `entry of ${AT} Principal`,
    ],
    ["an operator that is none", conditions({ StringIs: {} }), `name of ${AT} Condition StringIs`],
    [
      "values that are none",
      conditions({ StringEquals: { [AUD]: { a: 1 } } }),
      `entry of ${AT} Condition StringEquals ${AUD}`,
    ],
    ["a member that is none, of a statement", policy({ Resource: "*" }), `entry of ${AT} Resource`],
    ["a member that is none, of the policy", { ...policy(), 'Vers"ion': 1 }, 'entry of Vers"ion'],
    ["a version that is none", { ...policy(), Version: "2020-01-01" }, "entry of Version"],
    ["a statement without what it needs", policy({ Action: undefined }), `value of ${AT}`],
    ["a statement that is none", { Version: "2012-10-17", Statement: [1] }, `value of ${AT}`],
    ["the one statement that is no list", { Statement: { Effect: "Allow" } }, "value of Statement"],
    ["the policy, if it is no object", [], "value of "],
  ];
  for (const [what, document, expected] of places) {
    it(`is ${what}`, () => {
      assert.equal(place(document), expected);
    });
  }
});
