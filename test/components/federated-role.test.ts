import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { FederatedRole, type FederatedRoleArgs } from "../../components";
import {
  declare,
  inputsOf,
  ISSUER,
  OIDC_PROVIDER_ARN,
  PRINCIPAL_ID,
  TENANT_ID,
  valueOf,
} from "./mock-clouds";

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
          }),
      ),
      (error: unknown) => {
        assert.ok(error instanceof Error);
        assert.deepEqual(
          [...error.message.matchAll(/^ {2}([^:]+): /gm)].map(([, path]) => path),
          [
            "oidcProviderArn",
            "issuer",
            "audiences[0]",
            "subjects[0]",
            "permissions.readBuckets",
            "maxSessionDuration",
            "trustPolicyQuota",
            "partition",
          ],
        );
        return true;
      },
    );
  });
});
