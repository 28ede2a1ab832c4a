import assert from "node:assert/strict";
import fc from "fast-check";
import { fileView } from "../../../../policy-sources/cloudformation/file-view";
import { markReplaced } from "../../../../policy-sources/cloudformation/replaced-text";
import { stackView } from "../../../../policy-sources/cloudformation/stack-view";
import { templateContent } from "../../../../policy-sources/cloudformation/template-resources";
import type { TemplateView } from "../../../../policy-sources/cloudformation/template-view";
import { hasMark, unknownMark } from "../../../../trust";
import { AUD, AUDIENCE, policy, SUB, SUBJECT } from "../../cli/entra-policy";
import { verdicts } from "../verdicts";
import { type WrittenText, writtenText } from "./resolved-text";

const RUNS = { numRuns: 1_000, seed: 20_261_130 };

/** A text, and ways to write it. */
function written(texts: fc.Arbitrary<string>): fc.Arbitrary<[string, WrittenText]> {
  return texts.chain((text) => fc.tuple(fc.constant(text), writtenText(text)));
}

const references = fc
  .tuple(
    fc.constantFrom("", "repo:acme/", "a"),
    fc.constantFrom("{{resolve:ssm:/x:1}}", "{{resolve:secretsmanager:a:SecretString:b}}", "&{Sub}"),
    fc.constantFrom("", ":ref", "}}"),
  )
  .map((parts) => parts.join(""));

const plain = fc.constantFrom(
  "repo:acme/app:ref:refs/heads/main",
  SUBJECT,
  "{resolve:x}",
  "a{{resolved}}",
  "&x",
);

function template({ parameters, mappings }: WrittenText, properties: unknown): Record<string, unknown> {
  return {
    Parameters: parameters,
    Mappings: mappings,
    Resources: { R: { Type: "AWS::IAM::Role", Properties: properties } },
  };
}

function resolved(text: WrittenText, view: TemplateView): unknown {
  const value = { Value: text.value, List: [text.value], Json: { "Fn::ToJsonString": [text.value] } };
  return templateContent(template(text, value), view).resources[0]?.properties;
}

const views: [string, (given: WrittenText["given"]) => TemplateView][] = [
  ["a file", () => fileView()],
  ["a stack in a file", (given) => fileView(given)],
  ["a stack", (given) => stackView(given)],
];

describe("a text of a template", () => {
  for (const [who, viewOf] of views) {
    it(`has no dynamic reference left after it is resolved, as ${who} sees it`, () => {
      fc.assert(
        fc.property(written(references), ([, text]) => {
          const whole = JSON.stringify(resolved(text, viewOf(text.given)));
          assert.ok(!whole.includes("{{resolve:") && !whole.includes("&{"), whole);
          assert.ok(hasMark(whole), whole);
        }),
        RUNS,
      );
    });
  }

  it("without a reference is resolved to what it is, however it is put together", () => {
    fc.assert(
      fc.property(written(plain), ([text, how]) => {
        const expected = { Value: text, List: [text], Json: JSON.stringify([text]) };
        assert.deepEqual(resolved(how, stackView(how.given)), expected);
      }),
      RUNS,
    );
  });

  it("that is a subject is never accepted with a dynamic reference in it", () => {
    fc.assert(
      fc.property(written(references), fc.constantFrom("StringEquals", "StringLike"), ([, how], operator) => {
        const Condition = { [operator]: { [SUB]: how.value }, StringEquals: { [AUD]: AUDIENCE } };
        const merged = {
          ...Condition,
          ...(operator === "StringEquals" ? { StringEquals: { [AUD]: AUDIENCE, [SUB]: how.value } } : {}),
        };
        const found = verdicts(template(how, { AssumeRolePolicyDocument: policy({ Condition: merged }) }));
        assert.notEqual(found.R, "accepted");
      }),
      { ...RUNS, numRuns: 500 },
    );
  });

  it("in which an unknown part may complete a reference is unknown from its beginning to its end", () => {
    const mark = unknownMark("P");
    const replaced = (text: string): string =>
      markReplaced(text.replaceAll("@", mark), (part) => `<${part}>`).replaceAll(mark, "@");
    for (const [text, expected] of [
      ["a{{res@", "a<{{res@>"],
      ["a{{resolve@", "a<{{resolve@>"],
      ["a{@resolve:ssm:x}}b", "a<{@resolve:ssm:x}}>b"],
      ["a@esolve:ssm:x}}b", "a<@esolve:ssm:x}}>b"],
      ["a@/path}}b", "a<@/path}}>b"],
      ["a{@x@}b", "a<{@x@}>b"],
      ["a@}b", "a<@}>b"],
      ["a-@-b", "a-@-b"],
      ['{"a": "@"}}', '{"a": "@"}}'],
      ["${aws:x}@", "${aws:x}@"],
    ] as const) {
      assert.equal(replaced(text), expected);
    }
  });

  it("that is a policy hides no reference behind an escape of JSON", () => {
    const text = JSON.stringify(
      policy({ Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: "{{resolve:ssm:/x}}" } } }),
    );
    const nothing = { value: "", parameters: {}, mappings: {}, given: {} };
    for (const escaped of [text.replace("{{res", "\\u007b{res"), text.replace("{{res", "{\\u007Bres")]) {
      const found = verdicts(template(nothing, { AssumeRolePolicyDocument: escaped }));
      assert.equal(found.R, "unknown: AssumeRolePolicyDocument");
    }
  });
});

describe("a value of a map", () => {
  const rows = (one: string, other: string): unknown => ({
    M: {
      aws: { Subject: one },
      "aws-cn": { Subject: other },
      "000000000000": { Subject: one },
      "111122223333": { Subject: other },
      "eu-west-1": { Subject: one },
      "us-east-1": { Subject: other },
    },
  });
  const subjectBy = (key: unknown, one: string, other: string): unknown => ({
    Mappings: rows(one, other),
    Conditions: { Same: { "Fn::Equals": [{ "Fn::FindInMap": ["M", key, "Subject"] }, one] } },
    Resources: {
      R: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: policy({
            Condition: {
              StringLike: { [SUB]: { "Fn::FindInMap": ["M", key, "Subject"] } },
              StringEquals: { [AUD]: AUDIENCE },
            },
          }),
        },
      },
    },
  });
  for (const key of [
    { Ref: "AWS::AccountId" },
    { Ref: "AWS::Partition" },
    { Ref: "AWS::Region" },
    { "Fn::Sub": "${AWS::Region}" },
    { "Fn::Join": ["-", [{ Ref: "AWS::Partition" }, "cn"]] },
    { "Fn::Select": [0, [{ Ref: "AWS::AccountId" }]] },
  ]) {
    it(`is unknown by ${JSON.stringify(key)}, unless every row has it`, () => {
      assert.deepEqual(verdicts(subjectBy(key, SUBJECT, "*")), { R: "unknown: Fn::FindInMap M" });
      assert.deepEqual(verdicts(subjectBy(key, SUBJECT, SUBJECT)), { R: "accepted" });
    });
  }

  it("is known by a known key", () => {
    assert.deepEqual(verdicts(subjectBy("aws", SUBJECT, "*")), { R: "accepted" });
    assert.deepEqual(verdicts(subjectBy("aws-cn", SUBJECT, "*")), { R: "rejected" });
  });

  it("is unknown in a choice by the account", () => {
    const by = { "Fn::Select": [{ Ref: "AWS::AccountId" }, [SUBJECT, "*"]] };
    const Condition = { StringLike: { [SUB]: by }, StringEquals: { [AUD]: AUDIENCE } };
    const found = verdicts({
      Resources: {
        R: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: policy({ Condition }) } },
      },
    });
    assert.deepEqual(found, { R: "unknown: Fn::Select" });
  });
});
