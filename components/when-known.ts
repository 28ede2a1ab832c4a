import * as pulumi from "@pulumi/pulumi";

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
