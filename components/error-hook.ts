import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { supportsErrorHooks } from "./engine-support";

/** Numbers the hooks of this process: their names must be unique in a deployment, names of components are not. */
let count = 0;

/**
 * An operation that failed on a resource.
 */
export interface FailedOperation {
  /** The inputs of the resource. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** What the provider said last. */
  readonly message: string;
  /** How often the operation has failed in this update, 1 for the first time. */
  readonly times: number;
}

/**
 * The option that lets a component answer a failed create of a resource, so that the engine tries again. It is empty for
 * a Pulumi CLI or SDK without error hooks (before 3.218), and under Pulumi's mocks.
 *
 * @param name - What the hook does, as the engine's messages show it.
 * @param answer - Puts right what failed; true has the engine try again. What it throws ends the update.
 */
export function retryOnError(
  name: string,
  answer: (failed: FailedOperation) => Promise<boolean>,
): Pick<pulumi.CustomResourceOptions, "hooks"> {
  if (!supportsErrorHooks()) return {};
  count += 1;
  const hook = new pulumi.ErrorHook(
    `${name} (${count})`,
    // The engine calls from outside, where a plugin that serves several programs has no context at hand.
    AsyncResource.bind(async ({ failedOperation, newInputs = {}, errors }: pulumi.ErrorHookArgs) => {
      if (failedOperation !== "create") return false;
      return answer({ inputs: newInputs, message: errors[0] ?? "", times: errors.length });
    }),
  );
  return { hooks: { onError: [hook] } };
}
