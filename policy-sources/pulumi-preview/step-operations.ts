import { itemsOf } from "../../trust";
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
  /** Whether the engine showed the state before it read the cloud. */
  readonly isEarly: boolean;
  /** The `ignoreChanges` of the state. */
  readonly ignoreChanges: unknown;
}

/**
 * The sides of a resource in the order in which they count: what an operation writes is what the program asks for. With
 * `ignoreChanges`, the engine replaces what the program asks for by what is in the cloud. A state that the engine showed
 * before it read the cloud does not have that, so it is doubted, whatever the names in the list.
 *
 * Source: pulumi/pulumi, `pkg/resource/deploy/step.go` and `pkg/backend/display/json.go`.
 */
export function inOrder(
  { operation, isEarly, ignoreChanges }: StepState,
  inputs: PropertySide,
  outputs: PropertySide,
): readonly [PropertySide, PropertySide] {
  const doubt = itemsOf(ignoreChanges).length > 0 ? NOT_SHOWN : undefined;
  if (IMPORTING.has(operation)) {
    return [outputs, { ...inputs, doubt }];
  }
  if (!READING.has(operation)) {
    return [inputs, outputs];
  }
  return operation === "refresh" && isEarly
    ? [
        { ...outputs, doubt },
        { ...inputs, doubt },
      ]
    : [outputs, inputs];
}

const NOT_SHOWN = "the policy in AWS, which stays because of ignoreChanges and is not in the preview";

/** The type in a URN: the last one of `<type of the parent>$<type>`; `""` if it has none. */
export function typeInUrn(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}
