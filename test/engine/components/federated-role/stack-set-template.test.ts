import assert from "node:assert/strict";
import {
  renderStackSetTemplate,
  type StackSetTemplateArgs,
  StackSetTemplateError,
} from "../../../../components";
import { describeWith } from "../../../../lab/testing/describe-with";
import { makeProject } from "../../../../lab/testing/make-project";
import { rules } from "../../../../policypack/rules";
import { type FederationContract, renderFederationContract } from "../../../../trust";
import { CLIENT_ID, ISSUER, PRINCIPAL_ID, TENANT_ID } from "../../../unit/components/mock-clouds";
import { validateResource, validateStack } from "../../../unit/policypack/validate";
import { said, startPreviewEngine } from "../../policypack/engine-setup";

const AUDIENCE = `api://${TENANT_ID}/orders`;
const PROVIDER = `sts.windows.net/${TENANT_ID}/`;
const contract = (changes: Partial<FederationContract> = {}) =>
  renderFederationContract({
    version: 1,
    issuer: ISSUER,
    tokenVersion: 1,
    audience: AUDIENCE,
    workloads: { importer: { subject: PRINCIPAL_ID, clientId: CLIENT_ID } },
    ...changes,
  });
const ARGS: StackSetTemplateArgs = {
  contract: contract(),
  roleName: "orders-importer",
  permissions: { readBuckets: ["orders"] },
};
const PRINCIPAL = {
  Federated: { "Fn::Sub": `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:oidc-provider/${PROVIDER}` },
};

type Properties = Record<string, unknown>;
interface Template {
  readonly Resources: Record<string, Properties & { Properties: Properties }>;
}
const rendered = (changes: Partial<StackSetTemplateArgs> = {}): Template =>
  JSON.parse(renderStackSetTemplate({ ...ARGS, ...changes })) as Template;

/** What the policy pack says to a StackSet with this template. */
async function judged(templateBody: string): Promise<string[]> {
  const resource = { type: "aws:cloudformation/stackSet:StackSet", name: "orders", props: { templateBody } };
  const validations = await Promise.all(
    rules.map(async (rule) =>
      "validateStack" in rule ? validateStack(rule, [resource]) : validateResource(rule, resource),
    ),
  );
  return validations.flatMap(({ violations }) => violations);
}

describe("renderStackSetTemplate", () => {
  it("renders the provider and a role that trusts exactly the contract's audience and workload", () => {
    assert.deepEqual(rendered(), {
      AWSTemplateFormatVersion: "2010-09-09",
      Description: `Role orders-importer for Azure workloads, by tokens of ${ISSUER}`,
      Resources: {
        OidcProvider: {
          Type: "AWS::IAM::OIDCProvider",
          Properties: { Url: ISSUER, ClientIdList: [AUDIENCE] },
        },
        Role: {
          Type: "AWS::IAM::Role",
          DependsOn: "OidcProvider",
          Properties: {
            RoleName: "orders-importer",
            MaxSessionDuration: 3600,
            AssumeRolePolicyDocument: {
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Allow",
                  Principal: PRINCIPAL,
                  Action: "sts:AssumeRoleWithWebIdentity",
                  Condition: {
                    StringEquals: { [`${PROVIDER}:aud`]: AUDIENCE, [`${PROVIDER}:sub`]: PRINCIPAL_ID },
                  },
                },
              ],
            },
            Policies: [
              {
                PolicyName: "read-buckets",
                PolicyDocument: {
                  Version: "2012-10-17",
                  Statement: [
                    {
                      Sid: "ListBuckets",
                      Effect: "Allow",
                      Action: ["s3:GetBucketLocation", "s3:ListBucket"],
                      Resource: [{ "Fn::Sub": "arn:${AWS::Partition}:s3:::orders" }],
                    },
                    {
                      Sid: "ReadObjects",
                      Effect: "Allow",
                      Action: "s3:GetObject",
                      Resource: [{ "Fn::Sub": "arn:${AWS::Partition}:s3:::orders/*" }],
                    },
                  ],
                },
              },
            ],
          },
        },
      },
      Outputs: { RoleArn: { Value: { "Fn::GetAtt": ["Role", "Arn"] } } },
    });
  });

  it("takes everything that a role of the component takes", () => {
    const { OidcProvider, Role } = rendered({
      path: "/federated/",
      description: "Reads orders",
      maxSessionDuration: 7200,
      permissionsBoundaryArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
      tags: { team: "platform" },
      allowedSourceIps: ["203.0.113.7"],
      conditions: { StringLike: { "sts:RoleSessionName": ["vm-*"] } },
      additionalAudiences: ["api://billing", AUDIENCE],
      retainOidcProviderOnDelete: true,
      suspended: true,
      permissions: {
        inlinePolicies: {
          queue: '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*"}}',
        },
        managedPolicyArns: { audit: "arn:aws:iam::aws:policy/SecurityAudit" },
      },
    }).Resources;
    assert.deepEqual(OidcProvider, {
      Type: "AWS::IAM::OIDCProvider",
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        Url: ISSUER,
        ClientIdList: [AUDIENCE, "api://billing"],
        Tags: [{ Key: "team", Value: "platform" }],
      },
    });
    const { AssumeRolePolicyDocument, ...properties } = Role?.Properties ?? {};
    assert.deepEqual(properties, {
      RoleName: "orders-importer",
      Path: "/federated/",
      Description: "Reads orders",
      MaxSessionDuration: 7200,
      PermissionsBoundary: "arn:aws:iam::aws:policy/ReadOnlyAccess",
      Policies: [
        {
          PolicyName: "queue",
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: { Effect: "Allow", Action: "sqs:*", Resource: "*" },
          },
        },
        {
          PolicyName: "suspended",
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [{ Sid: "Suspended", Effect: "Deny", Action: "*", Resource: "*" }],
          },
        },
      ],
      ManagedPolicyArns: ["arn:aws:iam::aws:policy/SecurityAudit"],
      Tags: [{ Key: "team", Value: "platform" }],
    });
    assert.deepEqual((AssumeRolePolicyDocument as { Statement: unknown[] }).Statement, [
      {
        Effect: "Allow",
        Principal: PRINCIPAL,
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { [`${PROVIDER}:aud`]: AUDIENCE, [`${PROVIDER}:sub`]: PRINCIPAL_ID },
          IpAddress: { "aws:SourceIp": "203.0.113.7" },
          StringLike: { "sts:RoleSessionName": "vm-*" },
        },
      },
      { Sid: "Suspended", Effect: "Deny", Principal: PRINCIPAL, Action: "sts:AssumeRoleWithWebIdentity" },
    ]);
  });

  it("leaves the provider to accounts that have it already", () => {
    const { Resources } = rendered({ existingOidcProvider: true });
    assert.deepEqual(Object.keys(Resources), ["Role"]);
    assert.equal(Resources.Role?.DependsOn, undefined);
  });

  it("asks v2 tokens for the client IDs of the chosen workloads", () => {
    const issuer = `https://login.microsoftonline.com/${TENANT_ID}/v2.0`;
    const other = {
      subject: "11111111-aaaa-4bbb-8ccc-000000000011",
      clientId: "22222222-aaaa-4bbb-8ccc-000000000022",
    };
    const workloads = { importer: { subject: PRINCIPAL_ID, clientId: CLIENT_ID }, exporter: other };
    const args = { contract: contract({ issuer, tokenVersion: 2, workloads }) };
    assert.deepEqual(rendered({ ...args, workloads: ["exporter"] }).Resources.OidcProvider?.Properties, {
      Url: issuer,
      ClientIdList: [other.clientId],
    });
  });

  it("is accepted by the policy pack, suspended or not, and refused once the subject is taken out of it", async () => {
    for (const changes of [{}, { existingOidcProvider: true }, { suspended: true }]) {
      const template = renderStackSetTemplate({ ...ARGS, ...changes });
      assert.deepEqual(await judged(template), []);
      const open = template.replaceAll(`,"${PROVIDER}:sub":"${PRINCIPAL_ID}"`, "");
      assert.notEqual(open, template);
      const violations = await judged(open);
      assert.equal(violations.length, 1);
      assert.match(violations[0] ?? "", new RegExp(`${PROVIDER}:sub`));
    }
  });

  it("lists the names of all buckets only if listBucketNames is set, for which there must be buckets", () => {
    const lists = (listBucketNames?: boolean) =>
      renderStackSetTemplate({ ...ARGS, permissions: { readBuckets: ["orders"], listBucketNames } }).includes(
        "s3:ListAllMyBuckets",
      );
    assert.deepEqual([lists(), lists(true), lists(false)], [false, true, false]);
    const managedPolicyArns = { audit: "arn:aws:iam::aws:policy/SecurityAudit" };
    assert.throws(
      () => renderStackSetTemplate({ ...ARGS, permissions: { managedPolicyArns, listBucketNames: false } }),
      /permissions\.listBucketNames: requires readBuckets/,
    );
  });

  it("checks permissions and the provider as the components do", () => {
    const arn = "arn:aws:iam::aws:policy/SecurityAudit";
    const wrong: StackSetTemplateArgs = {
      ...ARGS,
      permissions: { managedPolicyArns: { audit: arn, "-": arn } },
      existingOidcProvider: true,
      retainOidcProviderOnDelete: true,
    };
    assert.throws(
      () => renderStackSetTemplate(wrong),
      (error: unknown) => {
        assert.ok(error instanceof StackSetTemplateError);
        assert.deepEqual(
          error.problems.map(({ path, code }) => [path, code]),
          [
            ["retainOidcProviderOnDelete", "argument-excluded"],
            ["permissions.managedPolicyArns.-", "policy-attached-twice"],
            ["permissions.managedPolicyArns.-", "entry-name-invalid"],
          ],
        );
        return true;
      },
    );
  });

  it("refuses everything that is wrong at once", () => {
    const wrong = {
      contract: contract(),
      workloads: ["exporter"],
      roleName: "a/b",
      permissions: { readBuckets: [], listBucketNames: "no", writeBuckets: ["a"] },
      path: "x",
      maxSessionDuration: 900,
      tags: { "aws:a": "" },
      conditions: { StringLike: { [`${PROVIDER}:sub`]: ["*"] } },
      suspended: "yes",
      rolename: "a",
    } as unknown as StackSetTemplateArgs;
    assert.throws(
      () => renderStackSetTemplate(wrong),
      (error: unknown) => {
        assert.ok(error instanceof StackSetTemplateError);
        assert.deepEqual(
          error.problems.map(({ path }) => path),
          [
            "rolename",
            "workloads[0]",
            "roleName",
            "permissions.writeBuckets",
            "permissions.readBuckets",
            "permissions.listBucketNames",
            "path",
            "maxSessionDuration",
            "tags.aws:a",
            `conditions.StringLike["${PROVIDER}:sub"]`,
            "suspended",
          ],
        );
        assert.match(
          error.message,
          /^cannot render the template of the StackSet \[stack-set-template-failed\]\n {2}rolename: unknown argument; did you mean "roleName"\? .*\n {2}workloads\[0\]: the contract has no workload of this name/,
        );
        return true;
      },
    );
  });

  it("refuses more client IDs than IAM takes on one provider, unless the accounts have one already", () => {
    const audiences = (count: number) => Array.from({ length: count }, (_, n) => `api://x/${n}`);
    const many = { ...ARGS, additionalAudiences: audiences(100) };
    const refusal = "the OpenID Connect provider would have 101 client IDs\\. IAM allows 100\\.";
    assert.throws(
      () => renderStackSetTemplate(many),
      new RegExp(`additionalAudiences: ${refusal} Remove those`),
    );
    renderStackSetTemplate({ ...many, additionalAudiences: audiences(99) });
    renderStackSetTemplate({ ...many, existingOidcProvider: true });
  });

  it("counts the client IDs of the workloads that are chosen, with v2 tokens", () => {
    const ofV2 = (count: number) => {
      const names = Array.from({ length: count }, (_, n) => `app-${n}`);
      const guid = (kind: string, n: number) =>
        `${kind}a1d2c3b-4e5f-4a6b-8c7d-${String(n).padStart(12, "0")}`;
      const workloads = Object.fromEntries(
        names.map((name, n) => [name, { subject: guid("5", n), clientId: guid("7", n) }]),
      );
      const issuer = `https://login.microsoftonline.com/${TENANT_ID}/v2.0`;
      return { ...ARGS, contract: contract({ tokenVersion: 2, issuer, workloads }), workloads: ["app-0"] };
    };
    const additionalAudiences = Array.from({ length: 99 }, (_, n) => `api://x/${n}`);
    renderStackSetTemplate({ ...ofV2(60), additionalAudiences });
    assert.throws(
      () => renderStackSetTemplate({ ...ofV2(60), workloads: ["app-0", "app-1"], additionalAudiences }),
      /additionalAudiences: the OpenID Connect provider would have 101 client IDs/,
    );
  });

  it("refuses what is missing, or no object, as it refuses everything else", () => {
    const { permissions, ...others } = ARGS;
    const problemsOf = (args: unknown): unknown => {
      try {
        return renderStackSetTemplate(args as StackSetTemplateArgs);
      } catch (error) {
        assert.ok(error instanceof StackSetTemplateError, String(error));
        return error.problems;
      }
    };
    assert.deepEqual(problemsOf(others), [
      {
        path: "permissions",
        code: "argument-missing",
        reason:
          "required argument is missing. Set readBuckets, inlinePolicies, or managedPolicyArns in it [argument-missing]",
      },
    ]);
    assert.deepEqual(problemsOf({ ...others, permissions: "all" }), [
      {
        path: "permissions",
        code: "argument-type",
        reason: 'wrong type. Expected an object; got "all" [argument-type]',
      },
    ]);
    assert.deepEqual(problemsOf({ ...others, permissions: { readBuckets: null } }), [
      {
        path: "permissions",
        code: "permissions-empty",
        reason:
          "grants nothing. Expected readBuckets, inlinePolicies, or managedPolicyArns [permissions-empty]",
      },
    ]);
    assert.deepEqual(problemsOf({ ...others, contract: undefined, permissions }), [
      {
        path: "contract",
        code: "argument-type",
        reason: "wrong type. Expected the JSON text of a contract [argument-type]",
      },
    ]);
    for (const nothing of [undefined, null]) {
      assert.deepEqual(problemsOf(nothing), [
        { path: "args", code: "argument-missing", reason: "required argument is missing [argument-missing]" },
      ]);
    }
  });

  it("takes null for what is left out", () => {
    const nothing = { path: null, tags: null, workloads: null, maxSessionDuration: null, suspended: null };
    const permissions = { ...ARGS.permissions, inlinePolicies: null, managedPolicyArns: null };
    const changes = { ...nothing, permissions } as unknown as Partial<StackSetTemplateArgs>;
    assert.deepEqual(rendered(changes), rendered());
  });

  describe("with so many workloads that the quota matters", () => {
    const withWorkloads = (count: number): Partial<StackSetTemplateArgs> => {
      const workloads = Object.fromEntries(
        Array.from({ length: count }, (_, n) => [
          `w${n}`,
          {
            subject: `11111111-aaaa-4bbb-8ccc-${String(n).padStart(12, "0")}`,
            clientId: `22222222-aaaa-4bbb-8ccc-${String(n).padStart(12, "0")}`,
          },
        ]),
      );
      return { contract: contract({ workloads }), workloads: Object.keys(workloads) };
    };
    const effects = (changes: Partial<StackSetTemplateArgs>): string[] => {
      const { AssumeRolePolicyDocument } = rendered(changes).Resources.Role?.Properties ?? {};
      return (AssumeRolePolicyDocument as { Statement: { Effect: string }[] }).Statement.map(
        ({ Effect }) => Effect,
      );
    };

    it("refuses a trust policy over the quota, and takes it when the quota is raised", () => {
      const many = withWorkloads(60);
      assert.throws(
        () => renderStackSetTemplate({ ...ARGS, ...many }),
        /\n {2}workloads: the trust policy would have \d{4} characters\. The quota is 2048\. Spread the subjects over several roles, or have AWS raise the quota and set trustPolicyQuota \[trust-policy-too-long\]$/,
      );
      assert.deepEqual(effects({ ...many, trustPolicyQuota: 4096 }), ["Allow"]);
      assert.throws(
        () => renderStackSetTemplate({ ...ARGS, ...many, trustPolicyQuota: 8192 }),
        /\n {2}trustPolicyQuota: .*2048 to 4096.*; got 8192 \[[a-z-]+\]$/,
      );
    });

    it("suspends all the same: by the Deny alone where there is no room for both", () => {
      const suspended = { ...withWorkloads(40), suspended: true };
      assert.deepEqual(effects(withWorkloads(40)), ["Allow"]);
      assert.deepEqual(effects(suspended), ["Deny"]);
      assert.deepEqual(effects({ ...suspended, trustPolicyQuota: 4096 }), ["Allow", "Deny"]);
    });
  });
});

/** A program that rolls the template out, with its contract known or an output. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { StackSet } = require("@pulumi/aws/cloudformation/stackSet");
const { renderStackSetTemplate } = require("@azure-to-aws/federation");
const args = new pulumi.Config().requireObject("args");
const template = pulumi.output(args.contract).apply((contract) => renderStackSetTemplate({ ...args, contract }));
const without = new pulumi.Config().get("without") ?? "nothing";
new StackSet("orders", {
  permissionModel: "SERVICE_MANAGED",
  autoDeployment: { enabled: true },
  capabilities: ["CAPABILITY_NAMED_IAM"],
  templateBody: template.apply((text) => text.replaceAll(without, "")),
});
`;

describeWith(
  "a StackSet of renderStackSetTemplate in a preview with the policy pack",
  startPreviewEngine,
  function (engine) {
    this.timeout(120_000);

    it("is accepted, and refused without the subject", async () => {
      const project = await makeProject(engine().directory, "rollout", PROGRAM);
      const config = { "rollout:args": ARGS };
      const right = await engine().preview(project, "right", { config });
      assert.equal(right.exitCode, 0, right.output);
      assert.deepEqual(said(right, "mandatory"), []);
      const without = `,"${PROVIDER}:sub":"${PRINCIPAL_ID}"`;
      const open = await engine().preview(project, "open", {
        config: { ...config, "rollout:without": without },
      });
      assert.notEqual(open.exitCode, 0);
      assert.deepEqual(said(open, "mandatory"), [["oidc-trust-requires-subject", "orders"]]);
    });
  },
);
