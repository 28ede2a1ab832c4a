import { getUserAssignedIdentity } from "@pulumi/azure-native/managedidentity/getUserAssignedIdentity";
import * as pulumi from "@pulumi/pulumi";
import { quoteWord } from "../../credential-helper/shell-quote";
import { coded, ENTRA } from "../../messages";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { armIdParts } from "../arguments/rules/azure";
import { readOrProblem } from "../pulumi/provider-answers";

/** A user-assigned managed identity. */
export interface Identity {
  /** The resource ID. */
  readonly id: pulumi.Output<string>;
  readonly principalId: pulumi.Output<string>;
  readonly clientId: pulumi.Output<string>;
  /** The tenant that issues its tokens. */
  readonly tenantId: pulumi.Output<string>;
}

/**
 * Reads an existing user-assigned managed identity. If it cannot be read, the preview fails, provided that its ID is known.
 *
 * @param paths - Where problems are reported.
 * @param parent - The component, whose `azure-native` provider reads.
 * @param identityId - The resource ID, checked.
 */
export function adoptIdentity(
  paths: ArgumentPaths,
  parent: pulumi.Resource,
  identityId: pulumi.Input<string>,
): Identity {
  const path = "identityId";
  const read = pulumi.output(identityId).apply(async (id) => {
    const { resourceGroupName, names } = armIdParts(id);
    const [resourceName = ""] = names;
    const { value, problem } = await readOrProblem(
      getUserAssignedIdentity({ resourceGroupName, resourceName }, { parent }),
      {
        path,
        refused: (providerError) =>
          coded(
            "identity-unreadable",
            `cannot read identity ${JSON.stringify(id)}. Expected one in the subscription of the azure-native provider (provider error: ${providerError})`,
            `Check it: az identity show --ids ${quoteWord(id)}`,
          ),
      },
    );
    if (problem !== undefined) {
      return failLate(paths, [problem]);
    }
    // A preview that configures the azure-native provider itself cannot ask it yet.
    if (value?.principalId === undefined) {
      return pulumi.unknown as never;
    }
    if (value.id.toLowerCase() === id.toLowerCase()) {
      return { ...value, id };
    }
    // The provider looks in its own subscription only.
    const message = ENTRA.say("resource-in-other-subscription", "an identity", value.id, id);
    return failLate(paths, [{ path, ...message }]);
  });
  return { id: read.id, principalId: read.principalId, clientId: read.clientId, tenantId: read.tenantId };
}
