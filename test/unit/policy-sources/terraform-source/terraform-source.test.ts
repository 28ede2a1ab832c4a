import assert from "node:assert/strict";
import { judgeTerraformSource } from "../../../../cli/judged-files/judge-file";
import type { FolderFile } from "../../../../policy-sources";

const GITHUB = "token.actions.githubusercontent.com";
const SUBJECT = "repo:acme/infra:ref:refs/heads/main";

const PROVIDER = `
resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://${GITHUB}"
  client_id_list = ["sts.amazonaws.com"]
}
`;

/** A policy document with some conditions. */
function document(conditions: string, rest = ""): string {
  return `
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.github.arn]
    }
    ${conditions}
  }
  ${rest}
}
`;
}

function condition(claim: string, values: string, test = "StringEquals"): string {
  return `condition {
      test     = "${test}"
      variable = "\${local.issuer}:${claim}"
      values   = ${values}
    }`;
}

const LOCALS = `
locals {
  issuer = replace(aws_iam_openid_connect_provider.github.url, "https://", "")
}
`;
const AUD = condition("aud", '["sts.amazonaws.com"]');
const ROLE = `
resource "aws_iam_role" "ci" {
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
`;

function role(policy: string): string {
  return `resource "aws_iam_role" "ci" {\n  assume_role_policy = ${policy}\n}\n`;
}

async function verdictsOf(text: string, others: readonly FolderFile[] = []): Promise<Record<string, string>> {
  const { roles } = await judgeTerraformSource("main.tf", text, others);
  return Object.fromEntries(
    roles.map(({ document: { role: name }, judgment: { verdict, unknown } }) => [
      name,
      [verdict, ...unknown].join(": "),
    ]),
  );
}

/** A policy as Terraform would encode it. */
function encoded(subject: string): string {
  return `{
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow" # who
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.github.arn }
      Condition = {
        StringEquals = { "${GITHUB}:aud" = "sts.amazonaws.com", ("\${local.issuer}:sub") : ${subject} }
      }
    }]
  }`;
}

describe("Terraform source", function () {
  this.timeout("30s"); // The parser is compiled when it is first used.

  it("is accepted when it is right", async () => {
    const right = document(`${AUD}\n${condition("sub", `["${SUBJECT}"]`)}`);
    for (const text of [
      PROVIDER + LOCALS + right + ROLE,
      PROVIDER + LOCALS + role(`jsonencode(${encoded(`"${SUBJECT}"`)})`),
      role(
        'jsonencode({ Statement = { Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" } })',
      ),
    ]) {
      assert.deepEqual(await verdictsOf(text), { "aws_iam_role.ci": "accepted" });
    }
  });

  const open: [string, string][] = [
    ["a document without sub", LOCALS + document(AUD) + ROLE],
    [
      "a document with an open sub",
      LOCALS + document(`${AUD}\n${condition("sub", '["repo:*"]', "StringLike")}`) + ROLE,
    ],
    [
      "a document whose sub comes from a local value and a variable",
      `${LOCALS}variable "repo" {\n  default = "*"\n}\nlocals {\n  subs = ["repo:\${var.repo}:*"]\n}\n${document(
        `${AUD}\n${condition("sub", "local.subs", "StringLike")}`,
      )}${ROLE}`,
    ],
    ["jsonencode", LOCALS + role(`jsonencode(${encoded('"*"')})`)],
    [
      "jsonencode of a local value",
      `${LOCALS}locals {\n  policy = ${encoded('join("", ["repo", ":*"])').replace("StringEquals", "StringLike")}\n}\n${role(
        "jsonencode(local.policy)",
      )}`,
    ],
    [
      "a heredoc",
      `${LOCALS}${role(`<<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [{
        "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
        "Principal": {"Federated": "\${aws_iam_openid_connect_provider.github.arn}"},
        "Condition": {"StringEquals": {"\${local.issuer}:aud": "sts.amazonaws.com"}}
      }]
    }
  EOF`)}`,
    ],
    [
      "a document with count",
      LOCALS + document(AUD).replace("{\n", "{\n  count = 2\n") + ROLE.replace("trust.json", "trust[0].json"),
    ],
  ];
  for (const [what, text] of open) {
    it(`is rejected for ${what}`, async () => {
      assert.deepEqual(await verdictsOf(PROVIDER + text), { "aws_iam_role.ci": "rejected" });
    });
  }

  const unknown: [string, string, string][] = [
    ["a function that is not worked out", role('file("trust.json")'), 'file("trust.json")'],
    ["a variable without a default", role("var.policy"), "var.policy"],
    ["a conditional", role('var.a ? "{}" : "[]"'), 'var.a ? "{}" : "[]"'],
    ["each.value", role("each.value.policy"), "each.value.policy"],
    ["a module's output", role("module.trust.json"), "module.trust.json"],
    [
      "merge",
      role("jsonencode(merge({ Statement = [] }, local.more))"),
      "merge({ Statement = [] }, local.more)",
    ],
    [
      "a role without the argument",
      'resource "aws_iam_role" "ci" {\n}\n',
      "assume_role_policy, which this block does not have",
    ],
    [
      "local values that refer to each other",
      `locals {\n  a = local.b\n  b = local.a\n}\n${role("local.a")}`,
      "local.b",
    ],
  ];
  for (const [what, text, why] of unknown) {
    it(`is unknown for ${what}`, async () => {
      const verdict = (await verdictsOf(text))["aws_iam_role.ci"] ?? "";
      assert.ok(verdict.startsWith("unknown: "), verdict);
      assert.ok(verdict.includes(why) || why === "local.b", verdict);
    });
  }

  it("is unknown for documents that others are merged into, and for dynamic blocks", async () => {
    const dynamic = (name: string): string => `dynamic "${name}" {\n for_each = var.x\n content {}\n }`;
    const sub = condition("sub", `["${SUBJECT}"]`);
    const good = `${AUD}\n${sub}`;
    for (const text of [
      document(good, 'override_policy_documents = [file("x")]'),
      document(good, "source_policy_documents = var.x"),
      document(`sid = "Ci"\n${AUD}`, "override_policy_documents = [var.x]"),
      document(dynamic("condition")),
      document(good, dynamic("statement")),
      document(AUD).replace(/principals \{[^}]*\}/, dynamic("principals")),
    ]) {
      const verdict = (await verdictsOf(PROVIDER + LOCALS + text + ROLE))["aws_iam_role.ci"] ?? "";
      assert.match(verdict, /^unknown: (dynamic|other documents)/);
    }
  });

  it("is rejected for an open statement without a Sid, whatever is merged into its document", async () => {
    for (const rest of ["override_policy_documents = [var.x]", "source_policy_documents = [var.x]"]) {
      assert.deepEqual(await verdictsOf(PROVIDER + LOCALS + document(AUD, rest) + ROLE), {
        "aws_iam_role.ci": "rejected",
      });
    }
  });

  it("is rejected for an open statement beside a dynamic one", async () => {
    const rest = 'dynamic "statement" {\n for_each = var.x\n content {}\n }';
    assert.deepEqual(await verdictsOf(PROVIDER + LOCALS + document(AUD, rest) + ROLE), {
      "aws_iam_role.ci": "rejected",
    });
  });

  it("has policy variables with an ampersand in documents", async () => {
    const text = document(
      `${AUD}\n${condition("sub", '["repo:acme/&{aws:PrincipalTag/any}:ref:refs/heads/main"]')}`,
    );
    assert.deepEqual(await verdictsOf(PROVIDER + LOCALS + text + ROLE), { "aws_iam_role.ci": "rejected" });
  });

  it("has the audience of a provider that lists only one", async () => {
    const sub = document(condition("sub", `["${SUBJECT}"]`));
    const two = PROVIDER.replace('["sts', '["other", "sts');
    assert.deepEqual(await verdictsOf(PROVIDER + LOCALS + sub + ROLE), {
      "aws_iam_role.ci": "accepted",
    });
    assert.deepEqual(await verdictsOf(two + LOCALS + sub + ROLE), { "aws_iam_role.ci": "rejected" });
  });

  it("is judged with what the other files of its folder declare, and their roles are not", async () => {
    const others = [
      { name: "provider.tf", text: PROVIDER + LOCALS },
      { name: "other.tf", text: `${document(AUD)}${role("var.x").replace('"ci"', '"other"')}` },
      { name: "broken.tf", text: "resource {" },
    ];
    assert.deepEqual(await verdictsOf(ROLE, others), { "aws_iam_role.ci": "rejected" });
    const { remarks } = await judgeTerraformSource("main.tf", ROLE, others);
    assert.deepEqual(remarks, [
      "broken.tf in this folder is not valid Terraform source. What it declares is unknown.",
    ]);
  });

  it("has the defaults of variables, or the values of a file, and says so", async () => {
    const variable = 'variable "sub" {\n  default = "*"\n}\n';
    const text =
      PROVIDER +
      LOCALS +
      variable +
      document(`${AUD}\n${condition("sub", "[var.sub]", "StringLike")}`) +
      ROLE;
    const { roles, remarks } = await judgeTerraformSource("main.tf", text, []);
    assert.equal(roles[0]?.verdict, "rejected");
    assert.deepEqual(remarks, [
      "aws_iam_role.ci: this verdict assumes the default of var.sub. With another value it can differ.",
    ]);
    const values = [{ name: "terraform.tfvars", text: `sub = "${SUBJECT}"` }];
    const given = await judgeTerraformSource("main.tf", text, values);
    assert.equal(given.roles[0]?.verdict, "accepted");
    assert.deepEqual(given.remarks, [
      "aws_iam_role.ci: this verdict assumes var.sub as in terraform.tfvars. With another value it can differ.",
    ]);
    const broken = [{ name: "terraform.tfvars", text: "sub = [" }];
    assert.deepEqual(await verdictsOf(text, broken), { "aws_iam_role.ci": "unknown: var.sub" });
  });

  it("has the place of the block, and a remedy in its language", async () => {
    const text = `# resource "aws_iam_role" "ci" {\n${PROVIDER}${LOCALS}${document(AUD)}${ROLE}`;
    const { roles, lines, format } = await judgeTerraformSource("main.tf", text, []);
    assert.equal(format.code, "terraform-source");
    const { start, end } = roles[0]?.range ?? { start: 0, end: 0 };
    assert.equal(lines.line(lines.positionOf(start).line), 'data "aws_iam_policy_document" "trust" {');
    assert.ok(text.slice(start, end).endsWith("\n}"));
    assert.match(
      roles[0]?.findings[0]?.finding.remedy ?? "",
      /^Add to the statement:\ncondition \{\n {2}test {5}= /,
    );
    const json = await judgeTerraformSource(
      "main.tf",
      PROVIDER + LOCALS + role(`jsonencode(${encoded('"*"')})`),
      [],
    );
    assert.match(json.roles[0]?.findings[0]?.finding.remedy ?? "", /^(Replace|Add) "/);
    const at = json.lines.positionOf(json.roles[0]?.range.start ?? 0).line;
    assert.equal(json.lines.line(at), 'resource "aws_iam_role" "ci" {');
  });

  it("names modules and stacks as not seen, and judges documents that no role of the file uses", async () => {
    const text = `${PROVIDER}${LOCALS}${document(AUD)}module "role" {\n  source = "./role"\n}\nresource "aws_cloudformation_stack" "s" {\n  template_body = file("t")\n}\n`;
    assert.deepEqual(await verdictsOf(text), { "data.aws_iam_policy_document.trust": "rejected" });
    assert.deepEqual((await judgeTerraformSource("main.tf", text, [])).notSeen, [
      "module.role: its resources are not part of this file.",
      "aws_cloudformation_stack.s: its template or properties are not read in Terraform source.",
    ]);
  });

  it("is judged by whole trust policies for what is not read: modules, outputs, and other types", async () => {
    const policyWith = (subject: string): string => `jsonencode(${encoded(subject)})`;
    const [open, right] = ['"*"', `"${SUBJECT}"`].map(policyWith);
    const text = `${PROVIDER}${LOCALS}
module "remote" {
  source             = "terraform-aws-modules/iam/aws"
  assume_role_policy = ${open}
  other              = ${right}
  permissions        = jsonencode({ Statement = [{ Action = "sts:AssumeRoleWithWebIdentity", Resource = "*" }] })
}
output "trust" {
  value = ${policyWith("var.subject")}
}
resource "mycorp_role" "r" {
  trust_policy = local.trust
  description  = "AssumeRoleWithWebIdentity by its Principal"
}
locals {
  trust = ${policyWith('"repo:*"')}
}
`;
    assert.deepEqual(await verdictsOf(text), {
      "module.remote.assume_role_policy": "rejected",
      "module.remote.other": "accepted",
      "output.trust.value": "unknown: var.subject",
      "mycorp_role.r.trust_policy": "rejected",
    });
    // A policy of a role is not repeated.
    const own = `${PROVIDER}${LOCALS}${role(open ?? "")}output "trust" {
  value = ${open}
}
`;
    assert.deepEqual(await verdictsOf(own), { "aws_iam_role.ci": "rejected" });
  });

  it("that is not valid, too large, or nested too deeply is unreadable", async () => {
    const refused: [string, string][] = [
      [
        "a = [\n",
        "not valid Terraform source from line 2, column 1. Run terraform validate [input-terraform-invalid]",
      ],
      [
        `a = ${"[".repeat(201)}`,
        "nested too deeply for Terraform source. Expected at most 200 levels [input-terraform-too-deep]",
      ],
      [
        " ".repeat(5_000_000),
        "too large for Terraform source. Expected at most 4194304 characters [input-terraform-too-large]",
      ],
    ];
    for (const [text, message] of refused) {
      await assert.rejects(judgeTerraformSource("main.tf", text, []), { name: "UnreadableError", message });
    }
  });
});
