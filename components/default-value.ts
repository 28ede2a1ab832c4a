import * as pulumi from "@pulumi/pulumi";

/**
 * An argument that may be left out, or its default.
 *
 * @param fallback - Makes the default; called only when there is no value, so that it may ask a provider.
 */
export function withDefault<T extends string | number | boolean>(
  input: pulumi.Input<T | undefined>,
  fallback: () => pulumi.Input<T>,
): pulumi.Output<T> {
  return pulumi
    .output(input)
    .apply((value) => pulumi.output((value ?? fallback()) as pulumi.Input<T>)) as pulumi.Output<T>;
}
