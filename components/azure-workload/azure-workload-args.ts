import * as pulumi from "@pulumi/pulumi";
import { contractWorkloadNameProblems } from "../../trust";
import type { ArgumentChecks } from "../arguments/argument-checks";
import type { Rule } from "../arguments/argument-rule";
import { isGiven } from "../arguments/inputs";
import { armId, location, resourceGroupName } from "../arguments/rules/azure";
import { assignableContract } from "../arguments/rules/contract";
import { guid } from "../arguments/rules/entra";
import { checkAzureTags } from "../arguments/tags";
import { assignmentOf } from "./workload-contract";

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

/** Every argument of {@link AzureWorkloadArgs}. */
export const AZURE_WORKLOAD_KEYS = [
  "resourceGroupName",
  "location",
  "tags",
  "identityId",
  "servicePrincipalObjectId",
  "appRoleId",
  "contract",
  "workloadName",
] as const satisfies readonly (keyof AzureWorkloadArgs)[];

const IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities";

/** Arguments that passed the checks. */
export interface CheckedAzureWorkload {
  /** Set unless an identity is adopted. */
  readonly resourceGroupName: pulumi.Input<string>;
  readonly location: pulumi.Input<string | undefined>;
  readonly tags: AzureWorkloadArgs["tags"];
  /** Set if an identity is adopted. */
  readonly adoptedId: pulumi.Input<string> | undefined;
  readonly servicePrincipalObjectId: pulumi.Input<string>;
  readonly appRoleId: pulumi.Input<string>;
  readonly contract: pulumi.Input<string> | undefined;
  readonly workloadName: pulumi.Input<string | undefined>;
}

type CheckedIdentity = Pick<CheckedAzureWorkload, "resourceGroupName" | "location" | "tags" | "adoptedId">;
type CheckedAssignment = Omit<CheckedAzureWorkload, keyof CheckedIdentity>;

/**
 * Checks the arguments and returns them gated; what the contract says stands in the place of the arguments that it
 * replaces.
 *
 * @param name - The name of the component, which is that of the workload by default.
 */
export function checkAzureWorkloadArgs(
  checks: ArgumentChecks,
  name: string,
  args: AzureWorkloadArgs,
): CheckedAzureWorkload {
  return { ...checkIdentity(checks, args), ...checkAssignment(checks, name, args) };
}

function checkIdentity(checks: ArgumentChecks, args: AzureWorkloadArgs): CheckedIdentity {
  const { identityId } = args;
  if (isGiven(identityId)) {
    mustBeLeftOut(
      checks,
      args,
      ["resourceGroupName", "location", "tags"],
      "with identityId: an existing identity is never changed",
    );
    const adoptedId = checks.text("identityId", identityId as pulumi.Input<string>, armId(IDENTITY));
    return { resourceGroupName: "", location: undefined, tags: undefined, adoptedId };
  }
  return {
    resourceGroupName: needed(checks, args, "resourceGroupName", resourceGroupName, "identityId"),
    location: checks.optionalText("location", args.location, location),
    tags: checkAzureTags(checks, "tags", args.tags),
    adoptedId: undefined,
  };
}

function checkAssignment(checks: ArgumentChecks, name: string, args: AzureWorkloadArgs): CheckedAssignment {
  if (!isGiven(args.contract)) {
    mustBeLeftOut(checks, args, ["workloadName"], "without contract: it is the name that stands there");
    return {
      servicePrincipalObjectId: needed(checks, args, "servicePrincipalObjectId", guid, "contract"),
      appRoleId: needed(checks, args, "appRoleId", guid, "contract"),
      contract: undefined,
      workloadName: undefined,
    };
  }
  mustBeLeftOut(checks, args, ["servicePrincipalObjectId", "appRoleId"], "with contract, which says it");
  const given = args.contract as pulumi.Input<string>;
  const contract = checks.text("contract", given, assignableContract);
  const workloadName = checks.optionalText("workloadName", args.workloadName, contractWorkloadNameProblems);
  if (!isGiven(args.workloadName)) {
    checks.plain("name", name, contractWorkloadNameProblems);
  }
  // A contract that is wrong is reported at the end of the checks, or never comes out of them.
  const assignment = pulumi.output(contract).apply(assignmentOf);
  return {
    servicePrincipalObjectId: assignment.servicePrincipalObjectId,
    appRoleId: assignment.appRoleId,
    contract,
    workloadName,
  };
}

function needed(
  checks: ArgumentChecks,
  args: AzureWorkloadArgs,
  path: "resourceGroupName" | "servicePrincipalObjectId" | "appRoleId",
  rule: Rule<string>,
  instead: string,
): pulumi.Input<string> {
  const given = args[path];
  if (isGiven(given)) {
    return checks.text(path, given as pulumi.Input<string>, rule);
  }
  checks.report(path, `is missing; give it, or ${instead} in its place`);
  return "";
}

function mustBeLeftOut(
  checks: ArgumentChecks,
  args: AzureWorkloadArgs,
  names: readonly (keyof AzureWorkloadArgs)[],
  when: string,
): void {
  for (const name of names.filter((argument) => isGiven(args[argument]))) {
    checks.report(name, `must be left out ${when}`, args[name]);
  }
}
