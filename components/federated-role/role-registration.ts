import { setTimeout as delay } from "node:timers/promises";
import type { Role } from "@pulumi/aws/iam/role";
import * as pulumi from "@pulumi/pulumi";
import { whenKnown } from "../arguments/inputs";
import { isUpdating } from "../pulumi/engine-support";
import { resourceHook } from "../pulumi/hooks";
import { refuseToOpen } from "./suspended-without-pulumi";

/**
 * How long the update of a role waits for the policy that denies every session, in milliseconds. With
 * `pulumi up --parallel 1` the policy waits in turn for the role.
 */
const CONTAINMENT_FIRST = 10_000;

/** What the engine is about to do with a role, which its hooks see before AWS is asked. */
export class RoleRegistration {
  #inputs: object | undefined;
  #contained: Promise<unknown> = Promise.resolve();
  #tellName: (name: pulumi.Input<string> | undefined) => void = () => undefined;
  readonly #nameBefore = new Promise<pulumi.Input<string> | undefined>((resolve) => {
    this.#tellName = resolve;
  });

  /**
   * The option of the role by which its registration is seen; empty under Pulumi's mocks.
   *
   * @param component - The class and name of the component, as the engine's messages show them.
   * @param parent - The component.
   * @param suspended - Whether the program suspends the role.
   */
  hooks(
    component: string,
    parent: pulumi.Resource,
    suspended: boolean,
  ): Pick<pulumi.CustomResourceOptions, "hooks"> {
    const create = resourceHook(`${component} sees its role created`, async ({ newInputs }) => {
      this.#inputs = newInputs;
      return Promise.resolve();
    });
    const update = resourceHook(
      `${component} sees its role updated`,
      async ({ newInputs, oldOutputs = {} }) => {
        this.#inputs = newInputs;
        this.#tellName((oldOutputs as { name?: pulumi.Input<string> }).name);
        if (!suspended) {
          await refuseToOpen(await whenKnown(oldOutputs), parent);
        }
        if (isUpdating()) {
          await Promise.race([this.#contained, delay(CONTAINMENT_FIRST, undefined, { ref: false })]);
        }
      },
    );
    return create === undefined || update === undefined
      ? {}
      : { hooks: { beforeCreate: [create], beforeUpdate: [update] } };
  }

  /**
   * The name of the role for a policy that must not wait for the role's own update: that may be refused, or take long.
   * A role that does not exist yet is waited for.
   *
   * A policy that takes the name this way does not depend on the role in Pulumi's state until the next update. A destroy
   * before that may delete both at once, so the provider repeats the deletion of the role until the policy is gone.
   * Source: hashicorp/terraform-provider-aws, `internal/service/iam/role.go`, `deleteRole` (DeleteConflictException).
   */
  nameBeforeUpdate(role: Role): pulumi.Output<string> {
    role.name.apply(() => {
      this.#tellName(undefined);
    });
    return pulumi.output(this.#nameBefore).apply((name) => pulumi.output(name ?? role.name));
  }

  /** Has an update of the role wait for a policy that denies every session. */
  denyFirst(policy: pulumi.CustomResource): void {
    this.#contained = whenKnown(policy.id);
  }

  /**
   * The trust policy as it was registered. Transforms of the program may have changed what the component gave. A role that
   * stays as it was has no hooks; then its state has the same. The state alone would not do: after a failed update, the update
   * of the role may end with what AWS had before.
   */
  trustPolicy(role: Role): pulumi.Output<string> {
    return role.arn.apply(() => {
      const seen = this.#inputs as { readonly assumeRolePolicy: pulumi.Input<string> } | undefined;
      return pulumi.output(seen?.assumeRolePolicy ?? role.assumeRolePolicy);
    });
  }
}
