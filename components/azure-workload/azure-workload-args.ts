import type * as pulumi from "@pulumi/pulumi";
import { ARGUMENTS } from "../../messages";
import { ifGiven, needed, optional, text, unless } from "../arguments/argument-kinds";
import { argumentTable, type CheckedBy } from "../arguments/argument-table";
import { azureTags } from "../arguments/azure-tags";
import { isGiven } from "../arguments/inputs";
import { armId, location, resourceGroupName } from "../arguments/rules/azure";
import { assignableContract, contractWorkloadName, IN_CONTRACT } from "../arguments/rules/contract";
import { guid } from "../arguments/rules/entra";

/** Arguments of `AzureWorkload`: a new identity for a workload, or an existing one. */
export interface AzureWorkloadArgs {
  /** The resource group of the identity. Required unless `identityId` is given, which excludes it. */
  resourceGroupName?: pulumi.Input<string | undefined>;
  /**
   * The Azure region, such as `westeurope`. Excludes `identityId`. Default: the region of the `azure-native` provider, or
   * of the resource group if the provider has none.
   */
  location?: pulumi.Input<string | undefined>;
  /** Tags for the identity; at most 50. Excludes `identityId`. Default: none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /**
   * The resource ID of an existing user-assigned managed identity. The component reads the identity and never owns it; it
   * only assigns it to the app role. An Output counts as given, so it must resolve to a value. Default: a new identity.
   */
  identityId?: pulumi.Input<string | undefined>;
  /**
   * The object ID of the service principal for whose audience the workload requests tokens: an output of `EntraAudience`.
   * Required unless `contract` is given, which excludes it.
   */
  servicePrincipalObjectId?: pulumi.Input<string | undefined>;
  /**
   * The ID of the app role to assign: an output of `EntraAudience`. Required unless `contract` is given, which excludes it.
   */
  appRoleId?: pulumi.Input<string | undefined>;
  /**
   * The federation contract as JSON text, in place of `servicePrincipalObjectId` and `appRoleId`. Use the contract that
   * another stack exports from `EntraAudience`. Use the contract of another `AzureWorkload` to add this workload to it. An
   * Output counts as given, so it must resolve to a value. Default: none.
   */
  contract?: pulumi.Input<string | undefined>;
  /**
   * The name of the workload in the contract: 1 to 64 letters, digits, periods, underscores, or hyphens. Requires
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
