import assert from "node:assert/strict";
import type { Adopted } from "../../../../../cli/preflight/adopted";
import {
  type PlannedInputs,
  plannedOnMachine,
  type PlannedResource,
  plannedResources,
} from "../../../../../cli/preflight/azure-policy/planned-resources";
import { parametersOf, UNKNOWN } from "../../../../../cli/preflight/azure-policy/policy-values";
import { checkAzurePolicy } from "../../../../../cli/preflight/checks/azure-policy";
import type { AssignedPolicy } from "../../../../../cli/preflight/facts";
import { defaultImage } from "../../../../../cli/preflight/wanted";
import { adoptedId, NOTHING, plan } from "../planned";

const PLANNED: PlannedInputs = {
  plan: plan(),
  location: "westeurope",
  tags: {},
  vmSize: "Standard_B1s",
  image: defaultImage("Standard_B1s"),
  ownImage: undefined,
};
const DISK = "Microsoft.Compute/disks";
/** What the program itself creates: the tags of a disk are not known, so most policies on tags cannot be told with one. */
const ofProgram = (inputs: PlannedInputs) => plannedResources(inputs).filter(({ type }) => type !== DISK);
const TAGGED = ofProgram({ ...PLANNED, tags: { CostCenter: "42" } });
const UNTAGGED = ofProgram(PLANNED);

function policy(
  condition: unknown,
  parameters: Readonly<Record<string, unknown>>,
  change: Partial<AssignedPolicy> = {},
): AssignedPolicy {
  return {
    assignment: "landing zone",
    assignmentId: "/subscriptions/s1/providers/Microsoft.Authorization/policyAssignments/lz",
    policy: "rule",
    mode: "Indexed",
    condition,
    effect: "deny",
    details: undefined,
    parameters: parametersOf(parameters),
    reservation: undefined,
    isOverridden: false,
    ...change,
  };
}

/** The rule of the built-in policy "Require a tag on resources". */
const REQUIRE_TAG = { field: "[concat('tags[', parameters('tagName'), ']')]", exists: "false" };
/** The rule of "Allowed locations". */
const ALLOWED_LOCATIONS = {
  allOf: [
    { field: "location", notIn: "[parameters('listOfAllowedLocations')]" },
    { field: "location", notEquals: "global" },
    { field: "type", notEquals: "Microsoft.AzureActiveDirectory/b2cDirectories" },
  ],
};
/** The rule of "Allowed virtual machine size SKUs". */
const ALLOWED_SIZES = {
  allOf: [
    { field: "type", equals: "Microsoft.Compute/virtualMachines" },
    { not: { field: "Microsoft.Compute/virtualMachines/sku.name", in: "[parameters('listOfAllowedSKUs')]" } },
  ],
};

function check(
  assigned: readonly AssignedPolicy[],
  resources: readonly PlannedResource[] = UNTAGGED,
  unread: readonly string[] = [],
) {
  return checkAzurePolicy([{ facts: { value: { policies: assigned, unread } }, resources }]);
}

/** The built-in policies "Inherit a tag from the resource group" and "… if missing", and others of their kind. */
function modify(condition: unknown, change: Partial<AssignedPolicy> = {}, ...operations: readonly object[]) {
  const details = {
    operations:
      operations.length > 0
        ? operations
        : [
            {
              operation: "addOrReplace",
              field: "[concat('tags[', parameters('tagName'), ']')]",
              value: "[resourceGroup().tags[parameters('tagName')]]",
            },
          ],
  };
  return policy(
    condition,
    { tagName: "CostCenter" },
    { effect: "modify", policy: "inherit", details, ...change },
  );
}
const IF_MISSING = { field: "tags['CostCenter']", exists: "false" };
const IF_OTHER = { field: "tags['CostCenter']", notEquals: "[resourceGroup().tags['CostCenter']]" };
const DEMAND_TAG = policy(REQUIRE_TAG, { tagName: "CostCenter" });
const DEMAND_VALUE = policy({ field: "tags['CostCenter']", notEquals: "42" }, {});

describe("the check of Azure Policy", () => {
  const cases: [string, AssignedPolicy, readonly PlannedResource[], string][] = [
    ["a tag that is missing", policy(REQUIRE_TAG, { tagName: "CostCenter" }), UNTAGGED, "wrong"],
    ["a tag that is there, in other case", policy(REQUIRE_TAG, { tagName: "costcenter" }), TAGGED, "ok"],
    [
      "a region that is allowed",
      policy(ALLOWED_LOCATIONS, { listOfAllowedLocations: ["WestEurope"] }),
      UNTAGGED,
      "ok",
    ],
    [
      "a region that is allowed by its display name",
      policy(ALLOWED_LOCATIONS, { listOfAllowedLocations: ["North Europe", "West Europe"] }),
      UNTAGGED,
      "ok",
    ],
    [
      "a region that is not allowed",
      policy(ALLOWED_LOCATIONS, { listOfAllowedLocations: ["uksouth"] }),
      UNTAGGED,
      "wrong",
    ],
    [
      "a size that is allowed",
      policy(ALLOWED_SIZES, { listOfAllowedSKUs: ["standard_b1s"] }),
      UNTAGGED,
      "ok",
    ],
    [
      "a size that is not allowed",
      policy(ALLOWED_SIZES, { listOfAllowedSKUs: ["Standard_D2s_v5"] }),
      UNTAGGED,
      "wrong",
    ],
    [
      "a policy that only audits",
      policy(REQUIRE_TAG, { tagName: "x", effect: "Audit" }, { effect: "[parameters('effect')]" }),
      UNTAGGED,
      "ok",
    ],
    [
      "a policy that denies by a parameter",
      policy(REQUIRE_TAG, { tagName: "x", effect: "Deny" }, { effect: "[parameters('effect')]" }),
      UNTAGGED,
      "wrong",
    ],
    [
      "a property that is known in the update only",
      policy({ field: "Microsoft.Compute/virtualMachines/osProfile.x", equals: "y" }, {}),
      UNTAGGED,
      "cannot tell",
    ],
    [
      "a property of a type that is not created",
      policy({ field: "Microsoft.Storage/storageAccounts/sku.name", equals: "y" }, {}),
      UNTAGGED,
      "ok",
    ],
    [
      "a function that is not read",
      policy({ value: "[utcNow()]", less: "2030" }, {}),
      UNTAGGED,
      "cannot tell",
    ],
    [
      "a function that is not read beside a condition that decides",
      policy(
        {
          allOf: [
            { value: "[utcNow()]", less: "2030" },
            { field: "type", like: "Microsoft.Sql/*" },
          ],
        },
        {},
      ),
      UNTAGGED,
      "ok",
    ],
    ["a parameter that nobody set", policy(REQUIRE_TAG, { tagName: UNKNOWN }), UNTAGGED, "cannot tell"],
    [
      "an exemption",
      policy(REQUIRE_TAG, { tagName: "CostCenter" }, { reservation: "has an exemption" }),
      UNTAGGED,
      "cannot tell",
    ],
    [
      "an effect that the assignment may override",
      policy(REQUIRE_TAG, { tagName: "CostCenter" }, { effect: "audit", isOverridden: true }),
      UNTAGGED,
      "cannot tell",
    ],
    [
      "an effect that does not deny",
      policy(REQUIRE_TAG, { tagName: "CostCenter" }, { effect: "audit" }),
      UNTAGGED,
      "ok",
    ],
    [
      "a mode about the inside of clusters",
      policy(REQUIRE_TAG, { tagName: "x" }, { mode: "Microsoft.Kubernetes.Data" }),
      UNTAGGED,
      "ok",
    ],
    [
      "a tag of resource groups, which the mode Indexed does not look at",
      policy({ ...REQUIRE_TAG, field: "tags['x']" }, {}, { mode: "Indexed" }),
      UNTAGGED.filter(({ isIndexed }) => !isIndexed),
      "ok",
    ],
    [
      "a tag of resource groups in the mode All",
      policy({ ...REQUIRE_TAG, field: "tags['x']" }, {}, { mode: "All" }),
      UNTAGGED.filter(({ isIndexed }) => !isIndexed),
      "wrong",
    ],
  ];
  for (const [title, assigned, resources, outcome] of cases) {
    it(`is ${outcome} for ${title}`, () => {
      assert.equal(check([assigned], resources).outcome, outcome);
    });
  }

  it("names policy, assignment, and resources", () => {
    const assigned = policy(ALLOWED_SIZES, { listOfAllowedSKUs: [] }, { policy: "Allowed sizes" });
    assert.deepEqual(check([assigned]), {
      id: "azure-policy",
      title: "Azure Policy",
      outcome: "wrong",
      found: '"Allowed sizes" of the assignment "landing zone" denies virtualMachines',
      expected: "no policy that denies what the federation creates",
      fix: [
        "az policy assignment show --name lz --scope /subscriptions/s1",
        "# Set azureTags, location, and size as it demands, and repeat with --tag; or ask its owner for an exemption.",
      ].join("\n"),
    });
  });

  it("looks at the disk that Azure creates with a VM: its type and region are known, its tags and properties are not", () => {
    const onDisks = (more: object): AssignedPolicy =>
      policy({ allOf: [{ field: "type", equals: DISK }, more] }, {});
    const all = plannedResources({ ...PLANNED, tags: { CostCenter: "42" } });
    const outcome = (assigned: AssignedPolicy, resources = all) => check([assigned], resources).outcome;
    const anyDisk = onDisks({ field: "location", exists: "true" });
    assert.equal(outcome(anyDisk), "wrong");
    assert.match(check([anyDisk], all).found, / denies disks$/);
    const known = [...new Set(all.map(({ type }) => type))];
    const types = (allowed: readonly string[]) => policy({ not: { field: "type", in: allowed } }, {});
    assert.equal(outcome(types(known)), "ok");
    assert.equal(outcome(types(known.filter((type) => type !== DISK))), "wrong");
    assert.equal(outcome(onDisks({ field: "location", notIn: ["westeurope"] })), "ok");
    assert.equal(outcome(onDisks({ field: "location", notIn: ["uksouth"] })), "wrong");
    assert.equal(outcome(onDisks({ field: "tags['CostCenter']", exists: "false" })), "cannot tell");
    assert.equal(outcome(onDisks({ field: "tags", exists: "false" })), "cannot tell");
    assert.equal(outcome(onDisks({ field: `${DISK}/sku.name`, equals: "Premium_LRS" })), "cannot tell");
    assert.equal(outcome(DEMAND_TAG), "cannot tell");
    const adopted = { ...NOTHING, virtualMachines: [adoptedId("Microsoft.Compute/virtualMachines", "vm1")] };
    const withoutVm = plannedResources({ ...PLANNED, plan: plan({ vmCount: 0, adopted }) });
    assert.equal(outcome(anyDisk, withoutVm), "ok");
  });

  it("cannot tell of the build latest, by either name of its version", () => {
    for (const field of [
      "Microsoft.Compute/imageVersion",
      "Microsoft.Compute/virtualMachines/imageVersion",
    ]) {
      assert.equal(check([policy({ field, equals: "latest" }, {})]).outcome, "cannot tell");
    }
  });

  it("demands nothing of a resource group that is adopted", () => {
    const onGroups = policy(
      {
        allOf: [
          { field: "type", equals: "Microsoft.Resources/subscriptions/resourceGroups" },
          { field: "tags.x", exists: false },
        ],
      },
      {},
      { mode: "All" },
    );
    assert.equal(check([onGroups]).outcome, "wrong");
    const adopting = plannedResources({ ...PLANNED, plan: plan({ resourceGroup: "rg" }) });
    assert.equal(check([onGroups], adopting).outcome, "ok");
  });

  const ORDER: [string, readonly AssignedPolicy[], readonly PlannedResource[], string][] = [
    ["a missing tag without the policy that adds it", [DEMAND_TAG], UNTAGGED, "wrong"],
    ["a missing tag that a policy adds", [DEMAND_TAG, modify(IF_MISSING)], UNTAGGED, "cannot tell"],
    [
      "a tag that is there, and that a policy only adds if it is missing",
      [DEMAND_TAG, modify(IF_MISSING)],
      TAGGED,
      "ok",
    ],
    ["a tag that is there, and that a policy may change", [DEMAND_TAG, modify(IF_OTHER)], TAGGED, "ok"],
    ["a value that a policy may change", [DEMAND_VALUE, modify(IF_OTHER)], TAGGED, "cannot tell"],
    [
      "a tag that is there, and that a policy may remove",
      [DEMAND_TAG, modify(IF_OTHER, {}, { operation: "Remove", field: "tags['CostCenter']" })],
      TAGGED,
      "cannot tell",
    ],
    [
      "a missing tag that a policy adds by append",
      [
        DEMAND_TAG,
        modify(IF_MISSING, { effect: "append", details: [{ field: "tags.CostCenter", value: "42" }] }),
      ],
      UNTAGGED,
      "cannot tell",
    ],
    [
      "a missing tag, and a policy that adds another one",
      [DEMAND_TAG, modify(IF_MISSING, {}, { operation: "add", field: "tags['Owner']", value: "x" })],
      UNTAGGED,
      "wrong",
    ],
    [
      "a missing tag, and a policy that adds it to other types",
      [DEMAND_TAG, modify({ field: "type", equals: "Microsoft.Storage/storageAccounts" })],
      UNTAGGED,
      "wrong",
    ],
    [
      "a missing tag, and a policy that is only audited or disabled instead of adding it",
      [
        DEMAND_TAG,
        modify(IF_MISSING, { effect: "disabled" }),
        modify(IF_MISSING, { effect: "auditIfNotExists" }),
      ],
      UNTAGGED,
      "wrong",
    ],
    [
      "a missing tag, and a policy that may add it by an override",
      [DEMAND_TAG, modify(IF_MISSING, { effect: "audit", isOverridden: true })],
      UNTAGGED,
      "cannot tell",
    ],
    [
      "a missing tag that a policy with an exemption may add",
      [DEMAND_TAG, modify(IF_MISSING, { reservation: "has an exemption" })],
      UNTAGGED,
      "cannot tell",
    ],
    [
      "a missing tag, and a policy that does not say which tag it adds",
      [DEMAND_TAG, modify(IF_MISSING, {}, { operation: "add", field: "[parameters('gone')]", value: "x" })],
      UNTAGGED,
      "cannot tell",
    ],
    [
      "a missing tag that a policy adds once another one has added its own",
      [
        DEMAND_TAG,
        modify(
          { field: "tags['Owner']", exists: "true" },
          {},
          { operation: "add", field: "tags['CostCenter']", value: "42" },
        ),
        modify(IF_MISSING, {}, { operation: "add", field: "tags['Owner']", value: "x" }),
      ],
      UNTAGGED,
      "cannot tell",
    ],
    [
      "a region that is not allowed, whatever policies change: none changes a region",
      [
        policy(ALLOWED_LOCATIONS, { listOfAllowedLocations: ["uksouth"] }),
        modify(IF_MISSING, {}, { operation: "addOrReplace", field: "[parameters('gone')]", value: "x" }),
      ],
      UNTAGGED,
      "wrong",
    ],
    [
      "a tag with another value than the one that is appended, which is a denial",
      [
        modify(
          { field: "type", like: "Microsoft.*" },
          { effect: "append", details: [{ field: "tags.CostCenter", value: "7" }] },
        ),
      ],
      TAGGED,
      "wrong",
    ],
    [
      "a tag with the very value that is appended",
      [
        modify(
          { field: "type", like: "Microsoft.*" },
          { effect: "append", details: [{ field: "tags.CostCenter", value: "42" }] },
        ),
      ],
      TAGGED,
      "ok",
    ],
    [
      "a value that is there, and that a policy would only append",
      [
        DEMAND_VALUE,
        modify(
          { field: "type", like: "Microsoft.*" },
          { effect: "append", details: [{ field: "tags.CostCenter", value: "42" }] },
        ),
      ],
      TAGGED,
      "ok",
    ],
    [
      "two policies that change the same tag, which Azure may deny as a conflict",
      [modify(IF_MISSING), modify(IF_MISSING, { policy: "other" })],
      UNTAGGED,
      "cannot tell",
    ],
    ["a policy that adds a tag, and nothing else", [modify(IF_MISSING)], UNTAGGED, "ok"],
  ];
  for (const [title, assigned, resources, outcome] of ORDER) {
    it(`is ${outcome} for ${title}`, () => {
      assert.equal(check(assigned, resources).outcome, outcome);
      assert.equal(check([...assigned].reverse(), resources).outcome, outcome);
    });
  }

  it("names the policy that alters the request before another one denies it", () => {
    const onMachines = {
      allOf: [{ field: "type", equals: "Microsoft.Compute/virtualMachines" }, REQUIRE_TAG],
    };
    const { found } = check([policy(onMachines, { tagName: "CostCenter" }), modify(IF_MISSING)]);
    assert.equal(
      found,
      '"rule" of the assignment "landing zone" denies virtualMachines, unless "inherit" of the assignment "landing zone" alters the request first',
    );
  });

  it("cannot tell of a missing tag while a policy cannot be read, which may add it", () => {
    assert.equal(check([DEMAND_TAG], UNTAGGED, ["a policy"]).outcome, "cannot tell");
    const region = policy(ALLOWED_LOCATIONS, { listOfAllowedLocations: ["uksouth"] });
    assert.equal(check([region], UNTAGGED, ["a policy"]).outcome, "wrong");
  });

  const version = { field: "Microsoft.Compute/imageVersion", notLike: "24.04.*" };
  const ALIASES: [string, unknown, Partial<PlannedInputs>, string][] = [
    ["an alias of two segments that the plan does not tell", version, {}, "cannot tell"],
    [
      "an alias of two segments that must have a value",
      { field: "Microsoft.Compute/licenseType", equals: "RHEL_BYOS" },
      {},
      "cannot tell",
    ],
    [
      "an alias of two segments that the plan tells",
      { allOf: [{ field: "type", equals: "Microsoft.Compute/virtualMachines" }, version] },
      { image: { ...defaultImage("x"), version: "24.04.1" } },
      "ok",
    ],
    [
      "an alias of two segments in a namespace that is not created",
      { field: "Microsoft.Sql/licenseType", equals: "x" },
      {},
      "ok",
    ],
    [
      "an alias of another type that may not be there",
      { field: "Microsoft.Storage/storageAccounts/allowBlobPublicAccess", notEquals: "false" },
      {},
      "cannot tell",
    ],
    [
      "an alias of another type that may not be there, by a negation",
      { not: { field: "Microsoft.Storage/storageAccounts/sku.name", in: ["x"] } },
      {},
      "cannot tell",
    ],
    [
      "the publisher of the marketplace, with an image of one's own",
      {
        allOf: [
          { field: "type", equals: "Microsoft.Compute/virtualMachines" },
          { field: "Microsoft.Compute/imagePublisher", notIn: ["Canonical"] },
        ],
      },
      { ownImage: adoptedId("Microsoft.Compute/images", "golden") },
      "cannot tell",
    ],
    ["resources without any tag", { field: "tags", exists: "false" }, {}, "wrong"],
    ["resources with a tag", { field: "tags", exists: "false" }, { tags: { x: "y" } }, "ok"],
    [
      "a tag without text, of which nobody says whether it exists",
      { field: "tags['x']", exists: "false" },
      { tags: { x: "" } },
      "cannot tell",
    ],
  ];
  for (const [title, condition, change, outcome] of ALIASES) {
    it(`is ${outcome} for ${title}`, () => {
      assert.equal(check([policy(condition, {})], ofProgram({ ...PLANNED, ...change })).outcome, outcome);
    });
  }

  it("demands nothing of what is adopted", () => {
    const forbidden = (type: string) => policy({ field: "type", equals: type }, {}, { mode: "All" });
    const outcome = (type: string, adopted: Partial<Adopted>, vmCount = 1) =>
      check(
        [forbidden(type)],
        plannedResources({ ...PLANNED, plan: plan({ vmCount, adopted: { ...NOTHING, ...adopted } }) }),
      ).outcome;
    const subnet = adoptedId("Microsoft.Network/virtualNetworks/subnets", "hub", "workloads");
    const gateway = adoptedId("Microsoft.Network/natGateways", "nat");
    const identity = adoptedId("Microsoft.ManagedIdentity/userAssignedIdentities", "orders");
    const cases: [string, Partial<Adopted>][] = [
      ["Microsoft.Network/publicIPAddresses", { subnets: [subnet] }],
      ["Microsoft.Network/virtualNetworks", { subnets: [subnet] }],
      ["Microsoft.Network/virtualNetworks/subnets", { subnets: [subnet] }],
      ["Microsoft.Network/networkSecurityGroups", { subnets: [subnet] }],
      ["Microsoft.Network/publicIPAddresses", { natGateways: [gateway] }],
      ["Microsoft.Network/natGateways", { natGateways: [gateway] }],
      ["Microsoft.ManagedIdentity/userAssignedIdentities", { identities: [identity] }],
    ];
    for (const [type, adopted] of cases) {
      assert.deepEqual([outcome(type, {}), outcome(type, adopted)], ["wrong", "ok"], type);
    }
    assert.equal(outcome("Microsoft.Network/networkInterfaces", { subnets: [subnet] }), "wrong");
    assert.equal(outcome("Microsoft.Network/natGateways", { natGateways: [gateway] }, 2), "wrong");
    assert.equal(
      outcome("Microsoft.ManagedIdentity/userAssignedIdentities", { identities: [identity] }, 2),
      "wrong",
    );
  });

  it("judges the Run Commands on an existing VM by the policies of its own group", () => {
    const denial = policy({ field: "type", like: "*/runCommands" }, {});
    const facts = { value: { policies: [denial], unread: [] } };
    const ofMachine = { facts, resources: plannedOnMachine("westeurope", {}) };
    assert.equal(checkAzurePolicy([ofMachine]).outcome, "wrong");
    assert.equal(checkAzurePolicy([{ facts, resources: [] }, ofMachine]).outcome, "wrong");
    assert.equal(checkAzurePolicy([]).outcome, "ok");
  });

  it("cannot tell what could not be read", () => {
    assert.equal(
      checkAzurePolicy([{ facts: { refused: "403" }, resources: UNTAGGED }]).outcome,
      "cannot tell",
    );
    const { outcome, found } = check([], UNTAGGED, ["a policy"]);
    assert.deepEqual([outcome, found], ["cannot tell", "a policy cannot be read"]);
  });
});
