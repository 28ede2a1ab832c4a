import assert from "node:assert/strict";
import { AzureToAwsFederation, type AzureToAwsFederationArgs } from "../../../../components";
import { appRoleId } from "../../../../components/entra-audience/app-role";
import {
  CLIENT_ID,
  declare,
  inputsOf,
  ISSUER,
  mockId,
  OIDC_PROVIDER_ARN,
  PRINCIPAL_ID,
  SERVICE_PRINCIPAL_OBJECT_ID,
  TENANT_ID,
  valueOf,
} from "../mock-clouds";
import { ED25519_KEY } from "../ssh-keys";

const APP = { permissions: { readBuckets: ["reports"] }, virtualMachine: { sshPublicKey: ED25519_KEY } };
const ARGS: AzureToAwsFederationArgs = { location: "westeurope", workloads: { app: APP } };

const AUDIENCE = `api://${TENANT_ID}/shop-dev-fed`;

const CONTRACT = JSON.stringify({
  version: 1,
  issuer: ISSUER,
  tokenVersion: 1,
  audience: AUDIENCE,
  workloads: { app: { subject: PRINCIPAL_ID, clientId: CLIENT_ID } },
  assignment: { servicePrincipalObjectId: SERVICE_PRINCIPAL_OBJECT_ID, appRoleId: appRoleId() },
});

describe("AzureToAwsFederation", () => {
  it("takes in TypeScript only the names of its workloads, and any name if they are not known there", async () => {
    const typed = await declare(
      () => new AzureToAwsFederation("fed", { location: "westeurope", workloads: { app: APP, batch: APP } }),
    );
    assert.deepEqual(typed.failures, []);
    type Name = Parameters<typeof typed.result.workload>[0];
    // Does not compile if a name is missing, or if any string is a name.
    const names: Readonly<Record<Name, true>> & (string extends Name ? never : object) = {
      app: true,
      batch: true,
    };
    assert.deepEqual(Object.keys(names), ["app", "batch"]);
    const { result } = await declare(() => new AzureToAwsFederation("fed", ARGS));
    assert.throws(() => result.workload("batch"), /\[workload-unknown\]/);
  });

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

  for (const part of ["assignment", "role"]) {
    it(`declares the VM only once the ${part} exists`, async () => {
      // All of the other workload is requested meanwhile, in the end what goes onto its VM.
      const hold = { name: `fed-app-${part}`, until: "fed-other-guest" };
      const { resources, failures } = await declare(
        () => new AzureToAwsFederation("fed", { ...ARGS, workloads: { app: APP, other: APP } }),
        { hold },
      );
      assert.deepEqual(failures, []);
      const order = resources.map(({ name }) => name);
      const late = ["fed-app-vm", "fed-app-guest"];
      const after = order.slice(order.indexOf(hold.until) + 1);
      assert.deepEqual(
        after.filter((name) => late.includes(name)),
        late,
      );
    });
  }

  it("installs on an existing VM only once the assignment exists", async () => {
    const existingVirtualMachineId =
      "/subscriptions/s/resourceGroups/theirs/providers/Microsoft.Compute/virtualMachines/vm";
    const there = { permissions: APP.permissions, existingVirtualMachineId };
    const hold = { name: "fed-there-assignment", until: "fed-other-guest" };
    const { resources, failures } = await declare(
      () => new AzureToAwsFederation("fed", { ...ARGS, workloads: { there, other: APP } }),
      {
        hold,
        answer: (token) => (token.endsWith(":getVirtualMachine") ? { location: "westeurope" } : undefined),
      },
    );
    assert.deepEqual(failures, []);
    const order = resources.map(({ name }) => name);
    assert.ok(order.indexOf("fed-there-guest") > order.indexOf(hold.until), order.join());
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
      clientId: CLIENT_ID,
      identityId: mockId("azure-native:managedidentity:UserAssignedIdentity", "fed-app-identity"),
      vmId: mockId("azure-native:compute:VirtualMachine", "fed-app-vm"),
      vmName: "fed-app-vm",
      egressAddress: "203.0.113.7",
      runtimeSettings: {
        AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/fed-app-role",
        AWS_REGION: "eu-west-1",
        AZURE_CLIENT_ID: CLIENT_ID,
        AZURE_TO_AWS_AUDIENCE: AUDIENCE,
      },
      contract: CONTRACT,
    });
    assert.equal(await valueOf(result.contract), CONTRACT);
    assert.equal(await valueOf(result.tenantId), TENANT_ID);
    assert.equal(await valueOf(result.servicePrincipalObjectId), SERVICE_PRINCIPAL_OBJECT_ID);
    assert.match(awsConfig, /^\[profile app\]$/m);
    assert.match(awsConfig, /^region = eu-west-1$/m);
  });

  it("asks the aws provider for the region when it is left out, else whether it has that one", async () => {
    const without = await declare(() => new AzureToAwsFederation("fed", ARGS));
    assert.deepEqual([...without.calls].sort(), [
      "aws:index/getRegion:getRegion",
      "azuread:index/getClientConfig:getClientConfig",
    ]);
    const withIt = await declare(() => new AzureToAwsFederation("fed", { ...ARGS, region: "eu-central-1" }));
    assert.deepEqual([...withIt.calls].sort(), [
      "aws:index/getPartition:getPartition",
      "azuread:index/getClientConfig:getClientConfig",
    ]);
    assert.match((await valueOf(withIt.result.workload("app"))).awsConfig, /^region = eu-central-1$/m);
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
});
