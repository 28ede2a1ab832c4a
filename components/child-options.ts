import type * as pulumi from "@pulumi/pulumi";

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
