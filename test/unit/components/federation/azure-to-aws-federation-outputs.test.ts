/** Outputs in every argument: some releases of the SDK crashed with "promises were still active". */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AzureToAwsFederation, type AzureToAwsFederationArgs } from "../../../../components";
import { ADOPTED_AUDIENCE, ADOPTED_ROLE_ID, answersOf } from "../entra-audience/entra-application-answers";
import { APPLICATION_CLIENT_ID, declare, inputsOf, type MockAnswer, TENANT_ID } from "../mock-clouds";
import { outputsLeftOut } from "../outputs-left-out";
import { ED25519_KEY } from "../ssh-keys";

const o = <T>(value: T): pulumi.Output<T> => pulumi.output(Promise.resolve(value)) as pulumi.Output<T>;
const list = (...items: string[]) => o(items.map(o)) as unknown as pulumi.Output<pulumi.Input<string>[]>;
const map = (items: Record<string, string>) =>
  o(
    Object.fromEntries(Object.entries(items).map(([name, value]) => [name, o(value)])),
  ) as unknown as pulumi.Output<Record<string, pulumi.Input<string>>>;

const GROUP = "/subscriptions/5b1f0c7e-2a3d-4e6f-8a9b-1c2d3e4f5a6b/resourceGroups/theirs/providers";
const IDENTITY_ID = `${GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/theirs`;
const VM_ID = `${GROUP}/Microsoft.Compute/virtualMachines/theirs`;
const SUBNET_ID = `${GROUP}/Microsoft.Network/virtualNetworks/theirs/subnets/theirs`;
const NAT_GATEWAY_ID = `${GROUP}/Microsoft.Network/natGateways/theirs`;
const IMAGE_ID = `${GROUP}/Microsoft.Compute/galleries/theirs/images/theirs/versions/1.0.0`;

/** Every argument that may be an output is one in either; what must be plain is given where it can be. */
const args = (): Record<"adopting" | "creating", AzureToAwsFederationArgs> => ({
  creating: {
    tenantId: o(TENANT_ID),
    cloud: o("public" as const),
    tokenVersion: o(1),
    audience: o(`api://${TENANT_ID}/orders`),
    displayName: o("Orders"),
    allowUsersAndGroups: o(true),
    owners: list("66666666-aaaa-4bbb-8ccc-000000000006"),
    location: o("westeurope"),
    network: {},
    region: Promise.resolve("eu-west-1"),
    additionalAudiences: list("api://orders"),
    retainOidcProviderOnDelete: true,
    azureTags: map({ owner: "platform" }),
    awsTags: map({ owner: "platform" }),
    workloads: {
      app: {
        permissions: {
          readBuckets: list("reports"),
          listBucketNames: o(true),
          inlinePolicies: {
            extra: o('{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'),
          },
          managedPolicyArns: { audit: o("arn:aws:iam::aws:policy/SecurityAudit") },
        },
        profileName: o("DevTeam"),
        additionalSubjects: list("66666666-aaaa-4bbb-8ccc-000000000006"),
        maxSessionDuration: o(7200),
        roleName: o("orders"),
        rolePath: o("/federated/"),
        roleDescription: o("reads orders"),
        permissionsBoundaryArn: o("arn:aws:iam::aws:policy/ReadOnlyAccess"),
        roleTags: map({ team: "orders" }),
        allowedSourceIps: list("203.0.113.0/24"),
        conditions: o({
          StringEquals: o({ "aws:RequestedRegion": list("eu-west-1") }),
        }),
        suspended: true,
        virtualMachine: {
          sshPublicKey: o(ED25519_KEY),
          adminUsername: o("operator"),
          size: o("Standard_B2s"),
          image: o("Canonical:ubuntu-24_04-lts:server:latest"),
          trustedLaunch: o(true),
          tags: map({ stage: "dev" }),
          cloudInit: o("#cloud-config\npackages: [jq]\n"),
          imdsAccess: "audit",
        },
        guest: {
          durationSeconds: o(900),
          installAwsCli: o(true),
          verify: true,
        },
      },
    },
  },
  adopting: {
    resourceGroupName: o("theirs"),
    oidcProviderArn: o(`arn:aws:iam::111122223333:oidc-provider/sts.windows.net/${TENANT_ID}/`),
    applicationClientId: o(APPLICATION_CLIENT_ID),
    appRoleId: o(ADOPTED_ROLE_ID),
    network: { natGatewayId: o(NAT_GATEWAY_ID) },
    workloads: {
      app: {
        permissions: { readBuckets: list("reports") },
        identityId: o(IDENTITY_ID),
        existingVirtualMachineId: o(VM_ID),
      },
      other: {
        permissions: { readBuckets: list("reports") },
        virtualMachine: {
          sshPublicKey: o(ED25519_KEY),
          subnetId: o(SUBNET_ID),
          image: o(IMAGE_ID),
        },
      },
      behind: {
        permissions: { readBuckets: list("reports") },
        virtualMachine: { sshPublicKey: o(ED25519_KEY), natGatewayId: o(NAT_GATEWAY_ID) },
      },
      windows: {
        permissions: { readBuckets: list("reports") },
        virtualMachine: { windowsAdminPassword: o("Correct-horse-battery-7"), subnetId: o(SUBNET_ID) },
        guest: { windowsHelper: o(`https://example.com/helper.exe#sha256=${"a".repeat(64)}`) },
      },
    },
  },
});

const application = answersOf();
const answer: MockAnswer = (token, inputs) => {
  if (token.endsWith(":getOpenIdConnectProvider")) {
    return { clientIdLists: [ADOPTED_AUDIENCE] };
  }
  if (token.endsWith(":getVirtualMachine")) {
    return { location: "westeurope", identity: {} };
  }
  if (token.endsWith(":getResourceGroup")) {
    return { location: "westeurope" };
  }
  if (token.endsWith(":getUserAssignedIdentity")) {
    const ids = {
      principalId: "88888888-aaaa-4bbb-8ccc-000000000008",
      clientId: "99999999-aaaa-4bbb-8ccc-000000000009",
    };
    return { id: IDENTITY_ID, tenantId: TENANT_ID, ...ids };
  }
  return application(token, inputs);
};

describe("AzureToAwsFederation with outputs in every argument", () => {
  it("has every argument of the schema that need not be plain", () => {
    const isOutput = (value: unknown) => pulumi.Output.isInstance(value) || value instanceof Promise;
    assert.deepEqual(outputsLeftOut("AzureToAwsFederation", Object.values(args()), isOutput), []);
  });

  for (const kind of ["creating", "adopting"] as const) {
    for (const preview of [true, false]) {
      it(`works when ${kind}, in ${preview ? "a preview" : "an update"}`, async () => {
        const { failures, resources } = await declare(() => new AzureToAwsFederation("fed", args()[kind]), {
          preview,
          answer,
        });
        assert.deepEqual(failures, []);
        const { maxSessionDuration } = inputsOf(resources, "fed-app-role");
        assert.equal(maxSessionDuration, kind === "creating" ? 7200 : 3600);
        const machines = resources.filter(({ type }) => type.endsWith(":VirtualMachine"));
        assert.equal(machines.length, kind === "creating" ? 1 : 3);
      });
    }
  }
});
