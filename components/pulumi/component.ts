/** How every component registers children and shows warnings. */
import * as pulumi from "@pulumi/pulumi";
import { type Message, withCode } from "../../messages";
import { withoutKnownSecrets } from "../arguments/secret-values";

/** The options of a component's child; they fit custom resources and components alike. */
export interface ChildOptions {
  readonly parent: pulumi.ComponentResource;
  readonly customTimeouts?: pulumi.CustomTimeouts;
}

/**
 * The options of every child of a component. Children inherit providers, `protect`, `aliases`, transforms, `retainOnDelete`,
 * and `deletedWith`. They do not inherit `customTimeouts`, which would have no effect on the component alone.
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
  await pulumi.log.warn(withoutKnownSecrets(withCode(message)), resource);
}
