import { DOUBTS } from "../../messages/judged-files";
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

/**
 * Operations that change nothing in the cloud. What the provider returned for the resource is then what is there. Of a
 * `refresh`, only the state after it is: the state before it is what the stack remembers.
 */
const READING: ReadonlySet<unknown> = new Set(["same", "read", "read-replacement", "refresh"]);

/** Operations that take over what is in the cloud. Where there are outputs, the provider has read them there. */
const IMPORTING: ReadonlySet<unknown> = new Set(["import", "import-replacement"]);

/** What of a step decides how its state counts. */
export interface StepState {
  readonly operation: unknown;
  /** Whether a `refresh` or an import may leave something else in the cloud than the state shows. */
  readonly isDoubted: boolean;
}

/**
 * The sides of a resource in the order in which they count: what an operation writes is what the program asks for. A
 * `refresh` and an import write nothing. With `ignoreChanges`, they leave what is in the cloud, whatever the program asks for.
 *
 * Source: pulumi/pulumi, `pkg/resource/deploy/step.go` and `pkg/backend/display/json.go`.
 */
export function inOrder(
  { operation, isDoubted }: StepState,
  inputs: PropertySide,
  outputs: PropertySide,
): readonly [PropertySide, PropertySide] {
  if (IMPORTING.has(operation)) {
    return [outputs, isDoubted ? { ...inputs, doubt: DOUBTS.ignoreChanges() } : inputs];
  }
  if (!READING.has(operation)) {
    return [inputs, outputs];
  }
  return operation === "refresh" && isDoubted
    ? [
        { ...outputs, doubt: DOUBTS.refreshed() },
        { ...inputs, doubt: DOUBTS.refreshed() },
      ]
    : [outputs, inputs];
}

/** The type in a URN: the last one of `<type of the parent>$<type>`; `""` if it has none. */
export function typeInUrn(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}
