import * as pulumi from "@pulumi/pulumi";

/**
 * A single value as an output. One that is an output already stays as it is: `pulumi.output` would make two more of it,
 * to find outputs inside, and a single value has none.
 */
export function singleOutput<T extends string | number | boolean | undefined>(
  input: pulumi.Input<T>,
): pulumi.Output<T> {
  return (pulumi.Output.isInstance(input) ? input : pulumi.output(input)) as pulumi.Output<T>;
}
