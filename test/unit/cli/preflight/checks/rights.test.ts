import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type AzurePermission, mayDo } from "../../../../../cli/clouds/microsoft/azure-rights";
import type { Reading } from "../../../../../cli/clouds/reading";
import type { Adopted } from "../../../../../cli/preflight/adopted";
import { checkAzureRights, type ScopedRights } from "../../../../../cli/preflight/checks/azure-rights";
import { checkIamActions } from "../../../../../cli/preflight/checks/iam-actions";
import { checkIamQuota } from "../../../../../cli/preflight/checks/iam-quota";
import { checkResourceProviders } from "../../../../../cli/preflight/checks/resource-providers";
import { neededAzureActions, neededOnAdopted } from "../../../../../cli/preflight/needed-azure-actions";
import { NEEDED_IAM_ACTIONS, neededIamActions } from "../../../../../cli/preflight/needed-iam-actions";
import { PROJECT_ROOT } from "../../../../../tools/project-root";
import { adoptedId, NOTHING, plan } from "../planned";

const CONTRIBUTOR = {
  actions: ["*"],
  notActions: ["Microsoft.Authorization/*/Write", "Microsoft.Authorization/*/Delete"],
};
const READER: AzurePermission = { actions: ["*/read"], notActions: [] };

describe("the rights of a caller in Azure", () => {
  const cases: [string, AzurePermission[], string, boolean][] = [
    ["an action by a wildcard", [CONTRIBUTOR], "Microsoft.Compute/virtualMachines/write", true],
    ["an action in another case", [READER], "microsoft.compute/disks/READ", true],
    [
      "an action that a role takes out",
      [CONTRIBUTOR],
      "Microsoft.Authorization/roleAssignments/write",
      false,
    ],
    [
      "an action that one role takes out and another one gives",
      [CONTRIBUTOR, { actions: ["Microsoft.Authorization/roleAssignments/*"], notActions: [] }],
      "Microsoft.Authorization/roleAssignments/write",
      true,
    ],
    ["an action that no role has", [READER], "Microsoft.Compute/disks/write", false],
    ["a dot as it is", [{ actions: ["Microsoft.Compute/x"], notActions: [] }], "MicrosoftXCompute/x", false],
    ["nothing without a role", [], "Microsoft.Compute/disks/read", false],
  ];
  for (const [title, permissions, action, expected] of cases) {
    it(`${expected ? "have" : "lack"} ${title}`, () => {
      assert.equal(mayDo(permissions, action), expected);
    });
  }
});

const SUBSCRIPTION = "aaaaaaaa-2222-4333-8444-555555555555";
const HUB = "bbbbbbbb-2222-4333-8444-555555555555";
const SUBNET = adoptedId("Microsoft.Network/virtualNetworks/subnets", "hub", "workloads");
const GATEWAY = adoptedId("Microsoft.Network/natGateways", "nat");
const IDENTITY = adoptedId("Microsoft.ManagedIdentity/userAssignedIdentities", "orders");
const MACHINE = adoptedId("Microsoft.Compute/virtualMachines", "vm1");

describe("the actions that a federation needs in Azure", () => {
  const needed = (adopted: Partial<Adopted>, vmCount = 1) =>
    neededAzureActions(plan({ vmCount, adopted: { ...NOTHING, ...adopted } }));
  const types = (actions: readonly string[]) =>
    [...new Set(actions.map((action) => action.split("/")[1] ?? ""))].filter(
      (type) => type !== "subscriptions",
    );

  it("are on every type that it creates", () => {
    assert.equal(needed({}).length, 39);
    assert.deepEqual(types(needed({})), [
      "userAssignedIdentities",
      "networkSecurityGroups",
      "publicIPAddresses",
      "natGateways",
      "virtualNetworks",
      "networkInterfaces",
      "virtualMachines",
      "disks",
    ]);
  });

  it("are on no network in an existing subnet, and on no NAT gateway with an existing one", () => {
    const inSubnet = ["userAssignedIdentities", "networkInterfaces", "virtualMachines", "disks"];
    assert.deepEqual(types(needed({ subnets: [SUBNET] })), inSubnet);
    const ofGateway = types(needed({ natGateways: [GATEWAY] }));
    assert.deepEqual(
      types(needed({})).filter((type) => !ofGateway.includes(type)),
      ["publicIPAddresses", "natGateways"],
    );
  });

  it("are on an identity only if one is created", () => {
    assert.equal(types(needed({ identities: [IDENTITY] })).includes("userAssignedIdentities"), false);
    assert.equal(types(needed({ identities: [IDENTITY] }, 2)).includes("userAssignedIdentities"), true);
  });

  it("are none of its own group with an existing VM and an existing identity", () => {
    assert.deepEqual(needed({ virtualMachines: [MACHINE], identities: [IDENTITY] }, 0), []);
    // Somebody else attaches an identity to an existing VM.
    assert.equal(
      needed({ virtualMachines: [MACHINE] }, 0).some((action) => action.endsWith("/assign/action")),
      false,
    );
  });

  it("are on the very resource that is adopted: to read, and to join or to assign", () => {
    const all = { ...NOTHING, subnets: [SUBNET], identities: [IDENTITY], virtualMachines: [MACHINE] };
    assert.deepEqual(neededOnAdopted(plan({ vmCount: 1, adopted: all }), all, SUBSCRIPTION), [
      {
        id: SUBNET.id,
        role: "Network Contributor",
        actions: [
          "Microsoft.Network/virtualNetworks/subnets/read",
          "Microsoft.Network/virtualNetworks/subnets/join/action",
        ],
      },
      {
        id: IDENTITY.id,
        role: "Managed Identity Operator",
        actions: [
          "Microsoft.ManagedIdentity/userAssignedIdentities/read",
          "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
        ],
      },
      {
        id: MACHINE.id,
        role: "Virtual Machine Contributor",
        actions: ["read", "runCommands/read", "runCommands/write", "runCommands/delete"].map(
          (verb) => `Microsoft.Compute/virtualMachines/${verb}`,
        ),
      },
    ]);
  });

  it("are no right to read on a network of another subscription, which is used unread", () => {
    const adopted = { ...NOTHING, natGateways: [GATEWAY] };
    assert.deepEqual(
      neededOnAdopted(plan({ vmCount: 1, adopted }), adopted, HUB).map(({ actions }) => actions),
      [["Microsoft.Network/natGateways/join/action"]],
    );
  });
});

describe("the check of Azure rights", () => {
  const actions = neededAzureActions(plan({ vmCount: 1 }));
  const check = (permissions: Reading<readonly AzurePermission[]>, ...adopted: readonly ScopedRights[]) =>
    checkAzureRights({
      objectId: "o1",
      scopes: [{ scope: "/subscriptions/s1", permissions, actions, role: "Contributor" }, ...adopted],
    });

  it("accepts a Contributor", () => {
    assert.deepEqual(check({ value: [CONTRIBUTOR] }), {
      id: "azure-rights",
      title: "Azure rights",
      outcome: "ok",
      found: "all 39 actions on /subscriptions/s1",
    });
  });

  it("refuses a Reader, names what is missing, and how to get it", () => {
    assert.deepEqual(check({ value: [READER] }), {
      id: "azure-rights",
      title: "Azure rights",
      outcome: "wrong",
      found:
        "no right to Microsoft.Resources/subscriptions/resourceGroups/write, Microsoft.Resources/subscriptions/resourceGroups/delete, Microsoft.ManagedIdentity/userAssignedIdentities/write, Microsoft.ManagedIdentity/userAssignedIdentities/delete, and 24 more on /subscriptions/s1",
      expected: "the role Contributor, or the roles of docs/reference/permissions.md",
      fix: "az role assignment create --assignee-object-id o1 --role Contributor --scope /subscriptions/s1",
    });
  });

  it("does not demand to create a resource group that is adopted", () => {
    const permissions = {
      value: [{ ...CONTRIBUTOR, notActions: ["Microsoft.Resources/subscriptions/resourceGroups/write"] }],
    };
    assert.equal(check(permissions).outcome, "wrong");
    const adopting = neededAzureActions(plan({ vmCount: 1, resourceGroup: "rg" }));
    const scope = { scope: "/g", permissions, actions: adopting, role: "Contributor" };
    assert.equal(checkAzureRights({ objectId: "o1", scopes: [scope] }).outcome, "ok");
  });

  it("judges what is adopted by the rights on it, not by those on the subscription", () => {
    const subnet = {
      scope: SUBNET.id,
      actions: ["Microsoft.Network/virtualNetworks/subnets/join/action"],
      role: "Network Contributor",
    };
    assert.deepEqual(check({ value: [CONTRIBUTOR] }, { ...subnet, permissions: { value: [READER] } }), {
      id: "azure-rights",
      title: "Azure rights",
      outcome: "wrong",
      found: `no right to Microsoft.Network/virtualNetworks/subnets/join/action on ${SUBNET.id}`,
      expected: "the role Network Contributor, or the roles of docs/reference/permissions.md",
      fix: `az role assignment create --assignee-object-id o1 --role 'Network Contributor' --scope ${SUBNET.id}`,
    });
    assert.equal(
      check({ value: [CONTRIBUTOR] }, { ...subnet, permissions: { value: [CONTRIBUTOR] } }).found,
      `all 39 actions on /subscriptions/s1; all 1 actions on ${SUBNET.id}`,
    );
  });

  it("cannot tell if the permissions cannot be read, even those on one adopted resource", () => {
    const { outcome, found } = check({ refused: "403" });
    assert.deepEqual([outcome, found], ["cannot tell", "403"]);
    const subnet = { scope: SUBNET.id, actions: ["x"], role: "Reader", permissions: { refused: "403" } };
    const partly = check({ value: [CONTRIBUTOR] }, subnet);
    assert.deepEqual([partly.outcome, partly.found], ["cannot tell", `the rights on ${SUBNET.id}: 403`]);
    assert.equal(check({ value: [READER] }, subnet).outcome, "wrong");
  });
});

describe("the check of IAM actions", () => {
  it("knows exactly the actions of the documented policy", async () => {
    const file = path.join(PROJECT_ROOT, "docs/reference/permissions/aws-deployer.json");
    const { Statement } = JSON.parse(await readFile(file, "utf8")) as {
      Statement: readonly { readonly Action: string | string[] }[];
    };
    assert.deepEqual(
      NEEDED_IAM_ACTIONS.map(({ actions }) => actions),
      Statement.map(({ Action }) => [Action].flat()),
    );
  });

  it("only reads an OIDC provider that is adopted", () => {
    assert.deepEqual(neededIamActions(false), NEEDED_IAM_ACTIONS);
    const ofProvider = neededIamActions(true).filter(({ resource }) => resource === "OIDC provider");
    assert.deepEqual(ofProvider, [{ resource: "OIDC provider", actions: ["iam:GetOpenIDConnectProvider"] }]);
    assert.equal(neededIamActions(true).length, NEEDED_IAM_ACTIONS.length);
  });

  it("is ok if nothing is denied", () => {
    assert.deepEqual(checkIamActions({ value: [] }, ["orders-workload-role-0000000"]), {
      id: "iam-actions",
      title: "IAM actions",
      outcome: "ok",
      found: "IAM's simulator allows all actions that are needed, with the role orders-workload-role-0000000",
    });
  });

  it("names what is denied, and on what", () => {
    const { outcome, found, expected, fix } = checkIamActions(
      { value: [{ action: "iam:CreateRole", resource: "arn:aws:iam::1:role/x" }] },
      ["x"],
    );
    assert.match(
      fix ?? "",
      /\n# If the program names the roles otherwise \(roleName\), repeat with --role\.$/,
    );
    assert.deepEqual(
      [outcome, found, expected],
      [
        "wrong",
        "IAM's simulator does not allow iam:CreateRole on arn:aws:iam::1:role/x",
        "the policy docs/reference/permissions/aws-deployer.json",
      ],
    );
  });

  it("cannot tell if the caller may not simulate, and says why", () => {
    const { outcome, found, fix } = checkIamActions({ refused: "AccessDenied: not authorized" }, []);
    assert.deepEqual([outcome, found], ["cannot tell", "AccessDenied: not authorized"]);
    assert.match(fix ?? "", /^# To let this check read, allow iam:SimulatePrincipalPolicy/);
  });

  it("names no permission if there is no login, and neither does the check of IAM's quotas", () => {
    const none = { refused: "no login to AWS: see AWS login", isWithoutLogin: true };
    const expected = { outcome: "cannot tell", found: "no login to AWS: see AWS login" };
    assert.deepEqual(checkIamActions(none, []), { id: "iam-actions", title: "IAM actions", ...expected });
    assert.deepEqual(checkIamQuota({ summary: none, providers: none, roles: 1, createsProvider: true }), {
      id: "iam-quota",
      title: "IAM quota",
      ...expected,
    });
  });
});

describe("the check of resource providers", () => {
  const states = (compute: Reading<string>) => [
    { namespace: "Microsoft.Network", state: { value: "Registered" } },
    { namespace: "Microsoft.Compute", state: compute },
  ];

  it("accepts registered ones", () => {
    assert.deepEqual(checkResourceProviders(states({ value: "Registered" }), { refused: "" }), {
      id: "resource-providers",
      title: "resource providers",
      outcome: "ok",
      found: "Microsoft.Network, Microsoft.Compute are registered",
    });
  });

  it("accepts a missing one that the login may register", () => {
    const { outcome, found } = checkResourceProviders(states({ value: "NotRegistered" }), {
      value: [CONTRIBUTOR],
    });
    assert.deepEqual(
      [outcome, found],
      [
        "ok",
        "not registered: Microsoft.Compute; pulumi up registers what is missing, for which it takes minutes",
      ],
    );
  });

  it("refuses a missing one that the login may not register", () => {
    assert.deepEqual(checkResourceProviders(states({ value: "NotRegistered" }), { value: [READER] }), {
      id: "resource-providers",
      title: "resource providers",
      outcome: "wrong",
      found: "not registered: Microsoft.Compute, and the login may not register",
      expected: "registered, or the right to register",
      fix: "az provider register --wait --namespace Microsoft.Compute",
    });
  });

  it("cannot tell of a missing one if the rights are not known, or if it cannot be read", () => {
    assert.equal(
      checkResourceProviders(states({ value: "NotRegistered" }), { refused: "403" }).outcome,
      "cannot tell",
    );
    assert.equal(
      checkResourceProviders(states({ refused: "403" }), { value: [CONTRIBUTOR] }).outcome,
      "cannot tell",
    );
  });
});
