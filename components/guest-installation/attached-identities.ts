import { getVirtualMachine } from "@pulumi/azure-native/compute/getVirtualMachine";
import * as pulumi from "@pulumi/pulumi";
import { coded, type Message } from "../../messages";
import { INSTALLATION } from "../../messages/installation";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { isPlain, whenKnown } from "../arguments/inputs";
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
 * to own the VM. For an identity that the update creates, the preview says that it must be attached afterwards.
 *
 * @returns Whether the VM has all of them; also true if a preview cannot ask yet, and unknown for an unknown identity.
 * @param paths - Where problems are reported.
 * @param parent - The component, whose `azure-native` provider reads.
 */
export function hasIdentities(
  paths: ArgumentPaths,
  parent: pulumi.Resource,
  { resourceGroupName, vmName, identityIds }: ExpectedIdentities,
): pulumi.Output<boolean> {
  const expected = knownIdentities(identityIds);
  return pulumi.output({ group: resourceGroupName, name: vmName }).apply<boolean>(async ({ group, name }) => {
    const { value, problem } = await readOrProblem(
      getVirtualMachine({ resourceGroupName: group, vmName: name }, { parent }),
      {
        path: "vmName",
        refused: (providerError) =>
          coded(
            "vm-name-unreadable",
            `cannot read VM ${JSON.stringify(name)}. Expected one in resource group ${JSON.stringify(group)} (provider error: ${providerError})`,
            `List them: az vm list --resource-group '${group}' --query [].name`,
          ),
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
    const { ids, unknown } = await expected;
    const missing = ids.filter((id) => !attached.includes(id.toLowerCase()));
    if (missing.length + unknown > 0) {
      await warn(missingIdentities(missing, unknown, group, name), parent);
    }
    return unknown > 0 ? (pulumi.unknown as never) : missing.length === 0;
  });
}

/** Identities whose ID a preview knows, and how many others there are. */
interface KnownIdentities {
  readonly ids: readonly string[];
  readonly unknown: number;
}

async function knownIdentities(identityIds: ExpectedIdentities["identityIds"]): Promise<KnownIdentities> {
  const list = await valueIfKnown(identityIds);
  if (list === UNKNOWN) {
    return { ids: [], unknown: 1 };
  }
  const all = await Promise.all((list ?? []).map(valueIfKnown));
  const ids = all.filter((id) => id !== UNKNOWN);
  return { ids, unknown: all.length - ids.length };
}

const UNKNOWN = Symbol("unknown in this preview");

/** A value, or `UNKNOWN`. A plain list stays as it is, because one unknown member would make all of it unknown. */
async function valueIfKnown<T>(input: pulumi.Input<T>): Promise<T | typeof UNKNOWN> {
  if (isPlain(input)) {
    return input;
  }
  // Every Output has this member, although the declaration of the type leaves it out.
  const output = pulumi.output(input) as unknown as pulumi.Output<T> & { readonly isKnown: Promise<boolean> };
  return (await output.isKnown) ? ((await whenKnown(output)) as T) : UNKNOWN;
}

function missingIdentities(
  missing: readonly string[],
  unknown: number,
  group: string,
  name: string,
): Message {
  const ids = [...missing.map((id) => `'${id}'`), ...Array<string>(unknown).fill("ID")].join(" ");
  const command = `az vm identity assign --resource-group '${group}' --name '${name}' --identities ${ids}`;
  const count = missing.length + unknown;
  return INSTALLATION.say(
    unknown > 0 ? "identities-to-attach" : "identities-not-attached",
    name,
    count,
    command,
  );
}
