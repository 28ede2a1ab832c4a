/** What every component does with its children and its messages. */
import * as pulumi from "@pulumi/pulumi";
import { type Message, withCode } from "../../messages";
import { withoutSecrets } from "../arguments/secret-values";

/** The options of a component's child; they fit custom resources and components alike. */
export interface ChildOptions {
  readonly parent: pulumi.ComponentResource;
  readonly customTimeouts?: pulumi.CustomTimeouts;
}

/**
 * The options that every child of a component is registered with. Providers, `protect`, `aliases`, transforms,
 * `retainOnDelete` and `deletedWith` reach children by themselves; `customTimeouts` do not, and on the component alone
 * they would change nothing.
 *
 * @param parent - The component.
 * @param opts - The options that the component was declared with.
 */
export function childOptions(
  parent: pulumi.ComponentResource,
  opts: pulumi.ComponentResourceOptions | undefined,
): ChildOptions {
  const customTimeouts = opts?.customTimeouts;
  return customTimeouts === undefined ? { parent } : { parent, customTimeouts };
}

/** Warns at a resource, in preview and update, with the message's code. Known secrets are hidden. */
export async function warn(message: Message, resource: pulumi.Resource): Promise<void> {
  await pulumi.log.warn(withoutSecrets(withCode(message)), resource);
}
