/** Values as programs give them: plain, as outputs, or not at all. */
import * as pulumi from "@pulumi/pulumi";

/** Tags, or nothing. */
export type Tags = pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;

/** Whether an argument is there; programs in other languages may send null for one that is left out. */
export function isGiven<T>(value: T): value is NonNullable<T> {
  return value !== undefined && value !== null;
}

/** Whether a value is there now, and neither an output nor a promise. What is in it may be. */
export function isPlain<T>(input: pulumi.Input<T>): input is T {
  return !pulumi.Output.isInstance(input) && !(input instanceof Promise);
}

/**
 * A single value as an output. One that is an output already stays as it is: `pulumi.output` would make two more of it,
 * to find outputs inside, and a single value has none.
 */
export function singleOutput<T extends string | number | boolean | undefined>(
  input: pulumi.Input<T>,
): pulumi.Output<T> {
  return (pulumi.Output.isInstance(input) ? input : pulumi.output(input)) as pulumi.Output<T>;
}

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

/**
 * A value once it is known, with all outputs in it resolved, secret ones too. A hook gets secrets as outputs.
 *
 * @returns Never resolves if the value is unknown, as in a preview, or if what it belongs to fails.
 */
export async function whenKnown<T>(value: pulumi.Input<T>): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve) => {
    pulumi.output(value).apply((known) => {
      resolve(known);
    });
  });
}
