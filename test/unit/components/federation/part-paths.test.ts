/** What only the parts of a federation find out is reported at the arguments that its user wrote. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  AzureToAwsFederation,
  type AzureToAwsFederationArgs,
  AzureWorkload,
  type WorkloadSettings,
} from "../../../../components";
import { ArgumentPaths } from "../../../../components/arguments/argument-paths";
import { audiencePaths, providerPaths, workloadPaths } from "../../../../components/federation/part-paths";
import schema from "../../../../schema.json";
import { declare, type MockAnswer } from "../mock-clouds";
import { ED25519_KEY } from "../ssh-keys";

const GROUP = "/subscriptions/5b1f0c7e-2a3d-4e6f-8a9b-1c2d3e4f5a6b/resourceGroups/theirs/providers";
const IDENTITY_ID = `${GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/theirs`;
const SUBNET_ID = `${GROUP}/Microsoft.Network/virtualNetworks/hub/subnets/apps`;

const federation = (app: Partial<WorkloadSettings>, args: Partial<AzureToAwsFederationArgs> = {}) =>
  new AzureToAwsFederation("fed", {
    region: "eu-west-1",
    ...args,
    workloads: { app: { permissions: { readBuckets: ["reports"] }, ...app } },
  });

/** Refuses to read anything of these kinds. */
const without =
  (...functions: string[]): MockAnswer =>
  (token) => {
    if (functions.includes(token.split(":").at(-1) ?? "")) {
      throw new Error("not found");
    }
    return undefined;
  };

async function messages(program: () => unknown, answer?: MockAnswer): Promise<string[]> {
  const { failures } = await declare(program, answer === undefined ? {} : { preview: true, answer });
  return failures.map(({ message }) => message);
}

describe("What the parts of a federation find wrong", () => {
  it("names the workload and its argument, in one error with what the federation found itself", async () => {
    assert.deepEqual(
      await messages(
        () => federation({ identityId: IDENTITY_ID }, { resourceGroupName: "their" }),
        without("getUserAssignedIdentity", "getResourceGroup"),
      ),
      [
        [
          'AzureToAwsFederation "fed": 2 invalid arguments',
          '  resourceGroupName: cannot read resource group "their" (provider error: not found). Omit the argument to create ' +
            "one, or list the existing ones: az group list --query [].name [resource-group-unreadable]",
          `  workloads.app.identityId: cannot read identity "${IDENTITY_ID}". Expected one in the subscription of the ` +
            `azure-native provider (provider error: not found). Check it: az identity show --ids ${IDENTITY_ID} ` +
            "[identity-unreadable]",
        ].join("\n"),
      ],
    );
  });

  it("names what the VM is given", async () => {
    const [message = "", ...others] = await messages(
      () => federation({ virtualMachine: { sshPublicKey: ED25519_KEY, subnetId: SUBNET_ID } }),
      without("getSubnet"),
    );
    assert.deepEqual(others, []);
    assert.match(
      message,
      /AzureToAwsFederation "fed": 1 invalid argument\n {2}workloads\.app\.virtualMachine\.subnetId: cannot read "\/subscriptions\/5b1f0c7e-2a3d-4e6f-8a9b-1c2d3e4f5a6b\/resourceGroups\/theirs\/providers\/Microsoft\.Network\/virtualNetworks\/hub\/subnets\/apps"\. Expected one in the subscription of the azure-native provider that its login may read \(provider error: not found\) \[network-unreadable\]/,
    );
  });

  it("names the argument that has another name at the part", async () => {
    const many = Array.from({ length: 60 }, (_, index) => {
      return `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
    });
    const [message = ""] = await messages(() => federation({ additionalSubjects: pulumi.output(many) }));
    assert.match(
      message,
      /AzureToAwsFederation "fed": 1 invalid argument\n {2}workloads\.app\.additionalSubjects: the trust policy would have 2810 characters\. The quota is 2048\. Spread the subjects over several roles, or have AWS raise the quota and set azure-to-aws-federation:trustPolicyQuota \[trust-policy-too-long\]/,
    );
  });

  it("names tags that are right alone and wrong together with those for everything", async () => {
    assert.deepEqual(
      await messages(() => federation({ roleTags: { Team: "b" } }, { awsTags: { team: "a" } })),
      [
        'AzureToAwsFederation "fed": 1 invalid argument\n' +
          "  workloads.app.roleTags.Team: this tag key appears twice: IAM ignores the case of keys. Remove one of them [tag-key-repeated]",
      ],
    );
    const many = (letter: string) =>
      Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`${letter}${index}`, "x"]));
    const virtualMachine = { sshPublicKey: ED25519_KEY, tags: many("b") };
    assert.deepEqual(await messages(() => federation({ virtualMachine }, { azureTags: many("a") })), [
      'AzureToAwsFederation "fed": 1 invalid argument\n' +
        "  workloads.app.virtualMachine.tags: too many tags. Expected at most 50; got 60 [argument-too-many]",
    ]);
  });

  it("names its own arguments where a part of the same name stands alone", async () => {
    const standalone = () => {
      federation({});
      return new AzureWorkload("fed-app", {
        identityId: IDENTITY_ID,
        servicePrincipalObjectId: "77777777-aaaa-4bbb-8ccc-000000000007",
        appRoleId: "66666666-aaaa-4bbb-8ccc-000000000006",
      });
    };
    const [message = ""] = await messages(standalone, without("getUserAssignedIdentity"));
    assert.match(message, /^AzureWorkload "fed-app": 1 invalid argument\n {2}identityId: /);
  });

  describe("is reported at arguments that exist", () => {
    const NAMESPACE = "azure-to-aws-federation:index:";
    const resources: Record<string, { inputProperties: object }> = schema.resources;
    const types: Record<string, object> = schema.types;
    const inputs = (component: string) =>
      Object.keys(resources[NAMESPACE + component]?.inputProperties ?? {});
    const members = (type: string) =>
      Object.keys((types[NAMESPACE + type] as { properties: object }).properties);
    const known = new Set([
      ...inputs("AzureToAwsFederation"),
      "workloads.app",
      ...members("WorkloadSettings").map((name) => `workloads.app.${name}`),
      ...members("VirtualMachineSettings").map((name) => `workloads.app.virtualMachine.${name}`),
      ...members("GuestSettings").map((name) => `workloads.app.guest.${name}`),
    ]);
    const federated = ArgumentPaths.of("AzureToAwsFederation", "fed");
    const ofWorkload = workloadPaths(federated, "app", "fed-app");

    // What the parts find out by themselves: in a cloud, or once a value is known.
    const found: readonly (readonly [paths: ArgumentPaths, ...arguments: string[]])[] = [
      [audiencePaths(federated), "tenantId", "audience", "applicationClientId", "appRoleId", "tokenVersion"],
      [providerPaths(federated), "oidcProviderArn", "additionalAudiences", "audiences"],
      [ofWorkload.identity, "identityId"],
      [
        ofWorkload.role,
        "oidcProviderArn",
        "audiences",
        "subjects",
        "allowedSourceIps",
        "conditions",
        "permissions",
        "permissionsBoundaryArn",
        "suspended",
      ],
      [ofWorkload.virtualMachine, "subnetId", "natGatewayId", "size", "image"],
      [ofWorkload.installation, "vmName", "profiles[0].region", "profiles[0]"],
    ];
    for (const [paths, ...own] of found) {
      it(paths.label.replace(/^.*, /, ""), () => {
        const type = /(\w+) "[^"]*"$/.exec(paths.label)?.[1] ?? "";
        for (const path of own) {
          assert.ok(inputs(type).includes(path.replace(/\W.*$/, "")), `${path} is an argument of the part`);
          const [{ path: target } = { path: "" }] = paths.locate([
            { path, code: "some-code", text: "is wrong" },
          ]);
          assert.ok(known.has(target), `${target} is an argument of the federation`);
        }
      });
    }
  });
});
