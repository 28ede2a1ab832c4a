import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { FederatedRole, type FederatedRoleArgs } from "../../../../components";
import { rules } from "../../../../policypack/rules";
import { judgeTrustPolicy } from "../../../../trust";
import { validateInTurn, validateStack } from "../../policypack/validate";
import {
  declare,
  inputsOf,
  ISSUER,
  OIDC_PROVIDER_ARN,
  PRINCIPAL_ID,
  TENANT_ID,
  valueOf,
} from "../mock-clouds";
import { ARGS, AUDIENCE } from "./federated-role-arguments";

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

  it("refuses the provider of another issuer", async () => {
    const oidcProviderArn = OIDC_PROVIDER_ARN.slice(0, -1);
    const { failures } = await declare(() => new FederatedRole("app", { ...ARGS, oidcProviderArn }));
    assert.match(
      failures[0]?.message ?? "",
      /FederatedRole "app": 2 invalid arguments\n {2}oidcProviderArn: the provider belongs to another issuer\. Expected an ARN that ends in oidc-provider\/sts\.windows\.net\/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f\/; got "arn:aws:iam::111122223333:oidc-provider\/sts\.windows\.net\/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f" \[provider-of-other-issuer\]\n {2}subjects: Nobody can assume this role as written\. Statement 0, provider sts\.windows\.net\/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f: expected oidc-provider\/sts\.windows\.net\/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f\/, as in the tokens' iss; found the provider sts\.windows\.net\/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f\. In the principal and the condition keys of the statement, replace sts\.windows\.net\/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f with sts\.windows\.net\/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f\/\. \[provider-name-differs\]$/,
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
      /FederatedRole "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": 1 invalid argument\n {2}name: too long\. Expected at most 51 characters, because AWS and Azure names are made from it; got "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \[name-too-long\]/,
    );
    const { failures } = await declare(() => new FederatedRole(name, { ...ARGS, roleName: "app" }));
    assert.deepEqual(failures, []);
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
        type,
        name,
        props: inputs,
        parentTypes: type.startsWith("aws:") ? "azure-to-aws-federation:index:FederatedRole$" : "",
      }));
      for (const rule of rules) {
        const { violations } =
          "validateStack" in rule ? await validateStack(rule, seen) : await validateInTurn(rule, seen);
        assert.deepEqual(violations, []);
      }
    }
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
