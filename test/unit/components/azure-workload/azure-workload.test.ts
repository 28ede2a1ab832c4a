import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AzureWorkload } from "../../../../components/azure-workload/azure-workload";
import type { AzureWorkloadArgs } from "../../../../components/azure-workload/azure-workload-args";
import { appRoleId } from "../../../../components/entra-audience/app-role";
import { renderFederationContract } from "../../../../trust";
import {
  CLIENT_ID,
  declare,
  type Declared,
  inputsOf,
  ISSUER,
  type MockAnswer,
  mockId,
  PRINCIPAL_ID,
  SERVICE_PRINCIPAL_OBJECT_ID,
  TENANT_ID,
  valueOf,
} from "../mock-clouds";

const ARGS = {
  resourceGroupName: "group",
  servicePrincipalObjectId: SERVICE_PRINCIPAL_OBJECT_ID,
  appRoleId: appRoleId(),
};
const ASSIGNMENT = {
  principalObjectId: PRINCIPAL_ID,
  resourceObjectId: SERVICE_PRINCIPAL_OBJECT_ID,
  appRoleId: appRoleId(),
};
const TYPE = "azure-native:managedidentity:UserAssignedIdentity";
const IDENTITY_ID = mockId(TYPE, "by-hand");
const CONTRACT = {
  version: 1 as const,
  issuer: ISSUER,
  tokenVersion: 1 as const,
  audience: `api://${TENANT_ID}/orders`,
  workloads: {},
  assignment: { servicePrincipalObjectId: SERVICE_PRINCIPAL_OBJECT_ID, appRoleId: appRoleId() },
};

/** What azure-native answers of the identity, with members replaced. */
function identityAnswer(changes: Record<string, unknown> = {}): MockAnswer {
  const read = { id: IDENTITY_ID, principalId: PRINCIPAL_ID, clientId: CLIENT_ID, tenantId: TENANT_ID };
  return (token) =>
    token === "azure-native:managedidentity:getUserAssignedIdentity" ? { ...read, ...changes } : undefined;
}

async function declareWorkload(
  args: AzureWorkloadArgs,
  options?: Parameters<typeof declare>[1],
): Promise<Declared<AzureWorkload>> {
  return declare(() => new AzureWorkload("importer", args), options);
}

describe("AzureWorkload", () => {
  it("declares an identity and assigns it to the app role", async () => {
    const { resources, failures, result } = await declareWorkload({ ...ARGS, location: "westeurope" });
    assert.deepEqual(failures, []);
    assert.deepEqual(resources, [
      { type: "azure-to-aws-federation:index:AzureWorkload", name: "importer", inputs: {} },
      {
        type: TYPE,
        name: "importer-identity",
        inputs: { resourceGroupName: "group", location: "westeurope" },
      },
      {
        type: "azuread:index/appRoleAssignment:AppRoleAssignment",
        name: "importer-assignment",
        inputs: ASSIGNMENT,
      },
    ]);
    assert.equal(await valueOf(result.identityId), mockId(TYPE, "importer-identity"));
    assert.equal(await valueOf(result.contract), "");
  });

  it("puts tags on the identity", async () => {
    const { resources } = await declareWorkload({ ...ARGS, tags: { team: "orders" } });
    assert.deepEqual(inputsOf(resources, "importer-identity").tags, { team: "orders" });
  });

  it("takes outputs for every argument", async () => {
    const { resources, failures } = await declareWorkload({
      resourceGroupName: pulumi.output("group"),
      location: pulumi.output("westeurope"),
      tags: pulumi.output({ team: "orders" }),
      contract: pulumi.output(renderFederationContract(CONTRACT)),
      workloadName: pulumi.output("app"),
    });
    assert.deepEqual(failures, []);
    assert.deepEqual(inputsOf(resources, "importer-identity"), {
      resourceGroupName: "group",
      location: "westeurope",
      tags: { team: "orders" },
    });
    assert.deepEqual(inputsOf(resources, "importer-assignment"), ASSIGNMENT);
  });

  describe("with an existing identity", () => {
    const args = {
      identityId: IDENTITY_ID,
      servicePrincipalObjectId: SERVICE_PRINCIPAL_OBJECT_ID,
      appRoleId: appRoleId(),
    };

    it("declares its assignment only, and knows it in the preview", async () => {
      const asked: unknown[] = [];
      const answer: MockAnswer = (token, inputs) => {
        asked.push([token, inputs]);
        return identityAnswer()(token, inputs);
      };
      const { resources, failures, result } = await declareWorkload(args, { answer, preview: true });
      assert.deepEqual(failures, []);
      assert.deepEqual(asked, [
        [
          "azure-native:managedidentity:getUserAssignedIdentity",
          { resourceGroupName: "group", resourceName: "by-hand" },
        ],
      ]);
      assert.deepEqual(resources.slice(1), [
        {
          type: "azuread:index/appRoleAssignment:AppRoleAssignment",
          name: "importer-assignment",
          inputs: ASSIGNMENT,
        },
      ]);
      assert.equal(await valueOf(result.principalId), PRINCIPAL_ID);
      assert.equal(await valueOf(result.clientId), CLIENT_ID);
    });

    it("gives the ID as it was given, whatever the case that Azure writes it in", async () => {
      const answer = identityAnswer({ id: IDENTITY_ID.replace("resourceGroups", "resourcegroups") });
      const { failures, result } = await declareWorkload(args, { answer });
      assert.deepEqual(failures, []);
      assert.equal(await valueOf(result.identityId), IDENTITY_ID);
    });

    it("refuses an identity of another subscription, in which the provider does not look", async () => {
      const id = IDENTITY_ID.replace("5b1f0c7e", "6b1f0c7e");
      const { failures } = await declareWorkload(args, { answer: identityAnswer({ id }), preview: true });
      assert.deepEqual(
        failures.map(({ message }) => message),
        [
          'AzureWorkload "importer": 1 invalid argument\n  identityId: the azure-native provider reads another subscription, where an identity of this name is /subscriptions/6b1f0c7e-2a3d-4e6f-8a9b-1c2d3e4f5a6b/resourceGroups/group/providers/Microsoft.ManagedIdentity/userAssignedIdentities/by-hand; got "/subscriptions/5b1f0c7e-2a3d-4e6f-8a9b-1c2d3e4f5a6b/resourceGroups/group/providers/Microsoft.ManagedIdentity/userAssignedIdentities/by-hand". Give the component a provider of the subscription in the ID [resource-in-other-subscription]',
        ],
      );
    });

    it("tells why an identity cannot be read", async () => {
      const answer: MockAnswer = () => {
        throw new Error("Status=404 Code=ResourceNotFound");
      };
      const { failures } = await declareWorkload(args, { answer, preview: true });
      assert.equal(failures.length, 1);
      assert.match(
        failures[0]?.message ?? "",
        /AzureWorkload "importer": 1 invalid argument\n {2}identityId: cannot read identity "\/subscriptions\/5b1f0c7e-2a3d-4e6f-8a9b-1c2d3e4f5a6b\/resourceGroups\/group\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/by-hand"\. Expected one in the subscription of the azure-native provider \(provider error: Status=404 Code=ResourceNotFound\)\. Check it: az identity show --ids \/subscriptions\/5b1f0c7e-2a3d-4e6f-8a9b-1c2d3e4f5a6b\/resourceGroups\/group\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/by-hand \[identity-unreadable\]/,
      );
    });

    it("reads nothing while the ID is unknown, nor in a preview that configures the provider", async () => {
      const identityId = pulumi.output(pulumi.unknown as unknown as string);
      const unknown = await declareWorkload({ ...args, identityId }, { preview: true });
      assert.deepEqual([unknown.failures, unknown.calls], [[], []]);
      const unconfigured = await declareWorkload(args, { preview: true, answer: () => ({}) });
      assert.deepEqual(unconfigured.failures, []);
      assert.equal("principalObjectId" in inputsOf(unconfigured.resources, "importer-assignment"), false);
    });

    it("refuses what would change the identity, and an ID of something else", async () => {
      await assert.rejects(
        declareWorkload({
          ...args,
          identityId: IDENTITY_ID.replace("userAssignedIdentities", "identities"),
          resourceGroupName: "group",
          location: "westeurope",
          tags: { a: "b" },
        }),
        (error: Error) => {
          assert.match(
            error.message,
            /AzureWorkload "importer": 4 invalid arguments\n {2}resourceGroupName: cannot be combined with identityId: an existing identity is never changed; got "group"\. Omit this argument or identityId \[argument-excluded\]\n {2}location: cannot be combined with identityId: an existing identity is never changed; got "westeurope"\. Omit this argument or identityId \[argument-excluded\]\n {2}tags: cannot be combined with identityId: an existing identity is never changed; got \{"a":"b"\}\. Omit this argument or identityId \[argument-excluded\]\n {2}identityId: invalid resource ID\. Expected the ID of one Microsoft\.ManagedIdentity\/userAssignedIdentities; got "\/subscriptions\/5b1f0c7e-2a3d-4e6f-8a9b-1c2d3e4f5a6b\/resourceGroups\/group\/providers\/Microsoft\.Manage… \[arm-id-invalid\]/,
          );
          return true;
        },
      );
    });
  });

  describe("with a contract", () => {
    const args = { resourceGroupName: "group", contract: renderFederationContract(CONTRACT) };
    const workload = { subject: PRINCIPAL_ID, clientId: CLIENT_ID };

    it("assigns what the contract says, and adds the workload under the component's name", async () => {
      const { resources, failures, result } = await declareWorkload(args);
      assert.deepEqual(failures, []);
      assert.deepEqual(inputsOf(resources, "importer-assignment"), ASSIGNMENT);
      const contract = await valueOf(result.contract);
      assert.equal(contract, renderFederationContract({ ...CONTRACT, workloads: { importer: workload } }));
    });

    it("keeps the workloads that are there already, and may find its own", async () => {
      const other = { subject: CLIENT_ID, clientId: PRINCIPAL_ID };
      const workloads = { other, app: workload };
      const contract = renderFederationContract({ ...CONTRACT, workloads });
      const { failures, result } = await declareWorkload({ ...args, contract, workloadName: "app" });
      assert.deepEqual(failures, []);
      assert.equal(await valueOf(result.contract), contract);
    });

    it("refuses a name that the contract gives to another identity", async () => {
      const workloads = { importer: { subject: CLIENT_ID, clientId: PRINCIPAL_ID } };
      const contract = renderFederationContract({ ...CONTRACT, workloads });
      const { failures } = await declareWorkload({ ...args, contract });
      assert.deepEqual(
        failures.map(({ message }) => message),
        [
          'AzureWorkload "importer": 1 invalid argument\n  workloadName: the contract gives this name to another identity (subject 22222222-aaaa-4bbb-8ccc-000000000002). Expected an unused name; got "importer" [workload-name-taken]',
        ],
      );
    });

    it("refuses an identity of another tenant than the issuer's, whose tokens AWS would refuse", async () => {
      const { failures } = await declareWorkload(
        { contract: args.contract, identityId: IDENTITY_ID },
        { answer: identityAnswer({ tenantId: CLIENT_ID }), preview: true },
      );
      assert.deepEqual(
        failures.map(({ message }) => message),
        [
          'AzureWorkload "importer": 1 invalid argument\n  contract: the contract is for another tenant. Expected the tenant of the identity, 22222222-aaaa-4bbb-8ccc-000000000002; got the issuer https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/ [contract-of-other-tenant]',
        ],
      );
    });

    it("refuses a contract that is wrong, with the path inside it, and one without assignment", async () => {
      const { assignment, ...rest } = CONTRACT;
      assert.notEqual(assignment, undefined);
      await assert.rejects(
        declareWorkload({ ...args, contract: JSON.stringify({ ...rest, issuer: "x" }) }),
        /AzureWorkload "importer": 1 invalid argument\n {2}contract: invalid federation contract: issuer must be the issuer of an Entra tenant, such as https:\/\/sts\.windows\.net\/<tenant ID>\/; got "x"; got "\{\\"version\\":1,\\"issuer\\":\\"x\\",\\"tokenVersion\\":1,\\"audience\\":\\"api:\/\/8f6d1a2c-3b4e-4c5d-9e7f-0a1…\. Use the contract output of the other stack unchanged \[contract-invalid\]/,
      );
      await assert.rejects(
        declareWorkload({ ...args, contract: JSON.stringify(rest) }),
        /AzureWorkload "importer": 1 invalid argument\n {2}contract: invalid federation contract: assignment is missing; got "\{\\"version\\":1,\\"issuer\\":\\"https:\/\/sts\.windows\.net\/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f\/\\",\\"token…\. Use the contract that the stack of the "EntraAudience" exports \[contract-without-assignment\]/,
      );
      const late = await declareWorkload({ ...args, contract: pulumi.output("{}") });
      assert.match(
        late.failures[0]?.message ?? "",
        /AzureWorkload "importer": 1 invalid argument\n {2}contract: invalid federation contract: version must be 1, the only version that this release knows; it is missing; got "\{\}"\. Use the contract output of the other stack unchanged \[contract-invalid\]/,
      );
    });

    it("refuses what the contract says already, and a name that it cannot hold", async () => {
      await assert.rejects(
        declareWorkload({ ...ARGS, ...args, workloadName: "a b" }),
        /AzureWorkload "importer": 3 invalid arguments\n {2}servicePrincipalObjectId: cannot be combined with contract, which already contains it; got "44444444-aaaa-4bbb-8ccc-000000000004"\. Omit this argument or contract \[contract-given\]\n {2}appRoleId: cannot be combined with contract, which already contains it; got "a7119b31-55cf-5972-b48f-b6169f0b8f2a"\. Omit this argument or contract \[contract-given\]\n {2}workloadName: invalid workload name: it must be 1 to 64 letters, digits, dots, underscores or hyphens, beginning and ending with a letter or digit; got "a b" \[contract-workload-name-invalid\]/,
      );
    });
  });

  it("says everything that is missing, and which argument is in its place", async () => {
    await assert.rejects(declareWorkload({ workloadName: "app" }), (error: Error) => {
      assert.equal(
        error.message,
        [
          'AzureWorkload "importer": 4 invalid arguments',
          "  resourceGroupName: required argument is missing. Set it, or identityId instead [argument-missing]",
          "  servicePrincipalObjectId: required argument is missing. Set it, or contract instead [argument-missing]",
          "  appRoleId: required argument is missing. Set it, or contract instead [argument-missing]",
          '  workloadName: requires contract: it is the name of the workload in the contract; got "app" [argument-requires]',
        ].join("\n"),
      );
      return true;
    });
  });

  it("refuses arguments that there are not, and no arguments at all", async () => {
    await assert.rejects(
      declareWorkload({ ...ARGS, identity: IDENTITY_ID } as AzureWorkloadArgs),
      /1 invalid argument\n {2}identity: unknown argument; .*Valid arguments: resourceGroupName, location, tags, identityId, /,
    );
    await assert.rejects(
      declareWorkload(undefined as unknown as AzureWorkloadArgs),
      /AzureWorkload "importer": 1 invalid argument\n {2}args: required argument is missing \[argument-missing\]/,
    );
  });

  it("refuses IDs that are no GUIDs, a group name, a region and tags that Azure does not take", async () => {
    await assert.rejects(
      declareWorkload({
        resourceGroupName: "group.",
        location: "West Europe!",
        tags: { "a/b": "c" },
        servicePrincipalObjectId: "/servicePrincipals/x",
        appRoleId: "Aws.Federate",
      }),
      /5 invalid arguments\n {2}resourceGroupName: .*\n {2}location: .*\n {2}tags\.a\/b: .*\n {2}servicePrincipalObjectId: .*\n {2}appRoleId: /,
    );
  });
});
