import assert from "node:assert/strict";
import fc from "fast-check";
import { judgeTerraformSource, judgeText } from "../../../../cli/judged-files/judge-file";
import type { SourceTree } from "../../../../policy-sources";

const ISSUER = "token.actions.githubusercontent.com";
const ARN = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;

/** The values of a trust policy. */
interface Values {
  readonly sub: string;
  readonly aud: string | undefined;
  readonly test: string;
}

const values: fc.Arbitrary<Values> = fc.record({
  sub: fc.constantFrom(
    "repo:acme/infra:ref:refs/heads/main",
    "repo:acme/infra:*",
    "repo:*",
    "*",
    "repo:acme/*",
    "acme",
    "repo:acme/infra:environment:prod",
  ),
  aud: fc.constantFrom("sts.amazonaws.com", "other", undefined),
  test: fc.constantFrom("StringEquals", "StringLike", "StringEqualsIgnoreCase", "StringNotLike"),
});

/** Expressions that give a text, with the locals that they need. */
const FORMS: readonly ((text: string) => string)[] = [
  (text) => JSON.stringify(text),
  (text) => `join(":", ${JSON.stringify(text.split(":"))})`,
  (text) => `format("%s%s", ${JSON.stringify(text.slice(0, 3))}, ${JSON.stringify(text.slice(3))})`,
  (text) => `"\${${JSON.stringify(text.slice(0, 1))}}${text.slice(1)}"`,
  (text) => `replace(${JSON.stringify(`https://${text}`)}, "https://", "")`,
  (text) => `replace(${JSON.stringify(`x/provider/${text}`)}, "/^(.*provider/)/", "")`,
  (text) => `length(local.list) == 2 ? ${JSON.stringify(text)} : "*"`,
  (text) => `lookup({ a = ${JSON.stringify(text)} }, "a", "*")`,
  (text) =>
    `[for x in ["*", ${JSON.stringify(text)}] : x if x != "*" || ${text === "*"}][${text === "*" ? 1 : 0}]`,
  (text) => `element(concat(["*"], [${JSON.stringify(text)}]), 1)`,
  (text) => `try(local.map.missing, ${JSON.stringify(text)})`,
  (text) => `one(toset([${JSON.stringify(text)}]))`,
  (text) => `jsondecode(${JSON.stringify(JSON.stringify({ a: text }))}).a`,
  (text) => `coalesce(null, "", ${JSON.stringify(text)})`,
  (text) => `merge({ a = "*" }, { a = ${JSON.stringify(text)} })["a"]`,
  (text) => `trimprefix(split("|", ${JSON.stringify(`*|p-${text}`)})[1], "p-")`,
  (text) => `file("\${path.module}/text/${Buffer.from(text).toString("hex")}")`,
];

/** Files with a text that their name encodes, and one template. */
const TREE: SourceTree = {
  folder: () => Promise.resolve(undefined),
  file: (path) =>
    Promise.resolve(
      path === "trust.tpl" ? TEMPLATE : Buffer.from(/^text\/(.*)$/.exec(path)?.[1] ?? "", "hex").toString(),
    ),
};

const TEMPLATE = `{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Principal": {"Federated": "${ARN}"},
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": {
      "\${test}": {"${ISSUER}:sub": "\${sub}"}
      %{ if aud != null },
      "StringEquals\${test == "StringEquals" ? "IgnoreCase" : ""}": {"${ISSUER}:aud": "\${aud}"}
      %{ endif ~}
    }
  }]
}
`;

/** The operator of the audience: not the one of the subject, since a JSON object has it once. */
const audTest = ({ test }: Values): string =>
  test === "StringEquals" ? "StringEqualsIgnoreCase" : "StringEquals";

function policyOf(given: Values): string {
  const { sub, aud, test } = given;
  const Condition = {
    [test]: { [`${ISSUER}:sub`]: sub },
    ...(aud === undefined ? {} : { [audTest(given)]: { [`${ISSUER}:aud`]: aud } }),
  };
  const statement = {
    Effect: "Allow",
    Principal: { Federated: ARN },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition,
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

/** Ways to write the policy in a module. */
const STYLES: readonly ((given: Values, sub: string, aud: string | undefined) => string)[] = [
  (given, sub, aud) => `
resource "aws_iam_role" "ci" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "${ARN}" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        ${given.test} = { "\${local.issuer}:sub" = ${sub} }
        ${aud === undefined ? "" : `(local.test) = { "\${local.issuer}:aud" = ${aud} }`}
      }
    }]
  })
}`,
  (given, sub, aud) => `
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["${ARN}"]
    }
    dynamic "condition" {
      for_each = { sub = { test = "${given.test}", value = ${sub} } }
      content {
        test     = condition.value.test
        variable = "\${local.issuer}:\${condition.key}"
        values   = [condition.value.value]
      }
    }
    ${aud === undefined ? "" : `condition {\n test = local.test\n variable = "${ISSUER}:aud"\n values = [${aud}]\n }`}
  }
}
resource "aws_iam_role" "ci" {
  assume_role_policy = data.aws_iam_policy_document.trust.json
}`,
  (given, sub, aud) => `
resource "aws_iam_role" "ci" {
  assume_role_policy = <<-EOF
    {"Version": "2012-10-17", "Statement": [{
      "Effect": "Allow", "Principal": {"Federated": "${ARN}"}, "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "${given.test}": {"\${local.issuer}:sub": \${jsonencode(${sub})}}
        ${aud === undefined ? "" : `, "\${local.test}": {"${ISSUER}:aud": "\${${aud}}"}`}
      }
    }]}
  EOF
}`,
  (given, sub, aud) => `
resource "aws_iam_role" "ci" {
  assume_role_policy = templatefile("\${path.module}/trust.tpl", { test = "${given.test}", sub = ${sub}, aud = ${aud ?? "null"} })
}`,
];

function locals(given: Values): string {
  return `locals {
  issuer = "${ISSUER}"
  test   = "${audTest(given)}"
  list   = ["a", "b"]
  map    = { a = "x" }
}
`;
}

async function judged(
  text: string,
): Promise<{ verdict: string; reach: string | undefined; remarks: readonly string[] }> {
  const { roles, remarks } = await judgeTerraformSource("main.tf", text, [], {}, TREE);
  assert.equal(roles.length, 1);
  return { verdict: roles[0]?.verdict ?? "", reach: roles[0]?.reach, remarks };
}

const ofJson = (given: Values): { verdict: string; reach: string | undefined } => {
  const [role] = judgeText("trust.json", policyOf(given)).roles;
  return { verdict: role?.verdict ?? "", reach: role?.reach };
};

const form = fc.constantFrom(...FORMS);
const style = fc.constantFrom(...STYLES);

describe("a module of constant expressions", function () {
  this.timeout("120s"); // The parser is compiled when it is first used.

  it("has the verdict of the policy that it renders", async () => {
    await fc.assert(
      fc.asyncProperty(values, form, form, style, async (given, subForm, audForm, write) => {
        const aud = given.aud === undefined ? undefined : audForm(given.aud);
        const text = locals(given) + write(given, subForm(given.sub), aud);
        const { verdict, reach } = await judged(text);
        assert.deepEqual({ verdict, reach }, ofJson(given), text);
      }),
      { seed: 32, numRuns: 300 },
    );
  });

  it("has a verdict that holds for every value of a variable without a default", async () => {
    await fc.assert(
      fc.asyncProperty(values, values, fc.boolean(), style, async (given, other, isSub, write) => {
        const aud = given.aud === undefined ? undefined : isSub ? JSON.stringify(given.aud) : "var.x";
        const sub = isSub ? "var.x" : JSON.stringify(given.sub);
        const { verdict } = await judged(`variable "x" {}\n${locals(given)}${write(given, sub, aud)}`);
        for (const filled of [
          given,
          { ...given, ...(isSub ? { sub: other.sub } : aud && { aud: other.aud ?? "x" }) },
        ]) {
          const rendered = ofJson(filled).verdict;
          assert.ok(
            verdict === "unknown" || verdict === rendered,
            `${verdict} in source, ${rendered}: ${policyOf(filled)}`,
          );
        }
      }),
      { seed: 33, numRuns: 200 },
    );
  });

  it("has the verdict of a variable's default, and says so if it matters", async () => {
    await fc.assert(
      fc.asyncProperty(values, style, async (given, write) => {
        const aud = given.aud === undefined ? undefined : JSON.stringify(given.aud);
        const text = `variable "x" {\n default = ${JSON.stringify(given.sub)}\n}\n${locals(given)}${write(given, "var.x", aud)}`;
        const { verdict, reach, remarks } = await judged(text);
        const rendered = ofJson(given);
        const isAssumed = remarks.length > 0;
        // A policy that nobody can use waits for a caller's value. Without an assumption, the verdict holds for every value.
        const waits = rendered.verdict === "rejected" && (rendered.reach ?? "nobody") === "nobody";
        assert.ok(waits ? verdict !== "accepted" : verdict === rendered.verdict, text);
        assert.ok(!isAssumed || waits || reach === rendered.reach, text);
      }),
      { seed: 34, numRuns: 100 },
    );
  });
});
