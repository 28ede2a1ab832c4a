import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "./arguments/argument-checks";
import { guid } from "./arguments/rules/guid";
import { location } from "./arguments/rules/location";
import { resourceGroupName } from "./arguments/rules/resource-group-name";

/** What the identity of a workload is made of. */
export interface AzureWorkloadArgs {
  /** The resource group that holds the identity. */
  resourceGroupName: pulumi.Input<string>;
  /** The Azure region, such as `westeurope`. Default: the resource group's. */
  location?: pulumi.Input<string | undefined>;
  /** The object ID of the service principal whose audience the workload asks tokens for (`EntraAudience`). */
  servicePrincipalObjectId: pulumi.Input<string>;
  /** The ID of the app role to assign (`EntraAudience`). */
  appRoleId: pulumi.Input<string>;
}

/** Checks the arguments and returns them gated. */
export function checkAzureWorkloadArgs(checks: ArgumentChecks, args: AzureWorkloadArgs): AzureWorkloadArgs {
  return {
    resourceGroupName: checks.text("resourceGroupName", args.resourceGroupName, resourceGroupName),
    location: checks.optionalText("location", args.location, location),
    servicePrincipalObjectId: checks.text("servicePrincipalObjectId", args.servicePrincipalObjectId, guid),
    appRoleId: checks.text("appRoleId", args.appRoleId, guid),
  };
}
