import assert from "node:assert/strict";
import {
  type PlannedResource,
  plannedResources,
} from "../../../../../cli/preflight/azure-policy/planned-resources";
import { parametersOf, UNKNOWN } from "../../../../../cli/preflight/azure-policy/policy-values";
import { checkAzurePolicy } from "../../../../../cli/preflight/checks/azure-policy";
import type { AssignedPolicy } from "../../../../../cli/preflight/facts";
import { defaultImage } from "../../../../../cli/preflight/wanted";

const PLAN = {
  location: "westeurope",
  tags: {} as Record<string, string>,
  vmSize: "Standard_B1s",
  image: defaultImage("Standard_B1s"),
  resourceGroup: undefined,
};
const TAGGED = plannedResources({ ...PLAN, tags: { CostCenter: "42" } });
const UNTAGGED = plannedResources(PLAN);

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

function check(assigned: readonly AssignedPolicy[], resources: readonly PlannedResource[] = UNTAGGED) {
  return checkAzurePolicy({ value: { policies: assigned, unread: [] } }, resources);
}

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
      outcome: "wrong",
      found: '"Allowed sizes" of the assignment "landing zone" denies virtualMachines',
      expected: "no policy that denies what the federation creates",
      fix: [
        "az policy assignment show --name lz --scope /subscriptions/s1",
        "# Set azureTags, location, and size as it demands, and repeat with --tag; or ask its owner for an exemption.",
      ].join("\n"),
    });
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
    assert.equal(check([onGroups], plannedResources({ ...PLAN, resourceGroup: "rg" })).outcome, "ok");
  });

  it("cannot tell what could not be read", () => {
    assert.equal(checkAzurePolicy({ refused: "403" }, UNTAGGED).outcome, "cannot tell");
    const { outcome, found } = checkAzurePolicy({ value: { policies: [], unread: ["a policy"] } }, UNTAGGED);
    assert.deepEqual([outcome, found], ["cannot tell", "a policy cannot be read"]);
  });
});
