import assert from "node:assert/strict";
import { problemWords } from "../../../../trust/analyze/problem-words";
import { type PolicyProblem, type PolicyProblemCode, problem } from "../../../../trust/policy/problem";

const ARN = "arn:<partition>:iam::<account>:oidc-provider/<issuer without https://>";
const CONDITION = ["Statement", "Condition", "StringEquals", "idp.example.com:aud"];

type Row = readonly [code: PolicyProblemCode, about: Partial<PolicyProblem>, found: string, right: string];

const ROWS: readonly Row[] = [
  ["policy-unreadable", { given: "no" }, "a policy that cannot be read (no)", "a policy in JSON"],
  ["policy-not-json", { given: "no" }, "a string that is not valid JSON (no)", "a policy in JSON"],
  ["policy-not-an-object", {}, "a policy that is not a JSON object", "an object with Version and Statement"],
  ["member-repeated", { path: ["Version"] }, 'the member "Version" twice in one object', "each member once"],
  ["member-unknown", { path: ["X"] }, 'the member "X"', "Version, Id and Statement only"],
  [
    "member-unknown",
    { statement: 0, path: ["Statement", "X"] },
    'the member "X"',
    "Sid, Effect, Principal, Action and Condition only",
  ],
  ["version-invalid", { given: 5 }, "the version 5", '"Version": "2012-10-17"'],
  ["statement-missing", {}, "no statement", "at least one statement in Statement"],
  ["statement-not-an-object", {}, "a statement that is not an object", "an object"],
  ["sid-invalid", {}, "a Sid that is not a string", "a string"],
  ["effect-invalid", {}, "no Effect", '"Allow" or "Deny"'],
  ["effect-invalid", { given: "allow" }, 'the Effect "allow"', '"Allow" or "Deny"'],
  ["action-invalid", { which: "both" }, "both Action and NotAction", "an Action"],
  ["action-invalid", {}, "no Action", "an Action"],
  ["action-invalid", { given: [] }, "the action []", '"sts:AssumeRoleWithWebIdentity"'],
  ["principal-invalid", { which: "both" }, "both Principal and NotPrincipal", "a Principal"],
  [
    "principal-invalid",
    { which: "kind", given: "User" },
    'the kind of principal "User"',
    "Federated, AWS, Service or CanonicalUser",
  ],
  ["principal-invalid", { which: "nobody" }, "a Principal that names nobody", `the ARN ${ARN}`],
  ["principal-invalid", { path: ["Principal"] }, "no Principal", `{"Federated": "${ARN}"}`],
  ["principal-invalid", { path: ["Principal"], given: [] }, "the Principal []", `{"Federated": "${ARN}"}`],
  ["principal-invalid", { path: ["AWS"], given: 5 }, "the principal 5", "a string that is not empty"],
  ["principal-invalid", { path: ["AWS"], given: "" }, 'the principal ""', "a string that is not empty"],
  ["principal-invalid", { path: ["Federated"], given: "a" }, 'the federated principal "a"', `the ARN ${ARN}`],
  ["condition-not-an-object", { path: ["Condition"], given: 5 }, "the Condition 5", "an object of operators"],
  [
    "condition-not-an-object",
    { path: ["Condition", "StringLike"], given: 5 },
    "5 under StringLike",
    "an object of condition keys",
  ],
  [
    "condition-operator-unknown",
    { path: ["Condition", "StringIs"] },
    'the condition operator "StringIs"',
    "one of IAM's, such as StringEquals",
  ],
  [
    "condition-key-repeated",
    { path: CONDITION },
    "idp.example.com:aud twice under StringEquals, in different case",
    "each key once: the case of keys does not count",
  ],
  [
    "condition-value-invalid",
    { path: CONDITION, given: {} },
    "{} for idp.example.com:aud under StringEquals",
    "a string or a list of strings",
  ],
];

describe("the words for what IAM rejects", () => {
  for (const [code, about, found, right] of ROWS) {
    it(`say for ${code} that there is ${found}`, () => {
      assert.deepEqual(problemWords(problem(code, about)), [found, right]);
    });
  }
});
