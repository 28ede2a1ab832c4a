import assert from "node:assert/strict";
import { judgeTerraformSource } from "../../../../cli/judged-files/judge-file";
import type { FolderFile, SourceTree } from "../../../../policy-sources";

const ISSUER = "token.actions.githubusercontent.com";
const SUBJECT = "repo:acme/infra:ref:refs/heads/main";

/** A trust policy as an expression. */
function policy(subject: string, rest = ""): string {
  return `jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/${ISSUER}" }
      Condition = { StringLike = { "${ISSUER}:sub" = ${subject}, "${ISSUER}:aud" = "sts.amazonaws.com" } }
    }]
  })${rest}`;
}

function role(assumePolicy: string, rest = ""): string {
  return `resource "aws_iam_role" "ci" {\n  assume_role_policy = ${assumePolicy}\n  ${rest}\n}\n`;
}

/** A repository of folders with one file each. */
function tree(folders: Readonly<Record<string, string>>): SourceTree {
  return {
    folder: (path) =>
      Promise.resolve(folders[path] === undefined ? undefined : [{ name: "main.tf", text: folders[path] }]),
    file: (path) => Promise.resolve(folders[path]),
  };
}

async function verdictsOf(
  text: string,
  {
    others = [],
    folders = {},
    name = "main.tf",
  }: { others?: readonly FolderFile[]; folders?: Readonly<Record<string, string>>; name?: string } = {},
): Promise<Record<string, string>> {
  const { roles } = await judgeTerraformSource(name, text, others, {}, tree(folders));
  return Object.fromEntries(
    roles.map(({ document: { role: own }, judgment: { verdict, unknown } }) => [
      own,
      [verdict, ...unknown].join(": "),
    ]),
  );
}

describe("a module in Terraform source", function () {
  this.timeout("30s"); // The parser is compiled when it is first used.

  it("with ignore_changes for the policy has no accepted role, and an open one is still rejected", async () => {
    for (const ignored of ["[assume_role_policy]", "all", "[tags, assume_role_policy]"]) {
      const lifecycle = `lifecycle {\n ignore_changes = ${ignored}\n }`;
      const doubt =
        "the policy in AWS, which ignore_changes keeps (judge what terraform show -json prints of the state)";
      assert.deepEqual(await verdictsOf(role(policy(`"${SUBJECT}"`), lifecycle)), {
        "aws_iam_role.ci": `unknown: ${doubt}`,
      });
      assert.deepEqual(await verdictsOf(role(policy('"*"'), lifecycle)), { "aws_iam_role.ci": "rejected" });
    }
    const other = "lifecycle {\n ignore_changes = [tags]\n }";
    assert.deepEqual(await verdictsOf(role(policy(`"${SUBJECT}"`), other)), {
      "aws_iam_role.ci": "accepted",
    });
  });

  it("with an override file has no verdict, unless the file only has settings", async () => {
    for (const name of ["override.tf", "ci_override.tf", "x_override.tf.json", "override.tofu"]) {
      const change = name.endsWith(".json") ? '{"locals": {"x": 1}}' : role('"{}"');
      for (const subject of [SUBJECT, "*"]) {
        const found = await verdictsOf(role(policy(`"${subject}"`)), { others: [{ name, text: change }] });
        assert.deepEqual(found, { "aws_iam_role.ci": `unknown: how ${name} changes this module` });
      }
    }
    const settings = [
      { name: "backend_override.tf", text: 'terraform {\n  backend "local" {}\n}\nprovider "aws" {}\n' },
    ];
    assert.deepEqual(await verdictsOf(role(policy(`"${SUBJECT}"`)), { others: settings }), {
      "aws_iam_role.ci": "accepted",
    });
    const own = await verdictsOf(role(policy(`"${SUBJECT}"`)), { name: "override.tf" });
    assert.deepEqual(own, { "aws_iam_role.ci": "unknown: how override.tf changes this module" });
  });

  it("in JSON syntax has the same verdicts, with the place of the block", async () => {
    const document = (subject: string): string =>
      JSON.stringify({
        data: {
          aws_iam_policy_document: {
            trust: {
              statement: {
                actions: ["sts:AssumeRoleWithWebIdentity"],
                principals: {
                  type: "Federated",
                  identifiers: [`arn:aws:iam::111122223333:oidc-provider/${ISSUER}`],
                },
                condition: [
                  { test: "StringEquals", variable: `${ISSUER}:sub`, values: [subject] },
                  { test: "StringEquals", variable: `${ISSUER}:aud`, values: ["sts.amazonaws.com"] },
                ],
              },
            },
          },
        },
        resource: [
          {
            aws_iam_role: {
              ci: {
                assume_role_policy: "${data.aws_iam_policy_document.trust.json}",
                lifecycle: { ignore_changes: ["tags"] },
              },
            },
          },
        ],
      });
    assert.deepEqual(await verdictsOf(document(SUBJECT), { name: "main.tf.json" }), {
      "aws_iam_role.ci": "accepted",
    });
    assert.deepEqual(await verdictsOf(document("*"), { name: "main.tf.json" }), {
      "aws_iam_role.ci": "rejected",
    });
    assert.deepEqual(await verdictsOf(document("${var.x}"), { name: "main.tf.json" }), {
      "aws_iam_role.ci": "unknown: var.x",
    });
  });

  it("has a verdict for each instance of a role", async () => {
    const many = role(policy("each.value"), `for_each = { a = "${SUBJECT}", b = "*" }`);
    assert.deepEqual(await verdictsOf(many), {
      'aws_iam_role.ci["a"]': "accepted",
      'aws_iam_role.ci["b"]': "rejected",
    });
    assert.deepEqual(
      await verdictsOf(
        role(policy(`"${SUBJECT}"`), 'for_each = toset(local.x)\n}\nlocals {\n x = ["a", "b"]'),
      ),
      { "aws_iam_role.ci": "accepted" },
    );
    assert.deepEqual(await verdictsOf(role(policy("each.value"), "for_each = var.x")), {
      "aws_iam_role.ci": "unknown: each.value",
    });
    assert.deepEqual(await verdictsOf(role(policy('"*"'), "count = 0")), {});
  });

  it("is judged with the arguments of each call in the repository", async () => {
    const folders = {
      "modules/role": `variable "subject" {\n  default = "${SUBJECT}"\n}\n${role(policy("var.subject"))}output "subject" {\n  value = var.subject\n}\n`,
    };
    const call = (name: string, subject: string): string =>
      `module "${name}" {\n  source = "./modules/role"\n  ${subject}\n}\n`;
    const text = call("a", "") + call("b", 'subject = "*"') + call("c", "subject = var.unknown");
    assert.deepEqual(await verdictsOf(text, { folders }), {
      "module.a.aws_iam_role.ci": "accepted",
      "module.b.aws_iam_role.ci": "rejected",
      "module.c.aws_iam_role.ci": "unknown: var.unknown",
    });
    assert.deepEqual(
      await verdictsOf(`${call("b", 'subject = "*"')}${role(policy("module.b.subject"))}`, { folders }),
      {
        "aws_iam_role.ci": "rejected",
        "module.b.aws_iam_role.ci": "rejected",
      },
    );
    const { notSeen, roles } = await judgeTerraformSource("main.tf", call("a", ""), [], {}, tree(folders));
    assert.deepEqual(notSeen, []);
    assert.equal(roles[0]?.range.start, 0);
    const remote = 'module "x" {\n  source = "terraform-aws-modules/iam/aws//modules/iam-role"\n}\n';
    assert.deepEqual((await judgeTerraformSource("main.tf", remote, [], {}, tree(folders))).notSeen, [
      "module.x: its resources are not part of this file.",
    ]);
  });

  it("that calls itself ends", async () => {
    const folders = {
      ".": 'module "self" {\n  source = "./"\n}\n',
      "./": 'module "self" {\n  source = "./"\n}\n',
    };
    assert.deepEqual(await verdictsOf('module "self" {\n  source = "./"\n}\n', { folders }), {});
  });

  it("takes an audience from a provider that it creates, in whichever module", async () => {
    const provider = `resource "aws_iam_openid_connect_provider" "x" {\n  url            = "https://${ISSUER}"\n  client_id_list = ["sts.amazonaws.com"]\n}\n`;
    const withoutAudience = role(
      policy(`"${SUBJECT}"`).replace(`, "${ISSUER}:aud" = "sts.amazonaws.com"`, ""),
    );
    assert.deepEqual(await verdictsOf(withoutAudience), { "aws_iam_role.ci": "rejected" });
    const folders = { provider };
    assert.deepEqual(
      await verdictsOf(`${withoutAudience}module "p" {\n  source = "./provider"\n}\n`, { folders }),
      { "aws_iam_role.ci": "accepted" },
    );
    // In another account it does not count, and what it lists may be unknown.
    const elsewhere = `module "p" {\n  source = "./provider"\n  providers = { aws = aws.other }\n}\n`;
    assert.deepEqual(await verdictsOf(withoutAudience + elsewhere, { folders }), {
      "aws_iam_role.ci": "rejected",
    });
    const open = provider.replace('["sts.amazonaws.com"]', "var.ids");
    assert.deepEqual(await verdictsOf(withoutAudience + open), { "aws_iam_role.ci": "unknown: var.ids" });
    const maybe = provider.replace("{\n", "{\n  count = var.create ? 1 : 0\n");
    assert.deepEqual(await verdictsOf(withoutAudience + maybe), {
      "aws_iam_role.ci": "unknown: whether aws_iam_openid_connect_provider.x exists",
    });
    const used = withoutAudience.replace(
      `"arn:aws:iam::111122223333:oidc-provider/${ISSUER}"`,
      "aws_iam_openid_connect_provider.x[0].arn",
    );
    assert.deepEqual(await verdictsOf(used + maybe), { "aws_iam_role.ci": "accepted" });
  });

  it("reads templates and files of the module", async () => {
    const text = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
      "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/${ISSUER}"},
      "Condition": {"StringEquals": {"${ISSUER}:sub": "\${sub}", "${ISSUER}:aud": "sts.amazonaws.com"}}}]}`;
    const folders = { "tpl/trust.json.tpl": text, "trust.json": text.replace("${sub}", SUBJECT) };
    const template = (sub: string): string =>
      role(`templatefile("\${path.module}/tpl/trust.json.tpl", { sub = ${sub} })`);
    assert.deepEqual(await verdictsOf(template(`"${SUBJECT}"`), { folders }), {
      "aws_iam_role.ci": "accepted",
    });
    assert.deepEqual(await verdictsOf(template("var.x"), { folders }), {
      "aws_iam_role.ci": "unknown: var.x",
    });
    assert.deepEqual(await verdictsOf(role('file("${path.module}/trust.json")'), { folders }), {
      "aws_iam_role.ci": "accepted",
    });
    const { roles, remarks } = await judgeTerraformSource(
      "main.tf",
      role('file("trust.json")'),
      [],
      {},
      tree(folders),
    );
    assert.equal(roles[0]?.verdict, "accepted");
    assert.deepEqual(remarks, [
      "aws_iam_role.ci: this verdict assumes trust.json in the folder in which Terraform runs. With another value it can differ.",
    ]);
  });

  it("has a policy with a member twice as it is written", async () => {
    const twice = `<<EOF\n{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Action": "*", "Principal": {"Service": "ec2.amazonaws.com"}}]}\nEOF`;
    assert.deepEqual(await verdictsOf(role(twice)), { "aws_iam_role.ci": "rejected" });
  });

  it("decides nothing by an account, and takes the issuer of one cluster", async () => {
    const byAccount = policy(
      'data.aws_caller_identity.x.account_id == "111122223333" ? "*" : "' + SUBJECT + '"',
    );
    assert.match((await verdictsOf(role(byAccount)))["aws_iam_role.ci"] ?? "", /^unknown: /);
    const cluster = (name: string): string =>
      `replace(aws_eks_cluster.${name}.identity[0].oidc[0].issuer, "https://", "")`;
    const eks = (first: string, second: string): string =>
      role(`jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity",
        Principal = { Federated = "arn:aws:iam::\${data.aws_caller_identity.x.account_id}:oidc-provider/\${${first}}" },
        Condition = { StringEquals = { "\${${second}}:sub" = "system:serviceaccount:a:b", "\${${second}}:aud" = "sts.amazonaws.com" } } }] })`);
    assert.deepEqual(await verdictsOf(eks(cluster("a"), cluster("a"))), { "aws_iam_role.ci": "accepted" });
    assert.match((await verdictsOf(eks(cluster("a"), cluster("b"))))["aws_iam_role.ci"] ?? "", /^unknown: /);
  });
});
