import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AzureToAwsFederation, type AzureToAwsFederationArgs } from "../../components";
import {
  declare,
  inputsOf,
  ISSUER,
  mockId,
  OIDC_PROVIDER_ARN,
  PRINCIPAL_ID,
  TENANT_ID,
  valueOf,
} from "./mock-clouds";
import { ED25519_KEY } from "./ssh-keys";

const ARGS: AzureToAwsFederationArgs = {
  location: "westeurope",
  workloads: {
    app: { permissions: { readBuckets: ["reports"] }, virtualMachine: { sshPublicKey: ED25519_KEY } },
  },
};

const AUDIENCE = `api://${TENANT_ID}/shop-dev-fed`;

describe("AzureToAwsFederation", () => {
  it("declares exactly these resources for one workload with a VM", async () => {
    const { resources, failures } = await declare(() => new AzureToAwsFederation("fed", ARGS));
    assert.deepEqual(failures, []);
    assert.deepEqual(resources.map(({ type, name }) => `${type} ${name}`).sort(), [
      "aws:iam/openIdConnectProvider:OpenIdConnectProvider fed-oidc-provider",
      "aws:iam/role:Role fed-app-role",
      "aws:iam/rolePolicy:RolePolicy fed-app-read-buckets",
      "azure-native:compute:VirtualMachine fed-app-vm",
      "azure-native:compute:VirtualMachineRunCommandByVirtualMachine fed-app-guest",
      "azure-native:managedidentity:UserAssignedIdentity fed-app-identity",
      "azure-native:network:NatGateway fed-app-nat",
      "azure-native:network:NetworkInterface fed-app-nic",
      "azure-native:network:NetworkSecurityGroup fed-app-nsg",
      "azure-native:network:PublicIPAddress fed-app-egress-ip",
      "azure-native:network:Subnet fed-app-subnet",
      "azure-native:network:VirtualNetwork fed-app-vnet",
      "azure-native:resources:ResourceGroup fed-group",
      "azure-to-aws-federation:index:AwsOidcProvider fed",
      "azure-to-aws-federation:index:AzureToAwsFederation fed",
      "azure-to-aws-federation:index:AzureVirtualMachine fed-app",
      "azure-to-aws-federation:index:AzureWorkload fed-app",
      "azure-to-aws-federation:index:EntraAudience fed",
      "azure-to-aws-federation:index:FederatedRole fed-app",
      "azure-to-aws-federation:index:GuestInstallation fed-app",
      "azuread:index/appRoleAssignment:AppRoleAssignment fed-app-assignment",
      "azuread:index/application:Application fed-application",
      "azuread:index/servicePrincipal:ServicePrincipal fed-service-principal",
    ]);
  });

  it("declares the VM only once the assignment and the role exist", async () => {
    const { resources } = await declare(() => new AzureToAwsFederation("fed", ARGS));
    const order = resources.map(({ name }) => name);
    assert.ok(order.indexOf("fed-app-vm") > order.indexOf("fed-app-assignment"));
    assert.ok(order.indexOf("fed-app-vm") > order.indexOf("fed-app-role"));
    assert.ok(order.indexOf("fed-app-guest") > order.indexOf("fed-app-vm"));
  });

  it("gives out plain values as outputs", async () => {
    const { result } = await declare(() => new AzureToAwsFederation("fed", ARGS));
    assert.equal(await valueOf(result.issuer), ISSUER);
    assert.equal(await valueOf(result.audience), AUDIENCE);
    assert.equal(await valueOf(result.oidcProviderArn), OIDC_PROVIDER_ARN);
    const { awsConfig, ...rest } = await valueOf(result.workload("app"));
    assert.deepEqual(rest, {
      roleArn: "arn:aws:iam::111122223333:role/fed-app-role",
      roleName: "fed-app-role",
      trustPolicy: JSON.stringify({
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
      }),
      principalId: PRINCIPAL_ID,
      clientId: "22222222-aaaa-4bbb-8ccc-000000000002",
      identityId: mockId("azure-native:managedidentity:UserAssignedIdentity", "fed-app-identity"),
      vmId: mockId("azure-native:compute:VirtualMachine", "fed-app-vm"),
      vmName: "fed-app-vm",
      egressAddress: "203.0.113.7",
    });
    assert.match(awsConfig, /^\[profile app\]$/m);
    assert.match(awsConfig, /^region = eu-west-1$/m);
  });

  it("asks the providers for tenant and region only when they are left out", async () => {
    const without = await declare(() => new AzureToAwsFederation("fed", ARGS));
    assert.deepEqual([...without.calls].sort(), [
      "aws:index/getRegion:getRegion",
      "azuread:index/getClientConfig:getClientConfig",
    ]);
    const withBoth = await declare(
      () => new AzureToAwsFederation("fed", { ...ARGS, tenantId: TENANT_ID, region: "eu-central-1" }),
    );
    assert.deepEqual(withBoth.calls, []);
    assert.match((await valueOf(withBoth.result.workload("app"))).awsConfig, /^region = eu-central-1$/m);
  });

  it("declares the same resources in a preview, where nothing that a cloud computes is known", async () => {
    const preview = await declare(() => new AzureToAwsFederation("fed", ARGS), { preview: true });
    assert.deepEqual(preview.failures, []);
    assert.equal(preview.resources.length, 23);
    assert.deepEqual(inputsOf(preview.resources, "fed-application").identifierUris, [AUDIENCE]);
    assert.deepEqual(inputsOf(preview.resources, "fed-app-role"), { maxSessionDuration: 3600 });
  });

  it("shows a policy the trust leaf by leaf in the first preview", async () => {
    const { resources } = await declare(() => new AzureToAwsFederation("fed", ARGS), { preview: true });
    const trust = resources.find(({ type }) => type === "azure-to-aws-federation:index:FederatedRole");
    assert.ok(trust);
    assert.equal(trust.inputs.issuer, ISSUER);
    assert.deepEqual(trust.inputs.audiences, [AUDIENCE]);
  });

  it("takes outputs in every argument, in a preview and in an update", async () => {
    for (const preview of [true, false]) {
      const { failures, resources } = await declare(
        () =>
          new AzureToAwsFederation("fed", {
            tenantId: pulumi.output(TENANT_ID),
            audience: pulumi.output(AUDIENCE),
            displayName: pulumi.output("Orders"),
            allowUsersAndGroups: pulumi.output(true),
            location: pulumi.output("westeurope"),
            region: Promise.resolve("eu-west-1"),
            trustPolicyQuota: pulumi.output(4096),
            workloads: {
              app: {
                profileName: pulumi.output("DevTeam"),
                maxSessionDuration: pulumi.output(7200),
                permissions: {
                  readBuckets: pulumi.output([pulumi.output("reports")]),
                  inlinePolicies: { extra: pulumi.output('{"Statement":{}}') },
                  managedPolicyArns: { audit: pulumi.output("arn:aws:iam::aws:policy/SecurityAudit") },
                },
                virtualMachine: {
                  sshPublicKey: pulumi.output(ED25519_KEY),
                  adminUsername: pulumi.output("operator"),
                  size: pulumi.output("Standard_B2s"),
                  addressPrefix: pulumi.output("10.1.0.0/24"),
                },
              },
            },
          }),
        { preview },
      );
      assert.deepEqual(failures, []);
      assert.equal(resources.length, 25);
      assert.equal(inputsOf(resources, "fed-application").displayName, "Orders");
    }
  });

  it("keeps the names of a workload's resources when others are added or reordered", async () => {
    const app = { permissions: { readBuckets: ["reports"] } };
    const names = async (workloads: AzureToAwsFederationArgs["workloads"]) =>
      (await declare(() => new AzureToAwsFederation("fed", { workloads }))).resources.map(
        ({ type, name }) => `${type} ${name}`,
      );
    const alone = await names({ app });
    const others = new Set(await names({ zebra: app, app, ant: app }));
    assert.deepEqual(
      alone.filter((name) => !others.has(name)),
      [],
    );
  });

  it("makes no VM, network or installation for a workload without virtualMachine", async () => {
    const { resources, result } = await declare(
      () =>
        new AzureToAwsFederation("fed", {
          workloads: { app: { permissions: { readBuckets: ["reports"] } } },
        }),
    );
    assert.deepEqual(
      resources.filter(({ type }) => /compute|network|VirtualMachine|GuestInstallation/.test(type)),
      [],
    );
    const workload = await valueOf(result.workload("app"));
    assert.equal(workload.vmId, undefined);
    assert.match(workload.awsConfig, /^\[profile app\]$/m);
  });

  it("refuses wrong arguments in one error that names all of them and never the private key", async () => {
    const wrong = () =>
      new AzureToAwsFederation("fed", {
        tenantId: "contoso.com",
        audience: "api://x/",
        region: "Europe",
        trustPolicyQuota: 8192,
        workloads: {
          app: {
            permissions: {},
            maxSessionDuration: 60,
            profileName: "two words",
            virtualMachine: { sshPublicKey: "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0" },
          },
          "b/c": { permissions: { readBuckets: ["arn:aws:s3:::x"] } },
        },
      });
    await assert.rejects(declare(wrong), (error: unknown) => {
      assert.ok(pulumi.ResourceError.isInstance(error));
      assert.equal(error.hideStack, true);
      assert.doesNotMatch(error.message, /c2VjcmV0|BEGIN/);
      assert.deepEqual(
        error.message.split("\n").map((line) => line.split(": ", 1)[0]?.trim()),
        [
          'AzureToAwsFederation "fed"',
          "workloads.b/c",
          "tenantId",
          "audience",
          "region",
          "trustPolicyQuota",
          "workloads.app.permissions",
          "workloads.app.virtualMachine.sshPublicKey",
          "workloads.app.profileName",
          "workloads.app.maxSessionDuration",
          "workloads.b/c.permissions.readBuckets[0]",
        ],
      );
      assert.match(error.message, /^AzureToAwsFederation "fed": 10 arguments are wrong$/m);
      assert.match(error.message, /maxSessionDuration: must be .* 3600 .* 43200 .*; got 60$/m);
      return true;
    });
  });

  it("refuses values that become known later, and makes nothing with them", async () => {
    const { failures, resources } = await declare(
      () =>
        new AzureToAwsFederation("fed", {
          tenantId: pulumi.output("contoso.com"),
          workloads: { app: { permissions: { readBuckets: pulumi.output(["Reports"]) } } },
        }),
    );
    assert.deepEqual(
      failures.map(({ message }) => message),
      [
        [
          'AzureToAwsFederation "fed": 2 arguments are wrong',
          '  tenantId: must be the GUID of the tenant (Directory ID), not a domain name: az account show --query tenantId; got "contoso.com"',
          '  workloads.app.permissions.readBuckets[0]: must be a bucket name: 3 to 63 lower-case letters, digits, hyphens and single dots, beginning and ending with a letter or digit; got "Reports"',
        ].join("\n"),
      ],
    );
    assert.ok(failures.every((failure) => failure.stack === undefined));
    const made = new Set(resources.map(({ name }) => name));
    assert.ok(!made.has("fed-application") && !made.has("fed-app-read-buckets"));
  });

  it("refuses a federation without workloads, and workloads that are an output", async () => {
    await assert.rejects(
      declare(() => new AzureToAwsFederation("fed", { workloads: {} })),
      /workloads: must name at least one workload/,
    );
    const workloads = pulumi.output({}) as unknown as AzureToAwsFederationArgs["workloads"];
    await assert.rejects(
      declare(() => new AzureToAwsFederation("fed", { workloads })),
      /workloads: must be a plain object.*; got an output/,
    );
  });

  it("says which workloads there are when another one is asked for", async () => {
    const { failures } = await declare(() => new AzureToAwsFederation("fed", ARGS).workload("ap"));
    assert.deepEqual(
      failures.map(({ message }) => message),
      [
        'AzureToAwsFederation: 1 argument is wrong\n  workload("ap"): is none of the workloads; there are: app',
      ],
    );
  });
});
