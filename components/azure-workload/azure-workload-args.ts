import type * as pulumi from "@pulumi/pulumi";
import { ARGUMENTS } from "../../messages";
import { ifGiven, needed, optional, text, unless } from "../arguments/argument-kinds";
import { argumentTable, type CheckedBy } from "../arguments/argument-table";
import { isGiven } from "../arguments/inputs";
import { armId, location, resourceGroupName } from "../arguments/rules/azure";
import { assignableContract, contractWorkloadName, IN_CONTRACT } from "../arguments/rules/contract";
import { guid } from "../arguments/rules/entra";
import { azureTags } from "../arguments/tags";

/** What the identity of a workload is made of, or which existing one is taken. */
export interface AzureWorkloadArgs {
  /** The resource group that holds the identity. Needed unless `identityId` names one that exists. */
  resourceGroupName?: pulumi.Input<string | undefined>;
  /**
   * The Azure region, such as `westeurope`. Default: that of the `azure-native` provider; without one,
   * the resource group's.
   */
  location?: pulumi.Input<string | undefined>;
  /** Tags of the identity. Default: none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /**
   * The resource ID of an existing user-assigned managed identity. It is read, never owned; only its assignment to the
   * app role is declared. Whether it is given must be plain. Default: an identity of its own is created.
   */
  identityId?: pulumi.Input<string | undefined>;
  /**
   * The object ID of the service principal whose audience the workload asks tokens for (`EntraAudience`). Needed, with
   * `appRoleId`, unless `contract` says it.
   */
  servicePrincipalObjectId?: pulumi.Input<string | undefined>;
  /**
   * The ID of the app role to assign (`EntraAudience`). Needed, with `servicePrincipalObjectId`, unless `contract` says
   * it.
   */
  appRoleId?: pulumi.Input<string | undefined>;
  /**
   * The federation contract as JSON text, in place of `servicePrincipalObjectId` and `appRoleId`: what another stack
   * exports from `EntraAudience`, or from another `AzureWorkload` to add this workload to the same contract. Whether it
   * is given must be plain.
   */
  contract?: pulumi.Input<string | undefined>;
  /**
   * The name of the workload in the contract: 1 to 64 letters, digits, dots, underscores or hyphens. Only with
   * `contract`. Default: the name of the component.
   */
  workloadName?: pulumi.Input<string | undefined>;
}

const adopts = ({ identityId }: AzureWorkloadArgs): boolean => isGiven(identityId);
const hasContract = ({ contract }: AzureWorkloadArgs): boolean => isGiven(contract);

const NEVER_CHANGED = ARGUMENTS.say(
  "argument-excluded",
  "identityId",
  "an existing identity is never changed",
);
const OR_IDENTITY = "Set it, or identityId instead";
const OR_CONTRACT = "Set it, or contract instead";

/** The arguments of {@link AzureWorkloadArgs}. */
export const AZURE_WORKLOAD = argumentTable<AzureWorkloadArgs>()(
  {
    resourceGroupName: unless(adopts, NEVER_CHANGED, needed(text(resourceGroupName), OR_IDENTITY)),
    location: unless(adopts, NEVER_CHANGED, optional(text(location))),
    tags: unless(adopts, NEVER_CHANGED, azureTags),
    identityId: ifGiven(text(armId("Microsoft.ManagedIdentity/userAssignedIdentities"))),
    servicePrincipalObjectId: unless(hasContract, IN_CONTRACT, needed(text(guid), OR_CONTRACT)),
    appRoleId: unless(hasContract, IN_CONTRACT, needed(text(guid), OR_CONTRACT)),
    contract: ifGiven(text(assignableContract)),
    workloadName: unless(
      (all: AzureWorkloadArgs) => !hasContract(all),
      ARGUMENTS.say("argument-requires", "contract", "it is the name of the workload in the contract"),
      optional(text(contractWorkloadName)),
    ),
  },
  (checks, args) => {
    if (hasContract(args) && !isGiven(args.workloadName)) {
      checks.checkName(contractWorkloadName);
    }
  },
);

/** Arguments of {@link AzureWorkloadArgs} that passed the checks. */
export type CheckedAzureWorkloadArgs = CheckedBy<typeof AZURE_WORKLOAD>;
