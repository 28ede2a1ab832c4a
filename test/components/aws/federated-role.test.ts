import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { FederatedRole, type FederatedRoleArgs } from "../../../components";
import { type FederationContract, judgeTrustPolicy, renderFederationContract } from "../../../trust";
import { rules } from "../../../policypack/rules";
import { validateInTurn, validateStack } from "../../policypack/validate";
import {
  CLIENT_ID,
  declare,
  inputsOf,
  ISSUER,
  OIDC_PROVIDER_ARN,
  PRINCIPAL_ID,
  TENANT_ID,
  valueOf,
} from "../mock-clouds";

const AUDIENCE = "api://x/orders";
const ARGS: FederatedRoleArgs = {
  oidcProviderArn: OIDC_PROVIDER_ARN,
  issuer: ISSUER,
  audiences: [AUDIENCE],
  subjects: [PRINCIPAL_ID],
  permissions: { readBuckets: ["reports", "builds"] },
};
const OTHER_SUBJECT = "55555555-aaaa-4bbb-8ccc-000000000005";

/** The subject of the n-th of many identities. */
const subjectOf = (n: number) => `66666666-aaaa-4bbb-8ccc-${String(n).padStart(12, "0")}`;

describe("FederatedRole", () => {
  it("declares a role that trusts exactly this audience and subject and may read exactly these buckets", async () => {
    const { resources, failures, result } = await declare(() => new FederatedRole("app", ARGS));
    assert.deepEqual(failures, []);
    const trustPolicy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: OIDC_PROVIDER_ARN },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              [`sts.windows.net/${TENANT_ID}/:aud`]: AUDIENCE,
              [`sts.windows.net/${TENANT_ID}/:sub`]: PRINCIPAL_ID,
            },
          },
        },
      ],
    });
    assert.deepEqual(resources, [
      {
        type: "azure-to-aws-federation:index:FederatedRole",
        name: "app",
        inputs: {
          oidcProviderArn: OIDC_PROVIDER_ARN,
          issuer: ISSUER,
          audiences: [AUDIENCE],
          subjects: [PRINCIPAL_ID],
        },
      },
      {
        type: "aws:iam/role:Role",
        name: "app-role",
        inputs: { assumeRolePolicy: trustPolicy, maxSessionDuration: 3600 },
      },
      {
        type: "aws:iam/rolePolicy:RolePolicy",
        name: "app-read-buckets",
        inputs: {
          role: "app-role",
          policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              { Sid: "ListBucketNames", Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
              {
                Sid: "ListBuckets",
                Effect: "Allow",
                Action: ["s3:GetBucketLocation", "s3:ListBucket"],
                Resource: ["arn:aws:s3:::reports", "arn:aws:s3:::builds"],
              },
              {
                Sid: "ReadObjects",
                Effect: "Allow",
                Action: "s3:GetObject",
                Resource: ["arn:aws:s3:::reports/*", "arn:aws:s3:::builds/*"],
              },
            ],
          }),
        },
      },
    ]);
    assert.equal(await valueOf(result.trustPolicy), trustPolicy);
    assert.equal(await valueOf(result.roleName), "app-role");
  });

  it("takes several subjects, other policies by name, another partition and a longer session", async () => {
    const { resources } = await declare(
      () =>
        new FederatedRole("app", {
          ...ARGS,
          subjects: [PRINCIPAL_ID, pulumi.output(OTHER_SUBJECT)],
          permissions: {
            readBuckets: ["reports"],
            inlinePolicies: { tables: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}' },
            managedPolicyArns: { audit: "arn:aws:iam::aws:policy/SecurityAudit" },
          },
          partition: "aws-cn",
          maxSessionDuration: 43_200,
        }),
    );
    const role = inputsOf(resources, "app-role");
    assert.equal(role.maxSessionDuration, 43_200);
    assert.match(
      String(role.assumeRolePolicy),
      new RegExp(`/:sub":\\["${PRINCIPAL_ID}","${OTHER_SUBJECT}"\\]`),
    );
    assert.match(String(inputsOf(resources, "app-read-buckets").policy), /"arn:aws-cn:s3:::reports\/\*"/);
    assert.deepEqual(inputsOf(resources, "app-inline-tables"), {
      role: "app-role",
      policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}',
    });
    assert.deepEqual(inputsOf(resources, "app-managed-audit"), {
      role: "app-role",
      policyArn: "arn:aws:iam::aws:policy/SecurityAudit",
    });
  });

  it("keeps the names that its inline policies have, and has an old one until its successor is there", async () => {
    const options = new Map<string, pulumi.CustomResourceOptions>();
    const see: pulumi.ResourceTransformation = ({ name, type, props, opts }) => {
      if (type.startsWith("aws:")) options.set(name, opts);
      return { props, opts };
    };
    const permissions = {
      readBuckets: ["reports"],
      inlinePolicies: { tables: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}' },
      managedPolicyArns: { audit: "arn:aws:iam::aws:policy/SecurityAudit" },
    };
    const args = { ...ARGS, permissions, suspended: true };
    await declare(() => new FederatedRole("app", args, { transformations: [see] }));
    assert.deepEqual(
      [...options].map(([name, { ignoreChanges, deleteBeforeReplace }]) => [
        name,
        ignoreChanges,
        deleteBeforeReplace,
      ]),
      [
        ["app-role", undefined, undefined],
        ["app-read-buckets", ["name"], false],
        ["app-inline-tables", ["name"], false],
        ["app-managed-audit", undefined, undefined],
        // Its name is the component's to give.
        ["app-suspended", undefined, undefined],
      ],
    );
  });

  it("refuses a trust policy over the quota, and takes it when the quota is raised", async () => {
    const subjects = Array.from({ length: 60 }, (_, n) => subjectOf(n));
    const refusal =
      /subjects: make a trust policy of \d{4} characters, and the quota is 2048; spread .* set trustPolicyQuota/;
    // In the first preview neither the provider nor the identities exist: their number is enough.
    for (const preview of [true, false]) {
      await assert.rejects(
        declare(
          () => new FederatedRole("app", { ...ARGS, subjects: subjects.map((id) => pulumi.output(id)) }),
          {
            preview,
          },
        ),
        refusal,
      );
    }
    const late = await declare(
      () => new FederatedRole("app", { ...ARGS, subjects: pulumi.output(subjects) }),
    );
    assert.match(late.failures[0]?.message ?? "", refusal);
    assert.equal(late.resources.length, 1);
    const taken = await declare(
      () => new FederatedRole("app", { ...ARGS, subjects, trustPolicyQuota: 4096 }),
    );
    assert.deepEqual(taken.failures, []);
    assert.equal(taken.resources.length, 3);
  });

  it("refuses the provider of another issuer", async () => {
    const oidcProviderArn = OIDC_PROVIDER_ARN.slice(0, -1);
    const { failures } = await declare(() => new FederatedRole("app", { ...ARGS, oidcProviderArn }));
    assert.match(
      failures[0]?.message ?? "",
      /oidcProviderArn: must be the provider of the issuer, which ends in/,
    );
  });

  it("takes a name, a path, a description, a boundary and tags, and passes each on", async () => {
    const given = {
      roleName: "orders-reader",
      path: "/federated/",
      description: "Reads orders from Azure.",
      permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/boundary",
      tags: { team: "platform" },
    };
    const later = {
      roleName: pulumi.output(given.roleName),
      path: pulumi.output(given.path),
      description: pulumi.output(given.description),
      permissionsBoundaryArn: pulumi.output(given.permissionsBoundaryArn),
      tags: { team: pulumi.output("platform") },
    };
    for (const settings of [given, later]) {
      const { resources, failures } = await declare(() => new FederatedRole("app", { ...ARGS, ...settings }));
      assert.deepEqual(failures, []);
      const { assumeRolePolicy, ...inputs } = inputsOf(resources, "app-role");
      assert.equal(judgeTrustPolicy(assumeRolePolicy).accepted, true);
      assert.deepEqual(inputs, {
        maxSessionDuration: 3600,
        name: "orders-reader",
        path: "/federated/",
        description: "Reads orders from Azure.",
        permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary",
        tags: { team: "platform" },
      });
    }
  });

  it("lets a component have a long name when the role has a name of its own", async () => {
    const name = "a".repeat(60);
    await assert.rejects(
      declare(() => new FederatedRole(name, ARGS)),
      /name: must have at most 51 characters/,
    );
    const { failures } = await declare(() => new FederatedRole(name, { ...ARGS, roleName: "app" }));
    assert.deepEqual(failures, []);
  });

  it("narrows the trust by source IPs and conditions, given now or later", async () => {
    const sourceIps = ["203.0.113.0/24", "198.51.100.7"];
    const values = ["orders"];
    const variants: Partial<FederatedRoleArgs>[] = [
      { allowedSourceIps: sourceIps, conditions: { StringEquals: { "sts:RoleSessionName": values } } },
      {
        allowedSourceIps: sourceIps.map((ip) => pulumi.output(ip)),
        conditions: { StringEquals: { "sts:RoleSessionName": [pulumi.output("orders")] } },
      },
      {
        allowedSourceIps: pulumi.output(sourceIps),
        conditions: pulumi.output({ StringEquals: { "sts:RoleSessionName": values } }),
      },
    ];
    for (const variant of variants) {
      const { resources, failures } = await declare(() => new FederatedRole("app", { ...ARGS, ...variant }));
      assert.deepEqual(failures, []);
      const policy = String(inputsOf(resources, "app-role").assumeRolePolicy);
      assert.deepEqual(
        (JSON.parse(policy) as { Statement: [{ Condition: object }] }).Statement[0].Condition,
        {
          StringEquals: {
            [`sts.windows.net/${TENANT_ID}/:aud`]: AUDIENCE,
            [`sts.windows.net/${TENANT_ID}/:sub`]: PRINCIPAL_ID,
            "sts:RoleSessionName": "orders",
          },
          IpAddress: { "aws:SourceIp": sourceIps },
        },
      );
    }
  });

  it("refuses conditions that do not narrow, at once where they are plain and else when they come", async () => {
    const key = `sts.windows.net/${TENANT_ID}/:sub`;
    const conditions = {
      StringLike: { [key]: ["*"] },
      StringEqualsIfExists: { "sts:RoleSessionName": ["a"] },
    };
    const refusal = new RegExp(
      `2 arguments are wrong\\n {2}conditions\\.StringLike\\.${key}: is set from the subjects alone\\n {2}conditions\\.StringEqualsIfExists: does not narrow`,
    );
    await assert.rejects(
      declare(() => new FederatedRole("app", { ...ARGS, conditions })),
      refusal,
    );
    const late = await declare(
      () => new FederatedRole("app", { ...ARGS, conditions: pulumi.output(conditions) }),
    );
    assert.match(late.failures[0]?.message ?? "", refusal);
    const partly = { StringEquals: { "sts:RoleSessionName": [pulumi.output("")] } };
    const inside = await declare(() => new FederatedRole("app", { ...ARGS, conditions: partly }));
    assert.match(
      inside.failures[0]?.message ?? "",
      /1 argument is wrong\n {2}conditions\.StringEquals\.sts:RoleSessionName\[0\]: must be a text/,
    );
    // The key of another provider shows only once the issuer is known.
    const other = { StringEquals: { "accounts.google.com:email": ["a@b"] } };
    const issuer = pulumi.output(ISSUER);
    const { failures } = await declare(
      () => new FederatedRole("app", { ...ARGS, issuer, conditions: other }),
    );
    assert.match(
      failures[0]?.message ?? "",
      /conditions\.StringEquals\.accounts\.google\.com:email: is a key of another provider/,
    );
  });

  it("counts conditions when it compares the trust policy with the quota", async () => {
    const subjects = Array.from({ length: 41 }, (_, n) => subjectOf(n));
    const fits = await declare(() => new FederatedRole("app", { ...ARGS, subjects }), { preview: true });
    assert.deepEqual(fits.failures, []);
    const allowedSourceIps = ["203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24", "2001:db8::/32"];
    await assert.rejects(
      declare(() => new FederatedRole("app", { ...ARGS, subjects, allowedSourceIps }), { preview: true }),
      /subjects: make a trust policy of 2086 characters, and the quota is 2048/,
    );
  });

  describe("that is suspended", () => {
    const declared = async (changes: Partial<FederatedRoleArgs>) => {
      const { resources, failures } = await declare(() => new FederatedRole("app", { ...ARGS, ...changes }));
      assert.deepEqual(failures, []);
      return resources;
    };
    const statementsOf = (resources: Awaited<ReturnType<typeof declared>>) =>
      (
        JSON.parse(String(inputsOf(resources, "app-role").assumeRolePolicy)) as {
          Statement: { Effect: string }[];
        }
      ).Statement;

    it("refuses everybody and denies every session everything, by one policy more", async () => {
      const resources = await declared({ suspended: true });
      assert.deepEqual(statementsOf(resources), [
        ...statementsOf(await declared({})),
        {
          Sid: "Suspended",
          Effect: "Deny",
          Principal: { Federated: OIDC_PROVIDER_ARN },
          Action: "sts:AssumeRoleWithWebIdentity",
        },
      ]);
      assert.deepEqual(inputsOf(resources, "app-suspended"), {
        role: "app-role",
        name: "suspended",
        policy:
          '{"Version":"2012-10-17","Statement":[{"Sid":"Suspended","Effect":"Deny","Action":"*","Resource":"*"}]}',
      });
      assert.equal(resources.length, 4);
    });

    it("is as it was before when it is undone", async () => {
      assert.deepEqual(await declared({ suspended: false }), await declared({}));
    });

    it("is suspended even where the quota leaves no room: by the Deny alone", async () => {
      const subjects = Array.from({ length: 40 }, (_, n) => subjectOf(n));
      assert.equal(statementsOf(await declared({ subjects })).length, 1);
      const statements = statementsOf(await declared({ subjects, suspended: true }));
      assert.deepEqual(
        statements.map(({ Effect }) => Effect),
        ["Deny"],
      );
    });

    it("refuses an output, which nobody could preview", async () => {
      const args = { ...ARGS, suspended: pulumi.output(true) } as unknown as FederatedRoleArgs;
      await assert.rejects(
        declare(() => new FederatedRole("app", args)),
        /suspended: must be plain/,
      );
    });
  });

  describe("with a contract", () => {
    const EXPORTER = { subject: OTHER_SUBJECT, clientId: "22222222-aaaa-4bbb-8ccc-000000000022" };
    const IMPORTER = { subject: PRINCIPAL_ID, clientId: CLIENT_ID };
    const contract = (changes: Partial<FederationContract> = {}) =>
      renderFederationContract({
        version: 1,
        issuer: ISSUER,
        tokenVersion: 1,
        audience: AUDIENCE,
        workloads: { importer: IMPORTER, exporter: EXPORTER },
        ...changes,
      });
    const { permissions } = ARGS;

    it("trusts exactly the named workloads, in the first preview already", async () => {
      for (const given of [(value: unknown) => value, (value: unknown) => pulumi.output(value)]) {
        const args = {
          oidcProviderArn: OIDC_PROVIDER_ARN,
          permissions,
          contract: given(contract()),
        } as FederatedRoleArgs;
        const workloads = given(["exporter"]) as string[];
        const { resources, failures } = await declare(
          () => new FederatedRole("app", { ...args, workloads }),
          {
            preview: true,
          },
        );
        assert.deepEqual(failures, []);
        assert.deepEqual(inputsOf(resources, "app"), {
          oidcProviderArn: OIDC_PROVIDER_ARN,
          issuer: ISSUER,
          audiences: [AUDIENCE],
          subjects: [OTHER_SUBJECT],
        });
        const { grants } = judgeTrustPolicy(inputsOf(resources, "app-role").assumeRolePolicy);
        assert.deepEqual(
          grants.map(({ audience, subject }) => [audience.values, subject.values]),
          [[[AUDIENCE], [OTHER_SUBJECT]]],
        );
      }
    });

    it("asks v2 tokens for the client IDs of the workloads, and needs no name for the only one", async () => {
      const issuer = `https://login.microsoftonline.com/${TENANT_ID}/v2.0`;
      const text = contract({ tokenVersion: 2, issuer, workloads: { importer: IMPORTER } });
      const oidcProviderArn = `arn:aws:iam::111122223333:oidc-provider/${issuer.slice("https://".length)}`;
      const { resources, failures } = await declare(
        () => new FederatedRole("app", { oidcProviderArn, permissions, contract: text }),
      );
      assert.deepEqual(failures, []);
      assert.deepEqual(inputsOf(resources, "app"), {
        oidcProviderArn,
        issuer,
        audiences: [CLIENT_ID],
        subjects: [PRINCIPAL_ID],
      });
    });

    it("refuses workloads that the contract has not, and several without a choice", async () => {
      const cases: [Partial<FederatedRoleArgs>, RegExp][] = [
        [
          { contract: contract() },
          /workloads: must name those .* since the contract has several: exporter, importer$/,
        ],
        [
          { contract: contract(), workloads: ["importer", "Exporter"] },
          /workloads\[1\]: is no workload of the contract, which has: exporter, importer; got "Exporter"$/,
        ],
        [{ contract: contract(), workloads: [] }, /workloads: must be a list of at least one workload/],
        [{ contract: contract({ workloads: {} }) }, /contract: has no workload yet/],
        [{ contract: '{"version":2}' }, /contract\.version: must be 1, the only version/],
        [{ contract: {} as string }, /contract: must be the JSON text of a contract; got \{\}/],
      ];
      for (const [wrong, refusal] of cases) {
        const args = { oidcProviderArn: OIDC_PROVIDER_ARN, permissions, ...wrong };
        await assert.rejects(
          declare(() => new FederatedRole("app", args)),
          refusal,
        );
        const later = { ...args, contract: pulumi.output(wrong.contract) };
        const { failures } = await declare(() => new FederatedRole("app", later));
        assert.match(failures.map(({ message }) => message).join("\n"), new RegExp(refusal, "m"));
      }
    });

    it("refuses what the contract says already, and names without a contract", async () => {
      await assert.rejects(
        declare(() => new FederatedRole("app", { ...ARGS, contract: contract(), workloads: ["importer"] })),
        /3 arguments are wrong\n {2}issuer: stands in the contract.*\n {2}audiences: stands.*\n {2}subjects: stands/,
      );
      await assert.rejects(
        declare(() => new FederatedRole("app", { ...ARGS, workloads: ["importer"] })),
        /workloads: names workloads of a contract, and there is none/,
      );
    });
  });

  it("is accepted by every rule of the policy pack, narrowed and suspended too", async () => {
    const settings: Partial<FederatedRoleArgs>[] = [
      {},
      { suspended: true },
      { allowedSourceIps: ["203.0.113.7"], conditions: { StringLike: { "sts:RoleSessionName": ["vm-*"] } } },
    ];
    for (const changes of settings) {
      const { resources } = await declare(() => new FederatedRole("app", { ...ARGS, ...changes }));
      const seen = resources.map(({ type, name, inputs }) => ({
        ...{ type, name, props: inputs },
        parentTypes: type.startsWith("aws:") ? "azure-to-aws-federation:index:FederatedRole$" : "",
      }));
      for (const rule of rules) {
        const { violations } =
          "validateStack" in rule ? await validateStack(rule, seen) : await validateInTurn(rule, seen);
        assert.deepEqual(violations, []);
      }
    }
  });

  it("takes the partition that the AWS provider works in, unless it is given one", async () => {
    const answer = () => ({ partition: "aws-us-gov" });
    const policyOf = async (args: FederatedRoleArgs) => {
      const { resources, calls } = await declare(() => new FederatedRole("app", args), { answer });
      const policy = String(inputsOf(resources, "app-read-buckets").policy);
      return [/arn:[a-z-]+:s3:::builds"/.exec(policy)?.[0], calls];
    };
    assert.deepEqual(await policyOf(ARGS), [
      'arn:aws-us-gov:s3:::builds"',
      ["aws:index/getPartition:getPartition"],
    ]);
    assert.deepEqual(await policyOf({ ...ARGS, partition: "aws-cn" }), ['arn:aws-cn:s3:::builds"', []]);
  });

  it("refuses everything that is wrong at once", async () => {
    await assert.rejects(
      declare(
        () =>
          new FederatedRole("app", {
            oidcProviderArn: "arn:aws:iam::111122223333:saml-provider/x",
            issuer: "http://x",
            audiences: ["api://x/*"],
            subjects: ["*"],
            permissions: { readBuckets: [] },
            maxSessionDuration: 900,
            trustPolicyQuota: 5000,
            partition: "azure",
            roleName: "a/b",
            path: "federated",
            description: "\u0007",
            permissionsBoundaryArn: "arn:aws:iam::aws:policy/*",
            tags: { "aws:x": "" },
            allowedSourceIps: ["10.0.0.1", "0.0.0.0/0"],
            conditions: { StringLikeIfExists: {} },
            suspended: "yes",
            rolename: "app",
          } as unknown as FederatedRoleArgs),
      ),
      (error: unknown) => {
        assert.ok(error instanceof Error);
        assert.deepEqual(
          [...error.message.matchAll(/^ {2}(\S+): /gm)].map(([, path]) => path),
          [
            "rolename",
            "oidcProviderArn",
            "issuer",
            "audiences[0]",
            "subjects[0]",
            "permissions.readBuckets",
            "maxSessionDuration",
            "trustPolicyQuota",
            "partition",
            "roleName",
            "path",
            "description",
            "permissionsBoundaryArn",
            "tags.aws:x",
            "allowedSourceIps[0]",
            "allowedSourceIps[1]",
            "conditions.StringLikeIfExists",
            "conditions.StringLikeIfExists",
            "suspended",
          ],
        );
        return true;
      },
    );
  });
});
