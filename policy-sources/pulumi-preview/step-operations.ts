import type { PropertySide } from "../pulumi-state/resource-policies";

/**
 * Operations after which the resource is gone. All others leave one, those that are not known here too.
 *
 * Source: pulumi/pulumi, `pkg/resource/deploy/step.go`.
 */
const REMOVING: ReadonlySet<unknown> = new Set([
  "delete",
  "delete-replaced",
  "discard",
  "discard-replaced",
  "remove-pending-replace",
]);

/** Whether a resource exists after an operation. */
export function leavesResource(operation: unknown): boolean {
  return !REMOVING.has(operation);
}

/** Operations that change nothing in the cloud. What the provider returned for the resource is then what is there. */
const READING: ReadonlySet<unknown> = new Set(["same", "read", "read-replacement", "refresh"]);

/** The sides of a resource in the order in which they count: what an operation writes is what the program asks for. */
export function inOrder(
  operation: unknown,
  inputs: PropertySide,
  outputs: PropertySide,
): readonly [PropertySide, PropertySide] {
  return READING.has(operation) ? [outputs, inputs] : [inputs, outputs];
}

/** The type in a URN: the last one of `<type of the parent>$<type>`; `""` if it has none. */
export function typeInUrn(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}
