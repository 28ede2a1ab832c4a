import { getVirtualMachine } from "@pulumi/azure-native/compute/getVirtualMachine";
import * as pulumi from "@pulumi/pulumi";
import { INSTALLATION, type Message } from "../../messages";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { warn } from "../pulumi/component";
import { readOrProblem } from "../pulumi/provider-answers";

/** A VM, and the identities that it should have. */
export interface ExpectedIdentities {
  readonly resourceGroupName: pulumi.Input<string>;
  readonly vmName: pulumi.Input<string>;
  readonly identityIds: pulumi.Input<pulumi.Input<string>[] | undefined>;
}

/**
 * Warns about identities that a VM lacks, with the command that attaches them. It attaches nothing, because Pulumi would have
 * to own the VM.
 *
 * @returns Whether the VM has all of them; also true if a preview cannot ask yet.
 * @param paths - Where problems are reported.
 * @param parent - The component, whose `azure-native` provider reads.
 */
export function hasIdentities(
  paths: ArgumentPaths,
  parent: pulumi.Resource,
  expected: ExpectedIdentities,
): pulumi.Output<boolean> {
  return pulumi.output(expected).apply<boolean>(async ({ resourceGroupName, vmName, identityIds }) => {
    const { value, problem } = await readOrProblem(
      getVirtualMachine({ resourceGroupName, vmName }, { parent }),
      {
        path: "vmName",
        refused: (said) => INSTALLATION.say("vm-name-unreadable", vmName, resourceGroupName, said),
      },
    );
    if (problem !== undefined) {
      return failLate(paths, [problem]);
    }
    // A preview that configures the provider itself cannot ask it yet.
    if (value === undefined) {
      return true;
    }
    // ARM compares IDs without case.
    const attached = Object.keys(value.identity?.userAssignedIdentities ?? {}).map((id) => id.toLowerCase());
    const missing = (identityIds ?? []).filter((id) => !attached.includes(id.toLowerCase()));
    if (missing.length > 0) {
      await warn(missingIdentities(missing, resourceGroupName, vmName), parent);
    }
    return missing.length === 0;
  });
}

function missingIdentities(missing: readonly string[], group: string, name: string): Message {
  const quoted = missing.map((id) => `'${id}'`).join(" ");
  const command = `az vm identity assign --resource-group '${group}' --name '${name}' --identities ${quoted}`;
  return INSTALLATION.say("identities-not-attached", name, missing.length, command);
}
