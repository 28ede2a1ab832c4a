/**
 * Rights in Azure that let their holder get a token of an identity.
 *
 * Grade: the names of the operations were checked. Most are in the built-in roles of iann0036/iam-dataset (commit 2073fa52,
 * 2026-08-22), the others in copies of Microsoft's pages on GitHub. What an operation allows is taken from Microsoft's pages, and was
 * not tried in a cloud. Start of a job alone is here because the caller may replace the job's container for one execution.
 * Sources: Microsoft, "Azure permissions" (learn.microsoft.com/azure/role-based-access-control/resource-provider-operations), and the
 * pages that rows name.
 */
export interface ControllingRight {
  /** One of these operations is enough. */
  readonly operations: readonly string[];
  /** Or one of these, which roles have as data actions. */
  readonly dataOperations?: readonly string[];
  /** What it allows, to be read after "They can ". */
  readonly can: string;
}

/** Rights on a user-assigned identity. */
export const IDENTITY_RIGHTS: readonly ControllingRight[] = [
  {
    // Built-in roles have a wildcard before "assign".
    operations: [
      "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
      "Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action",
    ],
    // Microsoft, "Manage user-assigned managed identities": assigning needs the right on the resource too.
    can: "attach the identity to a resource that they can change, and use it there",
  },
  {
    operations: ["Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write"],
    // Microsoft, "Configure a user-assigned managed identity to trust an external identity provider".
    can: "let an external issuer get tokens of the identity",
  },
];

/** Rights on what has an identity, by its type in lower case. */
export const HOLDER_RIGHTS: Readonly<Record<string, readonly ControllingRight[]>> = {
  "microsoft.compute/virtualmachines": [
    {
      operations: [
        "Microsoft.Compute/virtualMachines/runCommand/action",
        "Microsoft.Compute/virtualMachines/runCommands/write",
        "Microsoft.Compute/virtualMachines/extensions/write",
        "Microsoft.Compute/virtualMachines/write",
      ],
      can: "run commands on the virtual machine, and get its tokens",
    },
    {
      operations: [],
      dataOperations: [
        "Microsoft.Compute/virtualMachines/login/action",
        "Microsoft.Compute/virtualMachines/loginAsAdmin/action",
      ],
      can: "sign in to the virtual machine, and get its tokens",
    },
  ],
  "microsoft.compute/virtualmachinescalesets": [
    {
      operations: [
        "Microsoft.Compute/virtualMachineScaleSets/write",
        "Microsoft.Compute/virtualMachineScaleSets/extensions/write",
        "Microsoft.Compute/virtualMachineScaleSets/virtualMachines/runCommand/action",
        "Microsoft.Compute/virtualMachineScaleSets/virtualMachines/runCommands/write",
      ],
      can: "run commands on the machines of the scale set, and get their tokens",
    },
  ],
  "microsoft.web/sites": [
    {
      operations: [
        "Microsoft.Web/sites/write",
        "Microsoft.Web/sites/publish/action",
        "Microsoft.Web/sites/publishxml/action",
        "Microsoft.Web/sites/config/write",
        "Microsoft.Web/sites/functions/write",
        "Microsoft.Web/sites/config/list/action",
      ],
      can: "publish code to the app, and get its tokens",
    },
  ],
  "microsoft.app/containerapps": [
    {
      operations: ["Microsoft.App/containerApps/write", "Microsoft.App/containerApps/exec/action"],
      can: "run code in the container app, and get its tokens",
    },
  ],
  "microsoft.app/jobs": [
    {
      operations: ["Microsoft.App/jobs/write", "Microsoft.App/jobs/start/action"],
      can: "run code in the job, and get its tokens",
    },
  ],
  "microsoft.containerinstance/containergroups": [
    {
      operations: [
        "Microsoft.ContainerInstance/containerGroups/write",
        "Microsoft.ContainerInstance/containerGroups/containers/exec/action",
      ],
      can: "run code in the container group, and get its tokens",
    },
  ],
  "microsoft.containerservice/managedclusters": [
    {
      operations: [
        "Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action",
        "Microsoft.ContainerService/managedClusters/runCommand/action",
        "Microsoft.ContainerService/managedClusters/write",
      ],
      can: "run code in the cluster, and get its tokens",
    },
  ],
  "microsoft.automation/automationaccounts": [
    {
      operations: [
        "Microsoft.Automation/automationAccounts/runbooks/write",
        "Microsoft.Automation/automationAccounts/jobs/write",
      ],
      can: "run a runbook as the automation account",
    },
  ],
  "microsoft.logic/workflows": [
    { operations: ["Microsoft.Logic/workflows/write"], can: "change the workflow, which uses the identity" },
  ],
  "microsoft.datafactory/factories": [
    {
      operations: ["Microsoft.DataFactory/factories/pipelines/write"],
      can: "change the pipelines, which use the identity",
    },
  ],
};

/** The right to change a resource of a type that is not in {@link HOLDER_RIGHTS}: what it runs with its identity, nobody here knows. */
export function rightToChange(type: string): ControllingRight {
  return { operations: [`${type}/write`], can: "change what has the identity, and perhaps get its tokens" };
}

/** The right to give oneself any other. Source: Microsoft, "Assign Azure roles", prerequisites. */
export const GRANTING_RIGHT: ControllingRight = {
  operations: ["Microsoft.Authorization/roleAssignments/write"],
  can: "give themselves every right on it",
};
