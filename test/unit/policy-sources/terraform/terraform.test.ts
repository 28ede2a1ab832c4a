import assert from "node:assert/strict";
import { judgeText } from "../../../../cli/judged-files/judge-file";
import { renderJson } from "../../../../cli/report/json-report";
import { renderMarkdown } from "../../../../cli/report/markdown-report";
import type { Run } from "../../../../cli/report/outcome";
import { renderJudgedSarif } from "../../../../cli/report/sarif-report";
import { renderText } from "../../../../cli/report/text-report";
import { AUD, AUDIENCE, OPEN, policy, PROVIDER_ARN, SUB, SUBJECT } from "../../cli/entra-policy";
import { readFixture, verdicts, verdictsOf } from "../verdicts";

type Json = Record<string, unknown>;

/** Why a document that a plan refers to is never accepted. */
const DOUBT =
  "whether a function changes data.aws_iam_policy_document.trust.json, which a plan does not show (after terraform apply, terraform show -json shows the policy)";

/** A plan with one role whose policy comes from a data source that is read during apply. */
function plan(after: Json, after_unknown: Json): unknown {
  const change = (address: string, type: string, mode: string, rest: Json): Json => ({
    address,
    type,
    mode,
    change: { actions: ["create"], ...rest },
  });
  return {
    format_version: "1.2",
    resource_changes: [
      change("data.aws_iam_policy_document.trust", "aws_iam_policy_document", "data", {
        after,
        after_unknown,
      }),
      change("aws_iam_role.r", "aws_iam_role", "managed", {
        after: {},
        after_unknown: { assume_role_policy: true },
      }),
    ],
    configuration: {
      root_module: {
        resources: [
          {
            address: "aws_iam_role.r",
            expressions: {
              assume_role_policy: {
                references: ["data.aws_iam_policy_document.trust.json", "data.aws_iam_policy_document.trust"],
              },
            },
          },
        ],
      },
    },
  };
}

function statement(changes: Json = {}): Json {
  return {
    statement: [
      {
        actions: ["sts:AssumeRoleWithWebIdentity"],
        effect: "Allow",
        principals: [{ type: "Federated", identifiers: [PROVIDER_ARN] }],
        condition: [
          { test: "StringEquals", variable: AUD, values: [AUDIENCE] },
          { test: "StringEquals", variable: SUB, values: [SUBJECT] },
        ],
        ...changes,
      },
    ],
  };
}

describe("a Terraform plan", () => {
  it("has a verdict for each role that it leaves in being, in all modules", () => {
    assert.deepEqual(verdictsOf(readFixture("terraform-plan.json")), {
      "aws_iam_role.reader": "accepted",
      "aws_iam_role.open": "rejected",
      "aws_iam_role.computed": "unknown: assume_role_policy, known after apply",
      "module.federation.aws_iam_role.planned": `unknown: identifiers, known after apply: values, known after apply: ${DOUBT.replace("data.", "module.federation.data.")}`,
      "module.federation.aws_iam_role.planned_open": "rejected",
      'module.teams["a"].aws_iam_role.github': "accepted",
    });
  });

  it("has the roles that it plans where it has no list of changes, or something else in its place", () => {
    const role = { address: "aws_iam_role.r", mode: "managed", type: "aws_iam_role" };
    const resources = [{ ...role, values: { assume_role_policy: JSON.stringify(OPEN) } }];
    const planned = { format_version: "1.2", planned_values: { root_module: { resources } } };
    for (const file of [planned, { ...planned, resource_changes: null }]) {
      assert.deepEqual(verdicts(file), { "aws_iam_role.r": "rejected" });
    }
  });

  it("has the role of a change that says nothing of what is done", () => {
    const role = { address: "aws_iam_role.r", mode: "managed", type: "aws_iam_role" };
    const change = { actions: [], after: { assume_role_policy: JSON.stringify(OPEN) } };
    const file = { format_version: "1.2", resource_changes: [{ ...role, change }] };
    assert.deepEqual(verdicts(file), { "aws_iam_role.r": "rejected" });
  });

  it("that ended with an error is unknown beyond it", () => {
    assert.deepEqual(
      verdicts({ format_version: "1.2", terraform_version: "1.9.8", errored: true, resource_changes: [] }),
      {
        "(further roles)": "unknown: what the plan would have had beyond the error that ended it",
      },
    );
  });

  // For each of these expressions a plan of Terraform 1.11 has the same references, and nothing else about it.
  const expressions = [
    "data.aws_iam_policy_document.trust.json",
    'replace(data.aws_iam_policy_document.trust.json, "<subject>", "*")',
    'jsonencode(merge(jsondecode(data.aws_iam_policy_document.trust.json), { Statement = "<open>" }))',
  ];
  for (const expression of expressions) {
    it(`with the policy ${expression} is unknown where the document is right, and says how to know`, () => {
      for (const unknown of [{ json: true }, { json: true, statement: [{ sid: true }] }]) {
        const [role] = judgeText("plan.json", JSON.stringify(plan(statement(), unknown))).roles;
        assert.equal(role?.verdict, "unknown");
        assert.equal(role.judgment.unknown.at(-1), DOUBT);
      }
    });
  }

  it("rejects one that is open whatever the rest turns out to be", () => {
    const condition = [{ test: "StringEquals", variable: AUD, values: [null] }];
    assert.deepEqual(
      verdicts(plan(statement({ condition }), { statement: [{ condition: [{ values: [true] }] }] })),
      {
        "aws_iam_role.r": "rejected",
      },
    );
  });

  it("takes together what has the same operator and key, as the provider does", () => {
    const condition = [
      { test: "StringLike", variable: AUD, values: [AUDIENCE] },
      { test: "StringLike", variable: SUB, values: [SUBJECT] },
      { test: "StringLike", variable: SUB, values: ["*"] },
    ];
    assert.deepEqual(verdicts(plan(statement({ condition }), {})), { "aws_iam_role.r": "rejected" });
  });

  const open: [string, unknown][] = [
    ["statements", true],
    ["principals", [{ principals: true }]],
    ["kinds of principal", [{ principals: [{ type: true }] }]],
    ["identifiers", [{ principals: [{ identifiers: [true] }] }]],
    ["conditions", [{ condition: true }]],
    ["operators", [{ condition: [{ test: true }] }]],
    ["keys", [{ condition: [{ variable: true }] }]],
    ["values", [{ condition: [{ values: true }] }]],
  ];
  for (const [what, unknown] of open) {
    it(`with ${what} that are known after apply is unknown`, () => {
      assert.match(verdicts(plan(statement(), { statement: unknown }))["aws_iam_role.r"] ?? "", /^unknown: /);
    });
  }

  it("with effects and actions that are known after apply depends on the expression alone", () => {
    const unknown = { statement: [{ effect: true, actions: true }] };
    assert.deepEqual(verdicts(plan(statement(), unknown)), { "aws_iam_role.r": `unknown: ${DOUBT}` });
  });

  it("with more than one reference, or another one than the document's json, shows no document", () => {
    const unknown = { "aws_iam_role.r": "unknown: assume_role_policy, known after apply" };
    const document = "data.aws_iam_policy_document.trust";
    for (const references of [
      [`${document}.json`, document, "var.suffix"],
      [`${document}.minified_json`, document],
      [document],
    ]) {
      const text = JSON.stringify(plan({ statement: [] }, {})).replace(
        /"references":\[[^\]]*\]/,
        `"references":${JSON.stringify(references)}`,
      );
      assert.deepEqual(verdictsOf(text), unknown, references.join());
    }
  });

  it("takes a client ID only of a provider whose list is wholly known, and is unknown if another one may pin the audience", () => {
    const issuer = "ci.example.com";
    const trust = policy({
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
      Condition: { StringEquals: { [`${issuer}:sub`]: "job" } },
    });
    const create = (type: string, after: Json, after_unknown: Json = {}): Json => ({
      address: `${type}.x`,
      mode: "managed",
      type,
      change: { actions: ["create"], after, after_unknown },
    });
    const found = (unknown: Json): unknown =>
      verdicts({
        format_version: "1.2",
        resource_changes: [
          create("aws_iam_openid_connect_provider", { url: issuer, client_id_list: ["aws"] }, unknown),
          create("aws_iam_role", { assume_role_policy: JSON.stringify(trust) }),
        ],
      });
    assert.deepEqual(found({ arn: true }), { "aws_iam_role.x": "accepted" });
    const unknown = { "aws_iam_role.x": "unknown: client_id_list, known after apply" };
    assert.deepEqual(found({ client_id_list: [false, true] }), unknown);
    assert.deepEqual(found({ client_id_list: true }), unknown);
    assert.deepEqual(found({ url: true }), { "aws_iam_role.x": "rejected" });
  });

  it("with a policy document into which others are merged is unknown", () => {
    const merged = { ...statement(), override_policy_documents: ["{}"] };
    assert.deepEqual(verdicts(plan(merged, {})), {
      "aws_iam_role.r": "unknown: assume_role_policy, known after apply",
    });
  });
});

describe("a Terraform state", () => {
  it("has a verdict for each role of all modules", () => {
    assert.deepEqual(verdictsOf(readFixture("terraform-state.json")), {
      "aws_iam_role.reader": "accepted",
      "module.team.aws_iam_role.other_account": "rejected",
      "module.team.module.ci.aws_iam_role.github": "rejected",
    });
  });

  it("has its roles whatever stands beside them", () => {
    const file = JSON.parse(readFixture("terraform-state.json")) as Json;
    assert.deepEqual(verdicts({ ...file, resource_changes: [] }), verdicts(file));
  });

  it("of nothing has no role", () => {
    assert.deepEqual(verdicts({ format_version: "1.0", terraform_version: "1.9.8" }), {});
  });

  it("has roles of other providers' types, and in stacks", () => {
    const resource = (type: string, values: Json): Json => ({
      address: `${type}.r`,
      mode: "managed",
      type,
      values,
    });
    const template = JSON.stringify({
      Resources: { R: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: OPEN } } },
    });
    const resources = [
      resource("awscc_iam_role", { assume_role_policy_document: JSON.stringify(policy()) }),
      resource("aws_cloudcontrolapi_resource", {
        type_name: "AWS::IAM::Role",
        desired_state: JSON.stringify({ AssumeRolePolicyDocument: OPEN }),
      }),
      resource("aws_cloudformation_stack", { template_body: template }),
    ];
    assert.deepEqual(verdicts({ format_version: "1.0", values: { root_module: { resources } } }), {
      "awscc_iam_role.r": "accepted",
      "aws_cloudcontrolapi_resource.r": "rejected",
      "aws_cloudformation_stack.r/R": "rejected",
    });
  });

  describe("with a role in a resource of any other type", () => {
    const ack = (document: unknown): Json => ({
      apiVersion: "iam.services.k8s.aws/v1alpha1",
      kind: "Role",
      metadata: { name: "reader" },
      spec: { name: "reader", assumeRolePolicyDocument: JSON.stringify(document) },
    });
    const forms: [type: string, values: (document: unknown) => Json][] = [
      ["kubernetes_manifest", (document) => ({ manifest: ack(document), object: ack(document) })],
      [
        "kubectl_manifest",
        (document) => ({ yaml_body: JSON.stringify(ack(document)), yaml_body_parsed: "…" }),
      ],
      [
        "helm_release",
        (document) => ({ values: [`role:\n  assumeRolePolicy: '${JSON.stringify(document)}'\n`] }),
      ],
      ["mycorp_role", (document) => ({ assume_role_policy: JSON.stringify(document), arn: "x" })],
      ["mycorp_app", (document) => ({ settings: [{ assumeRolePolicyDocument: document }] })],
    ];
    // A second form of the policy names the place of the first.
    const places: Record<string, string> = { kubernetes_manifest: " manifest.spec.assumeRolePolicyDocument" };
    for (const [type, values] of forms) {
      const address = `${type}.r`;
      const role = `${address}${places[type] ?? ""}`;
      const resource = (document: unknown): Json => ({
        address,
        mode: "managed",
        type,
        values: values(document),
      });
      const change = (document: unknown): Json => ({
        address,
        mode: "managed",
        type,
        change: { actions: ["create"], after: values(document), after_unknown: {} },
      });
      it(`judges it in ${type}, in a state and in a plan`, () => {
        for (const [document, verdict] of [
          [policy(), "accepted"],
          [OPEN, "rejected"],
        ] as const) {
          const state_ = {
            format_version: "1.0",
            values: { root_module: { resources: [resource(document)] } },
          };
          assert.deepEqual(verdicts(state_), { [role]: verdict });
          const planned = { format_version: "1.2", resource_changes: [change(document)] };
          assert.deepEqual(verdicts(planned), { [role]: verdict });
        }
      });
    }

    it("that is known after apply is unknown, unless the plan has the manifest", () => {
      const planned = (type: string, after: Json, after_unknown: unknown): unknown => ({
        format_version: "1.2",
        resource_changes: [
          { address: "r", mode: "managed", type, change: { actions: ["create"], after, after_unknown } },
        ],
      });
      const later = { r: "unknown: assume_role_policy, known after apply" };
      assert.deepEqual(verdicts(planned("mycorp_role", {}, { assume_role_policy: true })), later);
      assert.deepEqual(
        verdicts(planned("mycorp_role", { a: [{}] }, { a: [{ assume_role_policy: true }] })),
        later,
      );
      assert.deepEqual(verdicts(planned("mycorp_app", {}, { id: true, tags: { x: true } })), {});
      const open = { spec: { assumeRolePolicyDocument: true } };
      assert.deepEqual(verdicts(planned("kubernetes_manifest", { manifest: ack(OPEN) }, { object: open })), {
        "r manifest.spec.assumeRolePolicyDocument": "rejected",
      });
    });

    it("that is sensitive shows nothing of its policy", () => {
      const values = { yaml_body: JSON.stringify(ack(OPEN)) };
      const resource = {
        address: "r",
        mode: "managed",
        type: "kubectl_manifest",
        values,
        sensitive_values: { yaml_body: true },
      };
      const text = JSON.stringify({
        format_version: "1.0",
        values: { root_module: { resources: [resource] } },
      });
      const [role] = judgeText("f", text).roles;
      assert.equal(role?.verdict, "rejected");
      assert.doesNotMatch(JSON.stringify([role.text, role.findings]), /sts\.windows\.net|orders/);
    });

    it("that is created from a template elsewhere is named", () => {
      const notSeen = (type: string): readonly string[] => {
        const resource = { address: "r", mode: "managed", type, values: { name: "x" } };
        const content = { format_version: "1.0", values: { root_module: { resources: [resource] } } };
        return judgeText("f", JSON.stringify(content)).notSeen;
      };
      const repository =
        "r: it has a template that AWS keeps in a repository or a catalog, which is not part of this file.";
      assert.deepEqual(notSeen("aws_serverlessapplicationrepository_cloudformation_stack"), [repository]);
      assert.deepEqual(notSeen("aws_servicecatalog_provisioned_product"), [repository]);
      assert.deepEqual(notSeen("awscc_servicecatalog_cloudformation_provisioned_product"), [repository]);
      assert.deepEqual(notSeen("aws_servicecatalog_portfolio"), []);
    });
  });

  it("has the parameters that a stack gives to its template, but an instance can override those of a stack set", () => {
    const document = policy({ Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: { Ref: "Subject" } } } });
    const template_body = JSON.stringify({
      Parameters: { Subject: { Type: "String", Default: SUBJECT } },
      Resources: { R: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: document } } },
    });
    const verdict = (type: string, parameters?: Json, after_unknown = {}): string | undefined =>
      Object.values(
        verdicts({
          format_version: "1.2",
          resource_changes: [
            {
              address: `${type}.r`,
              mode: "managed",
              type,
              change: { actions: ["create"], after: { template_body, parameters }, after_unknown },
            },
          ],
        }),
      )[0];
    assert.equal(verdict("aws_cloudformation_stack"), "accepted");
    assert.equal(verdict("aws_cloudformation_stack", { Subject: `\${${SUB}}` }), "rejected");
    const later = "unknown: Ref Subject";
    assert.equal(verdict("aws_cloudformation_stack", {}, { parameters: true }), later);
    assert.equal(verdict("aws_cloudformation_stack", {}, { parameters: { Subject: true } }), later);
    assert.equal(verdict("aws_cloudformation_stack_set", { Subject: SUBJECT }), later);
  });

  it("with an address or a type that is no text is read all the same", () => {
    const odd = { toString: "aws_iam_role.r" };
    const resource = { address: odd, mode: "managed", type: "aws_iam_role" };
    const change = { actions: ["create"], after: { assume_role_policy: JSON.stringify(policy()) } };
    assert.deepEqual(
      verdicts({
        format_version: "1.2",
        resource_changes: [
          { ...resource, change },
          { ...resource, type: odd, change },
          { ...resource, type: "aws_iam_policy_document", change },
        ],
      }),
      { "(a resource without an address)": "accepted" },
    );
  });
});

/** All reports on a text, as one string. */
function reports(text: string): string {
  const run: Run = {
    files: [judgeText("f", text)],
    allowUnknown: false,
    failOn: "nobody",
  };
  return [
    renderText(run, (_, piece) => piece),
    renderMarkdown(run, "1.2.3", new Date(0)),
    renderJson(run),
    renderJudgedSarif(run, "1.2.3"),
  ].join("\n");
}

describe("a value that Terraform marks as sensitive", () => {
  const right = policy();
  const role = (name: string, document: object, marks: Json | boolean): Json => ({
    address: `aws_iam_role.${name}`,
    mode: "managed",
    type: "aws_iam_role",
    values: { assume_role_policy: JSON.stringify(document), name: "SECRET-NAME" },
    sensitive_values: marks,
  });
  const state = (...resources: readonly Json[]): string =>
    JSON.stringify({ format_version: "1.0", values: { root_module: { resources } } });
  const asPlan = (...resources: readonly Json[]): string =>
    JSON.stringify({
      format_version: "1.2",
      resource_changes: resources.map(({ values, sensitive_values, ...rest }) => ({
        ...rest,
        change: { actions: ["create"], after: values, after_unknown: {}, after_sensitive: sensitive_values },
      })),
    });

  for (const [title, file] of [
    ["a state", state],
    ["a plan", asPlan],
  ] as const) {
    it(`leaves the verdict of a role in ${title} and nothing of its policy`, () => {
      const marks = { assume_role_policy: true };
      const text = file(role("open", OPEN, marks), role("right", right, true));
      assert.deepEqual(verdictsOf(text), {
        "aws_iam_role.open": "rejected",
        "aws_iam_role.right": "accepted",
      });
      const shown = reports(text);
      // The rules of SARIF name sts.windows.net.
      for (const part of [AUDIENCE, SUBJECT, PROVIDER_ARN, AUD, SUB, "AssumeRoleWithWebIdentity"]) {
        assert.ok(!shown.includes(part), part);
      }
      const why = "Terraform marks this policy as sensitive, so the report shows none of it.";
      assert.equal(
        judgeText("f", text).roles[0]?.findings[0]?.finding.message,
        `Anyone in the tenant, cluster, or organization can assume this role. Statement 0: expected what the rule oidc-trust-requires-subject requires; found (sensitive value) with the reach tenant. ${why}`,
      );
      assert.ok(shown.includes("(sensitive value) with aud (sensitive value) and sub (sensitive value)"));
    });

    it(`that is another one of a role in ${title} does not hide the policy`, () => {
      for (const marks of [{}, { name: true }, { assume_role_policy: false }, false]) {
        const text = file(role("open", OPEN, marks));
        assert.ok(reports(text).includes(AUDIENCE), JSON.stringify(marks));
        assert.equal(judgeText("f", text).roles[0]?.document.isSecret ?? false, false);
      }
    });
  }

  it("is masked in a policy that contains it, and the verdict stays", () => {
    const named = { ...role("other", {}, {}), type: "aws_ssm_parameter", sensitive_values: { value: true } };
    const parameter = { ...named, address: "aws_ssm_parameter.audience", values: { value: AUDIENCE } };
    const masked = state(role("open", OPEN, {}), role("right", right, {}), parameter);
    assert.deepEqual(verdictsOf(masked), {
      "aws_iam_role.open": "rejected",
      "aws_iam_role.right": "accepted",
    });
    assert.ok(!reports(masked).includes(AUDIENCE));
    assert.ok(reports(masked).includes(SUBJECT));
    assert.ok(reports(masked).includes("with aud (sensitive value) and sub"));
    for (const judged of judgeText("f", masked).roles) {
      assert.ok(!judged.text.includes(AUDIENCE));
      assert.ok(judged.text.includes("(sensitive value)"));
    }
    const open = state(role("open", OPEN, {}), role("right", right, {}), {
      ...parameter,
      sensitive_values: {},
    });
    assert.ok(reports(open).includes(`with aud ${AUDIENCE} and sub`));
  });

  it("with few characters is masked as a whole string only, and no word of the report is", () => {
    const github = "token.actions.githubusercontent.com";
    const trust = policy({
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${github}` },
      Condition: {
        StringEquals: { [`${github}:aud`]: "note", [`${github}:sub`]: "repo:note/accepted:ref:x" },
      },
    });
    const marks = { tags: { a: true, b: true, c: true } };
    const tagged = role("r", trust, marks);
    const text = state({
      ...tagged,
      values: { ...(tagged.values as Json), tags: { a: "note", b: "accepted", c: "exact" } },
    });
    const [judged] = judgeText("f", text).roles;
    assert.equal(judged?.verdict, "accepted");
    assert.deepEqual(judged.judgment.grants[0]?.audience, { kind: "exact", values: ["(sensitive value)"] });
    assert.deepEqual(judged.judgment.grants[0].subject.values, ["repo:note/(sensitive value):ref:x"]);
  });

  it("is in no fix: neither a client ID of a provider, nor the value of a variable", () => {
    const provider = (marks: Json): Json => ({
      address: "aws_iam_openid_connect_provider.entra",
      mode: "managed",
      type: "aws_iam_openid_connect_provider",
      values: { url: AUD.slice(0, -4), client_id_list: ["api://other"], arn: PROVIDER_ARN },
      sensitive_values: marks,
    });
    const weak = policy({ Condition: { StringEquals: { [SUB]: SUBJECT } } });
    const fix = (text: string): unknown =>
      judgeText("f", text).roles[0]?.findings[0]?.finding.fix?.conditions;
    assert.deepEqual(fix(state(role("r", weak, {}), provider({}))), { [AUD]: "api://other" });
    assert.deepEqual(fix(state(role("r", weak, {}), provider({ client_id_list: [true] }))), {
      [AUD]: "<application ID URI>",
    });
    const variables = { audience: { value: "api://other" } };
    const plan = (sensitive: boolean): string =>
      JSON.stringify({
        ...(JSON.parse(asPlan(role("r", weak, {}), provider({}))) as Json),
        variables,
        configuration: { root_module: { variables: { audience: { sensitive } } } },
      });
    assert.deepEqual(fix(plan(false)), { [AUD]: "api://other" });
    assert.deepEqual(fix(plan(true)), { [AUD]: "<application ID URI>" });
  });

  it("hides a policy whose document in the plan has it", () => {
    const change = plan(statement(), {}) as { resource_changes: { change: Json }[] };
    assert.ok(reports(JSON.stringify(change)).includes(SUBJECT));
    const marks = { statement: [{ condition: [{}, { values: [true] }] }] };
    change.resource_changes.forEach((each) => (each.change.after_sensitive = marks));
    const shown = reports(JSON.stringify(change));
    assert.ok(!shown.includes(SUBJECT));
    assert.ok(!shown.includes(AUDIENCE));
  });

  it("is masked in the ARN of a role, and in a policy that is not valid JSON", () => {
    const account = "111122223333";
    const roles = (marks: Json): ReturnType<typeof judgeText>["roles"] =>
      judgeText(
        "f",
        state({
          ...role("r", right, marks),
          values: {
            arn: `arn:aws:iam::${account}:role/r`,
            assume_role_policy: `no JSON for ${account}`,
            tags: { account },
          },
        }),
      ).roles;
    const shown = (marks: Json): unknown[] =>
      roles(marks).map(({ document, text }) => [document.account, document.arn, text]);
    assert.deepEqual(shown({}), [[account, `arn:aws:iam::${account}:role/r`, `no JSON for ${account}`]]);
    const hidden = "(sensitive value)";
    assert.deepEqual(shown({ tags: { account: true } }), [
      [hidden, `arn:aws:iam::${hidden}:role/r`, `no JSON for ${hidden}`],
    ]);
  });

  it("is masked in the names of what the file does not have, of which a sensitive template leaves none", () => {
    const template = (name: string): string =>
      JSON.stringify({
        Resources: {
          [name]: {
            Type: "AWS::CloudFormation::Stack",
            Properties: { TemplateURL: "https://example.com/t.json" },
          },
        },
      });
    const notSeen = (marks: Json): readonly string[] =>
      judgeText(
        "f",
        state({
          address: "aws_cloudformation_stack.s",
          mode: "managed",
          type: "aws_cloudformation_stack",
          values: { template_body: template("LogicalName"), tags: { a: "LogicalName" } },
          sensitive_values: marks,
        }),
      ).notSeen;
    const elsewhere = "its template is not part of this file.";
    assert.deepEqual(notSeen({}), [
      `aws_cloudformation_stack.s/LogicalName (AWS::CloudFormation::Stack): ${elsewhere}`,
    ]);
    assert.deepEqual(notSeen({ tags: { a: true } }), [
      `aws_cloudformation_stack.s/(sensitive value) (AWS::CloudFormation::Stack): ${elsewhere}`,
    ]);
    assert.deepEqual(notSeen({ template_body: true }), [
      "aws_cloudformation_stack.s: it refers to templates or resources that are not part of this file.",
    ]);
  });

  it("is none yet where it is known after apply only", () => {
    const later = {
      format_version: "1.2",
      resource_changes: [
        {
          ...role("r", right, {}),
          change: {
            actions: ["create"],
            after: {},
            after_unknown: { assume_role_policy: true },
            after_sensitive: { assume_role_policy: true },
          },
        },
      ],
    };
    assert.deepEqual(verdicts(later), {
      "aws_iam_role.r": "unknown: assume_role_policy, known after apply",
    });
  });

  it("hides the names in a template, and makes a role unknown that takes a sensitive parameter", () => {
    const template = {
      Parameters: { Subject: { Type: "String" } },
      Resources: {
        LogicalName: {
          Type: "AWS::IAM::Role",
          Properties: {
            AssumeRolePolicyDocument: policy({
              Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: { Ref: "Subject" } } },
            }),
          },
        },
      },
    };
    const stack = (marks: Json): string =>
      state({
        address: "aws_cloudformation_stack.s",
        mode: "managed",
        type: "aws_cloudformation_stack",
        values: { template_body: JSON.stringify(template), parameters: { Subject: SUBJECT } },
        sensitive_values: marks,
      });
    const inside = "aws_cloudformation_stack.s/LogicalName";
    assert.deepEqual(verdictsOf(stack({})), { [inside]: "accepted" });
    assert.deepEqual(verdictsOf(stack({ template_body: true })), {
      "aws_cloudformation_stack.s": "accepted",
    });
    assert.ok(!reports(stack({ template_body: true })).includes("LogicalName"));
    const places = (marks: Json): unknown[] =>
      judgeText("f", stack(marks)).roles.map(({ document }) => document.place);
    assert.deepEqual(places({}), ["LogicalName"]);
    assert.deepEqual(places({ template_body: true }), [undefined]);
    for (const parameters of [true, { Subject: true }]) {
      assert.match(verdictsOf(stack({ parameters }))[inside] ?? "", /^unknown: /);
      assert.ok(!reports(stack({ parameters })).includes(SUBJECT));
    }
  });
});
