import { getResourceGroup } from "@pulumi/azure-native/resources/getResourceGroup";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup";
import * as pulumi from "@pulumi/pulumi";
import { coded } from "../../messages";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { withDefault } from "../arguments/inputs";
import type { ChildOptions } from "../pulumi/component";
import { readOrProblem } from "../pulumi/provider-answers";
import type { CheckedFederationArgs } from "./azure-to-aws-federation-args";

/** Where the federation creates resources in Azure. */
export interface AzurePlace {
  readonly resourceGroupName: pulumi.Output<string>;
  readonly location: pulumi.Output<string>;
}

/**
 * The resource group of a federation: an existing one, or a new one. There is none if the federation adopts all identities
 * and VMs, because it then creates nothing in a resource group.
 *
 * @param paths - Where problems of the federation are reported.
 */
export function azurePlace(
  paths: ArgumentPaths,
  { resourceGroupName, location, azureTags, workloads }: CheckedFederationArgs,
  options: ChildOptions,
): AzurePlace | undefined {
  if (resourceGroupName !== undefined) {
    return existingPlace(paths, resourceGroupName, location, options.parent);
  }
  const isNeeded = workloads.some(
    ([, { identityId, virtualMachine }]) => identityId === undefined || virtualMachine !== undefined,
  );
  if (!isNeeded) {
    return undefined;
  }
  const tags = azureTags === undefined ? {} : { tags: azureTags };
  const group = new ResourceGroup(`${paths.name}-group`, { location, ...tags }, options);
  return { resourceGroupName: group.name, location: group.location };
}

/** Reads the group, so that the preview reports a missing one. */
function existingPlace(
  paths: ArgumentPaths,
  given: pulumi.Input<string>,
  location: pulumi.Input<string | undefined>,
  parent: pulumi.Resource,
): AzurePlace {
  const found = pulumi.output(given).apply(async (resourceGroupName) => {
    const read = await readOrProblem(getResourceGroup({ resourceGroupName }, { parent }), {
      path: "resourceGroupName",
      refused: (providerError) =>
        coded(
          "resource-group-unreadable",
          `cannot read resource group ${JSON.stringify(resourceGroupName)} (provider error: ${providerError})`,
          "Omit the argument to create one, or list the existing ones: az group list --query [].name",
        ),
    });
    if (read.problem !== undefined) {
      return failLate(paths, [read.problem]);
    }
    // A preview that configures the provider itself cannot ask it yet.
    return { resourceGroupName, location: (read.value?.location ?? pulumi.unknown) as string };
  });
  return {
    resourceGroupName: found.resourceGroupName,
    location: withDefault(location, () => found.location),
  };
}
