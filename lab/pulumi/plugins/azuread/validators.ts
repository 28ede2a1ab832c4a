/** Checks that several resource types of azuread share. */
import { withCode } from "../../../../messages";
import { LAB } from "../../../../messages/lab";
import { isUnknown, type Properties, type PropertyValue } from "../kernel/property-value";
import type { InvalidValue } from "../kernel/resource-type";

/** True for a UUID and for a value that is not known yet. */
export function isUuid(value: PropertyValue | undefined): boolean {
  if (isUnknown(value)) {
    return true;
  }
  return typeof value === "string" && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}

/** The complaint about a value that should be a UUID. */
export function notAUuid(path: string, value: PropertyValue | undefined): InvalidValue {
  return { path, reason: `Value must be a valid UUID, got ${JSON.stringify(value ?? null)}` };
}

/** Problems of properties that exist, but that the lab does not support. */
export function unsupported(inputs: Properties, names: readonly string[]): InvalidValue[] {
  return names
    .filter((name) => inputs[name] !== undefined)
    .map((name) => ({ path: name, reason: withCode(LAB.say("lab-unsupported", `"${name}"`)) }));
}

/** Complaints about `owners`, which are object IDs. */
export function ownerProblems({ owners }: Properties): InvalidValue[] {
  const ids = Array.isArray(owners) ? owners : [];
  return ids.flatMap((id, index) => (isUuid(id) ? [] : [notAUuid(`owners[${index}]`, id)]));
}
