/** The policy pack in place, as built, under the real Pulumi engine. Previews only: no cloud is asked. */
import assert from "node:assert/strict";
import path from "node:path";
import type { PulumiRun } from "../../../lab/pulumi";
import { describeWith } from "../../../lab/testing/describe-with";
import { PROJECT } from "../../../messages";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { AUD, AUDIENCE, policy, PROVIDER_ARN, SUB, SUBJECT, TENANT } from "../../unit/trust/entra-policy";
import { said, startPreviewEngine } from "./engine-setup";

/** A right role, a role whose document is not known yet, a component with an unknown subject and one without any. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { Role } = require("@pulumi/aws/iam/role");
const right = ${JSON.stringify(JSON.stringify(policy()))};
const first = new Role("right", { assumeRolePolicy: right });
const subject = first.uniqueId;
new Role("unknown", { assumeRolePolicy: subject.apply((id) => right.replace("${SUB}", id)) });
class FederatedRole extends pulumi.ComponentResource {
  constructor(name, args) { super("azure-to-aws-federation:index:FederatedRole", name, args); }
}
const trust = { issuer: "https://${AUD.slice(0, -4)}", audiences: ["${AUDIENCE}"] };
new FederatedRole("pinned", { ...trust, subjects: [subject] });
if (new pulumi.Config().get("open")) new FederatedRole("open", { ...trust, subjects: [] });
if (new pulumi.Config().get("document")) {
  const { getPolicyDocumentOutput } = require("@pulumi/aws/iam/getPolicyDocument");
  const { json } = getPolicyDocumentOutput({ statements: [{
    actions: ["sts:AssumeRoleWithWebIdentity"],
    principals: [{ type: "Federated", identifiers: ["${PROVIDER_ARN}"] }],
    conditions: [{ test: "StringEquals", variable: "${AUD}", values: ["${AUDIENCE}"] }],
  }] });
  new Role("document", { assumeRolePolicy: json });
}
if (new pulumi.Config().get("partly")) {
  const templateBody = ${JSON.stringify(
    JSON.stringify({
      Parameters: { Provider: { Type: "String" } },
      Resources: {
        Reader: {
          Type: "AWS::IAM::Role",
          Properties: {
            AssumeRolePolicyDocument: policy({
              Principal: { Federated: { Ref: "Provider" } },
              Condition: { StringEquals: { [AUD]: AUDIENCE } },
            }),
          },
        },
      },
    }),
  )};
  const { StackSet } = require("@pulumi/aws/cloudformation/stackSet");
  new StackSet("partly", { name: "partly", templateBody, parameters: { Provider: first.arn } });
}
`;

const GITHUB = "token.actions.githubusercontent.com";
const REPOSITORY = "repo:acme/infra:ref:refs/heads/main";

/** A role that GitHub's tokens can assume, as a resource of a template. */
function gitHubRole(subject: unknown, properties: object = {}): object {
  return {
    Type: "AWS::IAM::Role",
    Properties: { AssumeRolePolicyDocument: gitHubPolicy(subject), ...properties },
  };
}

function gitHubPolicy(
  subject: unknown,
  Federated: unknown = `arn:aws:iam::111122223333:oidc-provider/${GITHUB}`,
): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" },
          StringLike: { [`${GITHUB}:sub`]: subject },
        },
      },
    ],
  };
}

const PARAMETERS = {
  Subject: { Type: "String", Default: REPOSITORY },
  Provider: { Type: "String", Default: "" },
};

/** Templates with an open role that looks closed, by the names of their stacks. */
const LOOKS_CLOSED = {
  "by-condition": {
    R: gitHubRole(
      { "Fn::If": ["constructor", REPOSITORY, "repo:*"] },
      { ManagedPolicyArns: ["A", "B", "C", "D", "E"].map((name) => ({ "Fn::If": [name, "x", "y"] })) },
    ),
  },
  "by-loop": {
    R: {
      Type: "AWS::IAM::Role",
      Properties: {
        Path: "/",
        "Fn::ForEach::P": ["N", ["Document"], { "AssumeRolePolicy${N}": gitHubPolicy("repo:*") }],
      },
    },
  },
  "by-loop-variable": { R: gitHubRole("&{Sub}") },
  "by-alarm": {
    A: { Type: "AWS::CloudWatch::Alarm", Properties: { AlarmName: "repo:*" } },
    R: gitHubRole({ Ref: "A" }),
  },
};

/** Templates of which no role is open to anyone. */
const RIGHT = {
  "chosen-provider": {
    Own: {
      Type: "AWS::IAM::OIDCProvider",
      Condition: "IsOwn",
      Properties: { Url: `https://${GITHUB}`, ClientIdList: ["sts.amazonaws.com"] },
    },
    R: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: gitHubPolicy(
          { "Fn::Sub": "${Subject}" },
          { "Fn::If": ["IsOwn", { Ref: "Own" }, { Ref: "Provider" }] },
        ),
      },
    },
  },
  service: {
    R: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Principal: { Service: { "Fn::ImportValue": "s" } }, Action: "sts:AssumeRole" },
          ],
        },
      },
    },
  },
  lambda: { F: { Type: "AWS::Lambda::Function", Properties: { "Fn::Transform": { Name: "AWS::Include" } } } },
};

/**
 * A stack with each template, and a stack set of which an instance overrides the subject. Components with the types of
 * resources stand in for them: the pack sees the same, and the engine needs no provider.
 */
const TEMPLATES = `
const pulumi = require("@pulumi/pulumi");
class StandIn extends pulumi.ComponentResource {}
const templates = ${JSON.stringify({ ...LOOKS_CLOSED, ...RIGHT })};
const body = (Resources) => JSON.stringify({
  Parameters: ${JSON.stringify(PARAMETERS)},
  Conditions: { IsOwn: { "Fn::Equals": [{ Ref: "Provider" }, ""] } },
  Resources,
});
for (const [name, resources] of Object.entries(templates)) {
  new StandIn("aws:cloudformation/stack:Stack", name, { templateBody: body(resources) });
}
const bySubject = body({ R: ${JSON.stringify(gitHubRole({ Ref: "Subject" }))} });
const set = new StandIn("aws:cloudformation/stackSet:StackSet", "set", { name: "set", templateBody: bySubject });
set.urn.apply(() => new StandIn("aws:cloudformation/stackSetInstance:StackSetInstance", "instance", {
  stackSetName: "set", parameterOverrides: { Subject: "repo:*" },
}));
new StandIn("aws:cloudformation/stack:Stack", "nested", { templateBody: body({
  Network: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: "https://example.com/t" } },
}) });
`;

function byPolicy(one: { readonly policyName: string }, other: { readonly policyName: string }): number {
  return one.policyName.localeCompare(other.policyName);
}

describeWith("the policy pack under the real engine", startPreviewEngine, function (engine) {
  this.timeout(120_000);

  it("refuses the insecure example in the preview and names what is missing", async () => {
    const run = await engine().preview(path.join(PROJECT_ROOT, "examples", "insecure"), "insecure");
    assert.notEqual(run.exitCode, 0);
    const key = (claim: string): string => `sts.windows.net/${TENANT}/:${claim}`;
    assert.deepEqual(
      run.violations
        .map(({ policyName, enforcementLevel, resourceUrn, message }) => [
          policyName,
          enforcementLevel,
          resourceUrn.split("::").at(-1),
          /found no condition on (\S+)\. (?:.* )?(?:Add|Replace) ".*\[claim-not-pinned\]$/.exec(message)?.[1],
        ])
        .sort(),
      [
        ["oidc-trust-requires-audience", "mandatory", "any-audience", key("aud")],
        ["oidc-trust-requires-subject", "mandatory", "any-subject", key("sub")],
      ],
    );
  });

  it("accepts right trusts, and has one advisory of medium severity for an unknown one, in every preview", async () => {
    const run = await engine().previewProgram("clean", PROGRAM);
    assert.equal(run.exitCode, 0, run.output);
    assert.deepEqual(said(run, "mandatory"), []);
    assert.deepEqual(said(run, "advisory"), [
      // The stack has the role alone, without provider, application and identity.
      ["federation-is-consistent", "right"],
      ["oidc-trust-requires-audience", "unknown"],
    ]);
    const unknown = run.violations.find(({ policyName }) => policyName === "oidc-trust-requires-audience");
    assert.equal(unknown?.severity, "medium");
    assert.match(
      unknown.message,
      /^Role unknown: the preview does not know the trust policy, .*exact audience .*exact subject .*unknownInPreview.* \[trust-policy-unknown\]$/,
    );
    const again = await engine().preview(path.join(engine().directory, "clean"), "clean-again");
    const inAnyStack = ({ violations }: PulumiRun): unknown =>
      violations.map((one) => ({ ...one, resourceUrn: one.resourceUrn.split("::").at(-1) })).sort(byPolicy);
    assert.deepEqual(inAnyStack(again), inAnyStack(run));
  });

  it("shows the fix as an entry of getPolicyDocument too, if the trust policy comes from there", async () => {
    const run = await engine().previewProgram("document", PROGRAM, {
      config: { "document:document": "true" },
    });
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(said(run, "mandatory"), [["oidc-trust-requires-subject", "document"]]);
    const violation = run.violations.find(({ enforcementLevel }) => enforcementLevel === "mandatory");
    assert.equal(violation?.severity, "critical");
    assert.ok(
      violation.message.includes(
        ` With getPolicyDocument, add {"test": "StringEquals", "variable": "${SUB}", "values": ["<principal ID of the managed identity>"]} to conditions. See `,
      ),
      violation.message,
    );
  });

  it("shows the client ID of a provider that is created with a role, for the provider's ARN as a string", async () => {
    const program = `
const { OpenIdConnectProvider } = require("@pulumi/aws/iam/openIdConnectProvider");
const { Role } = require("@pulumi/aws/iam/role");
const { Provider } = require("@pulumi/aws/provider");
const elsewhere = new Provider("elsewhere", { region: "eu-west-1", skipCredentialsValidation: true });
const entra = new OpenIdConnectProvider("entra", { url: "https://${AUD.slice(0, -4)}", clientIdLists: ["${AUDIENCE}"] });
const assumeRolePolicy = ${JSON.stringify(JSON.stringify(policy({ Condition: { StringEquals: { [SUB]: SUBJECT } } })))};
new Role("beside", { assumeRolePolicy }, { dependsOn: entra });
new Role("elsewhere", { assumeRolePolicy }, { dependsOn: entra, provider: elsewhere });
`;
    const run = await engine().previewProgram("beside", program);
    const messages = new Map(
      run.violations
        .filter(({ policyName }) => policyName === "oidc-trust-requires-audience")
        .map(({ resourceUrn, message }) => [resourceUrn.split("::").at(-1) ?? "", message]),
    );
    const [beside = "", elsewhere = ""] = ["beside", "elsewhere"].map((name) => messages.get(name));
    assert.equal(messages.size, 2, run.output);
    assert.ok(beside.includes(`"${AUDIENCE}" is the only client ID of the provider entra.`), beside);
    assert.ok(elsewhere.includes("<application ID URI>") && !elsewhere.includes(AUDIENCE), elsewhere);
  });

  it("refuses a component without subjects in the first preview", async () => {
    const run = await engine().previewProgram("open", PROGRAM, {
      config: {
        "open:open": "true",
      },
    });
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(said(run, "mandatory"), [["oidc-trust-requires-subject", "open"]]);
    const rule = "reference/rules/oidc-trust-requires-subject";
    const page = PROJECT.site === undefined ? `docs/${rule}.md` : `${PROJECT.site}/${rule}.html`;
    const [, named = "", urn] =
      / See (\S+)\. Resource: (\S+)\. Fingerprint: [0-9a-f]{32}\. \[claim-value-impossible\]$/m.exec(
        run.violations[0]?.message ?? "",
      ) ?? [];
    assert.ok(named.endsWith(page), run.violations[0]?.message);
    assert.equal(urn, "urn:pulumi:open::open::azure-to-aws-federation:index:FederatedRole::open");
  });

  it("refuses a role without subject in the first preview, although its provider is not known yet", async () => {
    const run = await engine().previewProgram("partly", PROGRAM, {
      config: {
        "partly:partly": "true",
      },
    });
    assert.notEqual(run.exitCode, 0, run.output);
    assert.deepEqual(said(run, "mandatory"), [["oidc-trust-requires-subject", "partly"]]);
    assert.match(
      run.violations.find(({ enforcementLevel }) => enforcementLevel === "mandatory")?.message ?? "",
      /^Role Reader in partly: .* Statement 0, provider .*: expected .*; found no condition on .*:sub\./m,
    );
  });

  it("refuses open roles in templates that look closed, and no other role in a template", async () => {
    const run = await engine().previewProgram("templates", TEMPLATES);
    assert.notEqual(run.exitCode, 0, run.output);
    const subject = "oidc-trust-requires-subject";
    assert.deepEqual(said(run, "mandatory"), [
      [subject, "by-alarm"],
      [subject, "by-condition"],
      [subject, "by-loop"],
      [subject, "by-loop-variable"],
      [subject, "instance"],
    ]);
    assert.deepEqual(said(run, "advisory"), [
      ["oidc-trust-requires-audience", "nested"],
      ["oidc-trust-requires-audience", "set"],
    ]);
  });
});
