import assert from "node:assert/strict";
import { judgeText } from "../../../../cli/judged-files/judge-file";
import { AUD, AUDIENCE, OPEN, policy, PROVIDER, PROVIDER_ARN, SUB, SUBJECT } from "../../cli/entra-policy";
import { verdicts, verdictsOf } from "../verdicts";

const GITHUB = "token.actions.githubusercontent.com";

/** A policy for a role of GitHub's, in an account and with a subject. */
function github(account: string, subject: string): unknown {
  return policy({
    Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${GITHUB}` },
    Condition: {
      StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${GITHUB}:sub`]: subject },
    },
  });
}

describe("a trust policy by itself", () => {
  for (const account of [
    "${account}",
    "$AWS_ACCOUNT_ID",
    "<ACCOUNT_ID>",
    "{{account}}",
    "__ACCOUNT__",
    "ACCOUNT_ID",
  ]) {
    it(`with ${account} for the account is judged by aud and sub`, () => {
      assert.deepEqual(
        [github(account, "repo:acme/infra:*"), github(account, "repo:*"), github(account, "*")].map(
          (value) => verdicts(value)["trust policy"],
        ),
        ["accepted", "rejected", "rejected"],
      );
    });
  }

  it("with a placeholder in sub is unknown, also with a wildcard after it", () => {
    assert.deepEqual(
      ["repo:${var.owner}/${var.name}:ref:refs/heads/main", "repo:${repo}:*", "${subject}"].map(
        (subject) => verdicts(github("111122223333", subject))["trust policy"],
      ),
      ["unknown: ${var.owner}: ${var.name}", "unknown: ${repo}", "unknown: ${subject}"],
    );
  });

  it("with a policy variable in sub is rejected: a variable pins nothing", () => {
    assert.deepEqual(verdicts(github("111122223333", "${aws:PrincipalTag/sub}")), {
      "trust policy": "rejected",
    });
  });

  it("with <subject> in sub is rejected, because a placeholder was left there", () => {
    const condition = { StringEquals: { [AUD]: AUDIENCE, [SUB]: "<principal ID of the managed identity>" } };
    const [role] = judgeText("file", JSON.stringify(policy({ Condition: condition }))).roles;
    assert.equal(role?.verdict, "rejected");
    assert.ok(role.findings.some(({ finding }) => finding.code === "claim-value-is-placeholder"));
  });

  it("may have comments and trailing commas, and says so", () => {
    const text = `// by hand
${JSON.stringify(OPEN, null, 2).replace('"Effect"', '/* who, */ "Effect"').replace(/\}\n$/, "},\n")}`.replace(
      /\]\n\}$/,
      "],\n}",
    );
    const { remarks, roles, lines } = judgeText("file", text);
    assert.deepEqual(remarks, [
      "It is JSON with comments or trailing commas. They are ignored here; IAM rejects them.",
    ]);
    assert.equal(roles[0]?.verdict, "rejected");
    const start = roles[0].findings[0]?.range.start ?? 0;
    assert.match(lines.line(lines.positionOf(start).line), /"StringEquals"/);
  });

  it("in YAML is judged, with its remedy in YAML", () => {
    const text = `Version: "2012-10-17"
Statement:
  - Effect: Allow
    Principal:
      Federated: ${PROVIDER_ARN}
    Action: sts:AssumeRoleWithWebIdentity
    Condition:
      StringEquals:
        "${AUD}": ${AUDIENCE}
`;
    const { format, roles } = judgeText("file", text);
    assert.equal(format.code, "trust-policy");
    assert.equal(roles[0]?.verdict, "rejected");
    const finding = roles[0].findings[0]?.finding;
    assert.equal(
      finding?.remedy,
      `Add to StringEquals in the Condition:\n"${SUB}": "<principal ID of the managed identity>"\nReplace <principal ID of the managed identity> with your own value first.`,
    );
    assert.ok(finding.message.endsWith(finding.remedy));
    assert.deepEqual(verdictsOf(`${text}        "${SUB}": ${SUBJECT}\n`), { "trust policy": "accepted" });
    assert.deepEqual(verdictsOf(`${text}        "${SUB}": !Ref Subject\n`), {
      "trust policy": "unknown: Ref Subject",
    });
  });

  it("in YAML with an alias or a merge key is unknown there", () => {
    const text = (condition: string): string => `Statement:
  Effect: Allow
  Principal: {Federated: "${PROVIDER_ARN}"}
  Action: sts:AssumeRoleWithWebIdentity
  Condition: ${condition}
`;
    assert.deepEqual(verdictsOf(text("*c")), { "trust policy": "unknown: Fn::YamlAlias c" });
    assert.deepEqual(verdictsOf(text("{<<: *c}")), { "trust policy": "unknown: a YAML merge key" });
  });

  it("may be a JSON string, or URL-encoded", () => {
    const texts = [policy(), OPEN].map((value) => JSON.stringify(value));
    for (const write of [JSON.stringify, encodeURIComponent] as ((text: string) => string)[]) {
      assert.deepEqual(
        texts.map((text) => verdictsOf(write(text))),
        [{ "trust policy": "accepted" }, { "trust policy": "rejected" }],
      );
    }
    const twice = JSON.stringify(policy()).replace('"Effect":"Allow"', '"Effect":"Deny","Effect":"Allow"');
    assert.deepEqual(verdictsOf(encodeURIComponent(twice)), { "trust policy": "rejected" });
  });
});

describe("statements by themselves", () => {
  const [right] = policy().Statement as unknown[];
  const [open] = OPEN.Statement as unknown[];

  it("are judged as one policy, whether one or a list", () => {
    assert.deepEqual(verdicts(right), { statements: "accepted" });
    assert.deepEqual(verdicts(open), { statements: "rejected" });
    assert.deepEqual(verdicts([right, right]), { statements: "accepted" });
    assert.deepEqual(verdicts([right, open]), { statements: "rejected" });
  });

  it("are pointed to where they are in the file", () => {
    const text = JSON.stringify([right, open], null, 1);
    const [role] = judgeText("file", text).roles;
    const { start, end } = role?.findings[0]?.range ?? { start: 0, end: 0 };
    assert.ok(start > text.lastIndexOf(PROVIDER_ARN), `${start}`);
    assert.match(text.slice(start, end), /^"StringEquals"/);
  });

  it("may have calls of CloudFormation's functions", () => {
    const condition = { StringEquals: { [AUD]: AUDIENCE, [SUB]: { Ref: "Subject" } } };
    assert.deepEqual(verdicts({ ...(right as object), Condition: condition }), {
      statements: "unknown: Ref Subject",
    });
    const arn = { "Fn::Sub": `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:oidc-provider/${PROVIDER}` };
    assert.deepEqual(verdicts({ ...(right as object), Principal: { Federated: arn } }), {
      statements: "accepted",
    });
  });
});

describe("the input of aws iam create-role", () => {
  it("is judged by its policy, as an object or a text", () => {
    const input = (AssumeRolePolicyDocument: unknown): unknown => ({
      RoleName: "ci",
      AssumeRolePolicyDocument,
    });
    assert.deepEqual(
      [policy(), JSON.stringify(OPEN), {}].map((value) => verdicts(input(value)).ci),
      ["accepted", "rejected", "rejected"],
    );
  });
});
