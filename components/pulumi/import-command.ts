import type * as pulumi from "@pulumi/pulumi";
import { quoteWord } from "../../credential-helper/shell-quote";
import { whenKnown } from "../arguments/inputs";

/**
 * The command that takes an existing object into the state, as the child of a component that the state already has. Without
 * `--protect=false`, a later `pulumi destroy` would refuse to delete it.
 *
 * @param resource - The type and name of the resource in the program.
 * @param idWord - The ID as the provider reads it, as a word for a shell.
 * @param parent - The component.
 */
export async function importCommand(
  { type, name }: { readonly type: string; readonly name: string },
  idWord: string,
  parent: pulumi.Resource,
): Promise<string> {
  const above: Readonly<Record<string, pulumi.Resource | undefined>> = {
    parent,
    provider: parent.getProvider(type),
  };
  const words = ["pulumi import", type, quoteWord(name), idWord];
  for (const [kind, resource] of Object.entries(above)) {
    if (resource !== undefined) {
      words.push(`--${kind}`, quoteWord(`${kind}=${await whenKnown(resource.urn)}`));
    }
  }
  return [...words, "--protect=false", "--generate-code=false"].join(" ");
}
