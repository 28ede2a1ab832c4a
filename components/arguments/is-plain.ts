import * as pulumi from "@pulumi/pulumi";

/** Whether a value is there now, and neither an output nor a promise. What is in it may be. */
export function isPlain<T>(input: pulumi.Input<T>): input is T {
  return !pulumi.Output.isInstance(input) && !(input instanceof Promise);
}
