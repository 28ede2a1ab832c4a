import type * as pulumi from "@pulumi/pulumi";
import { isPlain } from "./arguments/is-plain";
import { singleOutput } from "./single-output";

/**
 * An argument that may be left out, or its default.
 *
 * @param fallback - Makes the default; called only when there is no value, so that it may ask a provider.
 */
export function withDefault<T extends string | number | boolean>(
  input: pulumi.Input<T | undefined>,
  fallback: () => pulumi.Input<T>,
): pulumi.Output<T> {
  return singleOutput(plainOrDefault(input, fallback));
}

/** As {@link withDefault}, but what is plain stays plain, for inputs of a resource: they need no output. */
export function plainOrDefault<T extends string | number | boolean>(
  input: pulumi.Input<T | undefined>,
  fallback: () => pulumi.Input<T>,
): pulumi.Input<T> {
  if (isPlain(input)) {
    return input ?? fallback();
  }
  return singleOutput(input).apply((value) => (value ?? fallback()) as T);
}
