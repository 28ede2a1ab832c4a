/** A federation over things that exist already: what it reads, what it leaves alone and what it refuses. */
import assert from "node:assert/strict";
import {
  AzureToAwsFederation,
  type AzureToAwsFederationArgs,
  type WorkloadSettings,
} from "../../../../components";
import {
  ADOPTED_ROLE_ID,
  answersOf,
  readApplication,
  readRole,
  readServicePrincipal,
} from "../entra-audience/entra-application-answers";
import {
  APPLICATION_CLIENT_ID,
  declare,
  inputsOf,
  type MockAnswer,
  OIDC_PROVIDER_ARN,
  TENANT_ID,
  valueOf,
  WINDOWS_HELPER,
} from "../mock-clouds";
import { ED25519_KEY } from "../ssh-keys";

const GROUP = "/subscriptions/5b1f0c7e-2a3d-4e6f-8a9b-1c2d3e4f5a6b/resourceGroups/theirs/providers";
const IDENTITY_ID = `${GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/theirs`;
const VM_ID = `${GROUP}/Microsoft.Compute/virtualMachines/theirs`;
const AUDIENCE = `api://${TENANT_ID}/shop-dev-fed`;
const permissions = { readBuckets: ["reports"] };

const federation = (app: Partial<WorkloadSettings>, args: Partial<AzureToAwsFederationArgs> = {}) =>
  new AzureToAwsFederation("fed", {
    region: "eu-west-1",
    ...args,
    workloads: { app: { permissions, ...app } },
  });

/** Answers of the clouds, by the name of the function; an error is thrown. */
const answering =
  (answers: Record<string, Record<string, unknown> | Error>): MockAnswer =>
  (token) => {
    const answer = answers[token.split(":").at(-1) ?? ""];
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  };

const identity = {
  id: IDENTITY_ID,
  principalId: "88888888-aaaa-4bbb-8ccc-000000000008",
  clientId: "99999999-aaaa-4bbb-8ccc-000000000009",
  tenantId: TENANT_ID,
};
const machine = {
  location: "northeurope",
  storageProfile: { osDisk: { osType: "Linux" } },
  identity: { userAssignedIdentities: { [IDENTITY_ID.toUpperCase()]: {} } },
};

describe("AzureToAwsFederation in an existing resource group", () => {
  it("makes everything there, in the group's region, and no group", async () => {
    const { resources, failures, result } = await declare(
      () => federation({ virtualMachine: { sshPublicKey: ED25519_KEY } }, { resourceGroupName: "theirs" }),
      { answer: answering({ getResourceGroup: { location: "northeurope" } }) },
    );
    assert.deepEqual(failures, []);
    assert.ok(!resources.some(({ type }) => type === "azure-native:resources:ResourceGroup"));
    for (const name of ["fed-app-identity", "fed-app-vm", "fed-app-guest"]) {
      const { resourceGroupName, location } = inputsOf(resources, name);
      assert.deepEqual([resourceGroupName, location], ["theirs", "northeurope"], name);
    }
    assert.equal(await valueOf(result.resourceGroupName), "theirs");
  });

  it("says in the preview that there is none of that name", async () => {
    const { failures } = await declare(() => federation({}, { resourceGroupName: "their" }), {
      preview: true,
      answer: answering({ getResourceGroup: new Error("Resource group 'their' could not be found.") }),
    });
    assert.deepEqual(
      failures.map(({ message }) => message),
      [
        'AzureToAwsFederation "fed": 1 invalid argument\n  resourceGroupName: cannot read resource group "their" ' +
          "(provider error: Resource group 'their' could not be found.). Omit the argument to create one, or list the " +
          "existing ones: az group list --query [].name [resource-group-unreadable]",
      ],
    );
  });
});

describe("AzureToAwsFederation with an existing identity", () => {
  it("assigns it and trusts it, and needs no resource group", async () => {
    const { resources, failures, result } = await declare(() => federation({ identityId: IDENTITY_ID }), {
      answer: answering({ getUserAssignedIdentity: identity }),
    });
    assert.deepEqual(failures, []);
    assert.deepEqual(
      resources.filter(({ type }) => type.startsWith("azure-native:")),
      [],
    );
    assert.equal(inputsOf(resources, "fed-app-assignment").principalObjectId, identity.principalId);
    assert.ok(String(inputsOf(resources, "fed-app-role").assumeRolePolicy).includes(identity.principalId));
    assert.equal(await valueOf(result.workload("app").clientId), identity.clientId);
    assert.equal(await valueOf(result.resourceGroupName), "");
  });
});

describe("AzureToAwsFederation with an identity of another tenant", () => {
  const theirs = "aaaaaaaa-1111-4bbb-8ccc-00000000000a";

  it("refuses one that exists, in the preview", async () => {
    const { failures } = await declare(() => federation({ identityId: IDENTITY_ID }), {
      preview: true,
      answer: answering({ getUserAssignedIdentity: { ...identity, tenantId: theirs } }),
    });
    assert.deepEqual(
      failures.map(({ message }) => message),
      [
        'AzureToAwsFederation "fed": 1 invalid argument\n  workloads.app.identityId: the identity ' +
          `"${IDENTITY_ID}" is in tenant ${theirs}, whose tokens the role does not trust. Expected an identity in the ` +
          `audience's tenant, ${TENANT_ID} [identity-tenant]`,
      ],
    );
  });

  it("refuses one that it made itself, with a provider of another tenant than the application's", async () => {
    const { failures } = await declare(() => federation({}), {
      answer: (token) => (token.endsWith(":getClientConfig") ? { tenantId: theirs } : undefined),
    });
    assert.deepEqual(
      failures.map(({ message }) => message),
      [
        'AzureToAwsFederation "fed": 1 invalid argument\n  workloads.app: the new identity is in tenant ' +
          `${TENANT_ID}, whose tokens the role does not trust. Expected an identity in the audience's tenant, ` +
          `${theirs}. Give the component azure-native and azuread providers of one tenant [identity-tenant]`,
      ],
    );
  });

  it("refuses any that it made itself, whatever the first one has: a provider may have moved to another tenant", async () => {
    const workloads = { app: { permissions }, second: { permissions } };
    const { failures } = await declare(
      () => new AzureToAwsFederation("fed", { region: "eu-west-1", workloads }),
      { gives: { "fed-second-identity": { tenantId: theirs } } },
    );
    assert.deepEqual(
      failures.map(({ message }) => message),
      [
        'AzureToAwsFederation "fed": 1 invalid argument\n  workloads.second: the new identity is in tenant ' +
          `${theirs}, whose tokens the role does not trust. Expected an identity in the audience's tenant, ` +
          `${TENANT_ID}. Give the component azure-native and azuread providers of one tenant [identity-tenant]`,
      ],
    );
  });

  it("takes the same tenant in whatever case it is written", async () => {
    const { failures } = await declare(() => federation({ identityId: IDENTITY_ID }), {
      answer: answering({ getUserAssignedIdentity: { ...identity, tenantId: TENANT_ID.toUpperCase() } }),
    });
    assert.deepEqual(failures, []);
  });
});

describe("AzureToAwsFederation with an existing VM", () => {
  const app = { identityId: IDENTITY_ID, existingVirtualMachineId: VM_ID };

  it("installs on it where it is, and changes nothing of it", async () => {
    const { resources, failures, warnings, result } = await declare(() => federation(app), {
      answer: answering({ getUserAssignedIdentity: identity, getVirtualMachine: machine }),
    });
    assert.deepEqual(failures, []);
    assert.deepEqual(warnings, []);
    assert.deepEqual(
      resources.filter(({ type }) => type.startsWith("azure-native:")).map(({ name }) => name),
      ["fed-app-guest"],
    );
    const { resourceGroupName, vmName, location } = inputsOf(resources, "fed-app-guest");
    assert.deepEqual([resourceGroupName, vmName, location], ["theirs", "theirs", "northeurope"]);
    const { vmId, vmName: name, egressAddress } = await valueOf(result.workload("app"));
    assert.deepEqual([vmId, name, egressAddress], [VM_ID, "theirs", undefined]);
  });

  it("says how the identity gets attached while it is not", async () => {
    const { warnings, failures } = await declare(() => federation(app), {
      answer: answering({
        getUserAssignedIdentity: identity,
        getVirtualMachine: { ...machine, identity: undefined },
      }),
    });
    assert.deepEqual(failures, []);
    assert.deepEqual(warnings, [
      "VM theirs lacks an identity that its AWS profiles use. The owner of the VM attaches what is missing: " +
        `az vm identity assign --resource-group 'theirs' --name 'theirs' --identities '${IDENTITY_ID}' [identities-not-attached]`,
    ]);
  });

  describe("in the preview", () => {
    const previewOf = async (given: Partial<WorkloadSettings>, attached: Record<string, unknown> | Error) => {
      const { warnings, failures } = await declare(
        () => federation({ ...app, ...given }, { resourceGroupName: "ours" }),
        {
          preview: true,
          answer: answering({ getUserAssignedIdentity: identity, getVirtualMachine: attached }),
        },
      );
      assert.deepEqual(failures, []);
      return warnings;
    };

    it("warns about an existing identity that the VM lacks, before anything is created", async () => {
      assert.deepEqual(await previewOf({}, { ...machine, identity: undefined }), [
        "VM theirs lacks an identity that its AWS profiles use. The owner of the VM attaches what is missing: " +
          `az vm identity assign --resource-group 'theirs' --name 'theirs' --identities '${IDENTITY_ID}' [identities-not-attached]`,
      ]);
      assert.deepEqual(await previewOf({}, machine), []);
    });

    it("says what the owner of the VM must do once the update has created the identity", async () => {
      const warnings = await previewOf({ identityId: undefined }, machine);
      assert.deepEqual(warnings, [
        "VM theirs needs an identity that this update creates, and the component does not own the VM. After the update, " +
          "the owner of the VM runs: az vm identity assign --resource-group 'theirs' --name 'theirs' --identities ID. " +
          "The warning of the update has the ID [identities-to-attach]",
      ]);
    });

    it("warns about nothing while the provider cannot read the VM yet", async () => {
      assert.deepEqual(await previewOf({}, {}), []);
      assert.deepEqual(await previewOf({ identityId: undefined }, {}), []);
    });

    it("asks for no identity on a VM whose installation is removed", async () => {
      assert.deepEqual(
        await previewOf({ guest: { uninstall: true } }, { ...machine, identity: undefined }),
        [],
      );
    });
  });

  it("refuses one of another subscription, whose namesake the provider finds in its own", async () => {
    const id = VM_ID.replace("5b1f0c7e", "6b1f0c7e");
    const { resources, failures } = await declare(() => federation(app), {
      preview: true,
      answer: answering({ getUserAssignedIdentity: identity, getVirtualMachine: { ...machine, id } }),
    });
    assert.deepEqual(
      failures.map(({ message }) => message),
      [
        'AzureToAwsFederation "fed": 1 invalid argument\n  workloads.app.existingVirtualMachineId: the ' +
          `azure-native provider reads another subscription, where a VM of this name is ${id}; got "${VM_ID}". ` +
          "Give the component a provider of the subscription in the ID [resource-in-other-subscription]",
      ],
    );
    assert.ok(!resources.some(({ type }) => type.startsWith("azure-native:compute:")));
  });

  it("takes the ID in whatever case Azure writes it", async () => {
    const { failures } = await declare(() => federation(app), {
      answer: answering({
        getUserAssignedIdentity: identity,
        getVirtualMachine: { ...machine, id: VM_ID.toUpperCase() },
      }),
    });
    assert.deepEqual(failures, []);
  });

  it("installs the static helper on one that runs Windows", async () => {
    const { failures, resources } = await declare(
      () => federation({ ...app, guest: { windowsHelper: WINDOWS_HELPER } }),
      {
        answer: answering({
          getUserAssignedIdentity: identity,
          getVirtualMachine: { ...machine, storageProfile: { osDisk: { osType: "Windows" } } },
        }),
      },
    );
    assert.deepEqual(failures, []);
    const { source } = inputsOf(resources, "fed-app-guest");
    assert.match((source as { script: string }).script, /^ {2}& \$program install --config \$config$/m);
  });

  it("refuses one that runs another system than its helper, and one that is not there", async () => {
    for (const [answer, expected, guest = {}] of [
      [
        { ...machine, storageProfile: { osDisk: { osType: "Windows" } } },
        /AzureToAwsFederation "fed": 1 invalid argument\n {2}workloads\.app\.existingVirtualMachineId: wrong operating system\. Expected Linux; "\/subscriptions\/5b1f0c7e-2a3d-4e6f-8a9b-1c2d3e4f5a6b\/resourceGroups\/theirs\/providers\/Microsoft\.Compute\/virtualMachines\/theirs" runs Windows\. Set guest\.windowsHelper to the address of the static helper \[vm-other-system\]/,
      ],
      [
        { ...machine, storageProfile: { osDisk: { osType: "Linux" } } },
        /workloads\.app\.existingVirtualMachineId: wrong operating system\. Expected Windows; ".*\/theirs" runs Linux\. Remove guest\.windowsHelper \[vm-other-system\]/,
        { windowsHelper: WINDOWS_HELPER },
      ],
      [
        new Error("not found"),
        /AzureToAwsFederation "fed": 1 invalid argument\n {2}workloads\.app\.existingVirtualMachineId: cannot read VM "\/subscriptions\/5b1f0c7e-2a3d-4e6f-8a9b-1c2d3e4f5a6b\/resourceGroups\/theirs\/providers\/Microsoft\.Compute\/virtualMachines\/theirs"\. Expected one in the subscription of the azure-native provider \(provider error: not found\)\. List them: az vm list --query \[\]\.id \[vm-unreadable\]/,
      ],
    ] as const) {
      const { failures } = await declare(() => federation({ ...app, guest }), {
        preview: true,
        answer: answering({ getUserAssignedIdentity: identity, getVirtualMachine: answer }),
      });
      assert.equal(failures.length, 1);
      assert.match(failures[0]?.message ?? "", /\n {2}workloads\.app\.existingVirtualMachineId: /);
      assert.match(failures[0]?.message ?? "", expected);
    }
  });
});

describe("AzureToAwsFederation with an existing OIDC provider", () => {
  const adopting = (clientIdLists: readonly string[]) =>
    declare(() => federation({}, { oidcProviderArn: OIDC_PROVIDER_ARN, awsTags: { owner: "platform" } }), {
      preview: true,
      answer: answering({
        getOpenIdConnectProvider: { arn: OIDC_PROVIDER_ARN, url: "", clientIdLists: [...clientIdLists] },
      }),
    });

  it("trusts it and declares none", async () => {
    const { resources, failures, result } = await adopting(["other", AUDIENCE]);
    assert.deepEqual(failures, []);
    assert.ok(!resources.some(({ name }) => name === "fed-oidc-provider"));
    assert.equal(await valueOf(result.oidcProviderArn), OIDC_PROVIDER_ARN);
    assert.deepEqual(inputsOf(resources, "fed-app-role").tags, { owner: "platform" });
  });

  it("fails the preview with the command that adds the audience when it lacks it", async () => {
    const { failures } = await adopting(["other"]);
    assert.equal(failures.length, 1);
    assert.ok(
      failures[0]?.message.includes(
        `aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${OIDC_PROVIDER_ARN} --client-id ${AUDIENCE}`,
      ),
      failures[0]?.message,
    );
  });
});

describe("AzureToAwsFederation with a suspended workload", () => {
  /** A federation that adopted an application and a provider that lacks the audience. */
  const stopped = async (
    suspended: boolean,
    application = readApplication(),
    servicePrincipal = readServicePrincipal(),
  ) => {
    const provider = { arn: OIDC_PROVIDER_ARN, url: "", clientIdLists: ["other"] };
    const [ofEntra, ofAws] = [
      answersOf(application, servicePrincipal),
      answering({ getOpenIdConnectProvider: provider }),
    ];
    return declare(
      () =>
        new AzureToAwsFederation("fed", {
          region: "eu-west-1",
          location: "westeurope",
          oidcProviderArn: OIDC_PROVIDER_ARN,
          applicationClientId: APPLICATION_CLIENT_ID,
          workloads: { app: { permissions, suspended }, healthy: { permissions } },
        }),
      { answer: (token, inputs) => ofEntra(token, inputs) ?? ofAws(token, inputs) },
    );
  };
  const disabled = readServicePrincipal({ accountEnabled: false });
  const remedy =
    "applicationClientId: its service principal is disabled, so nobody gets a token for it. Fix it: " +
    `az ad sp update --id ${APPLICATION_CLIENT_ID} --set accountEnabled=true [application-problem]`;

  it("cuts it off although somebody has stopped by hand what was adopted, and warns of that", async () => {
    const disabledRole = readApplication({ appRoles: [readRole({ enabled: false })] });
    const { resources, failures, warnings } = await stopped(true, disabledRole, disabled);
    assert.deepEqual(failures, []);
    const trustOf = (name: string) => String(inputsOf(resources, name).assumeRolePolicy);
    assert.match(trustOf("fed-app-role"), /"Effect":"Deny"/);
    assert.match(trustOf("fed-healthy-role"), /"Effect":"Allow"/);
    assert.ok(resources.some(({ name }) => name === "fed-app-suspended"));
    assert.equal(inputsOf(resources, "fed-app-assignment").appRoleId, ADOPTED_ROLE_ID);
    const caution =
      "while a workload is suspended, this problem does not stop the update. Fix it once the incident is over. ";
    assert.ok(
      warnings.every((warning) => warning.startsWith(caution)),
      warnings.join("\n"),
    );
    assert.deepEqual(
      warnings.map((warning) => warning.slice(caution.length).split(":", 1)[0]),
      ["applicationClientId", "appRoleId", "oidcProviderArn"],
    );
    assert.equal(warnings[0], `${caution}${remedy} [suspended-problem-tolerated]`);
  });

  it("is refused without the suspension, as ever", async () => {
    const { failures, resources } = await stopped(false, readApplication(), disabled);
    assert.ok(failures.some(({ message }) => message.includes(remedy)));
    assert.ok(!resources.some(({ name }) => name === "fed-app-role"));
  });

  for (const [what, application, servicePrincipal] of [
    ["is open to other tenants", readApplication({ signInAudience: "AzureADMultipleOrgs" }), disabled],
    [
      "gives tokens to everybody",
      readApplication(),
      readServicePrincipal({ appRoleAssignmentRequired: false }),
    ],
    [
      "has tokens of another version",
      readApplication({ apis: [{ requestedAccessTokenVersion: 2 }] }),
      disabled,
    ],
    ["has lost its app role", readApplication({ appRoles: [] }), disabled],
    [
      "has an app role for users alone, although that is disabled",
      readApplication({ appRoles: [readRole({ enabled: false, allowedMemberTypes: ["User"] })] }),
      disabled,
    ],
  ] as const) {
    it(`is refused all the same where the application ${what}`, async () => {
      const { failures, resources } = await stopped(true, application, servicePrincipal);
      assert.ok(failures.length > 0);
      assert.ok(!resources.some(({ name }) => name === "fed-healthy-role"));
    });
  }
});
