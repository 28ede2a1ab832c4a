import type { ResourceValidationArgs } from "@pulumi/policy";

import { isUnknownValueError } from "./unknown-values";

/** The trust that this package's component passes in parts, beside the document that it makes of them. */
export interface StructuredTrust {
  /** The issuer's URL; `undefined` while it is unknown. */
  readonly issuer: string | undefined;
  /** One entry an audience, `undefined` while it is unknown; `undefined` while not even their number is known. */
  readonly audiences: readonly (string | undefined)[] | undefined;
  /** The subjects, in the same way. */
  readonly subjects: readonly (string | undefined)[] | undefined;
}

/** Reads the component's inputs leaf by leaf: in a first preview some are unknown, others not. */
export function readStructuredTrust(props: ResourceValidationArgs["props"]): StructuredTrust {
  return {
    issuer: known(() => text(props.issuer)),
    audiences: list(() => props.audiences as unknown),
    subjects: list(() => props.subjects as unknown),
  };
}

/**
 * Says why the values of a claim pin nothing. The component demands them under `StringEquals`, so a value that is not
 * known yet counts as pinned; only what is known can be wrong.
 *
 * @param values - The component's audiences or subjects.
 * @returns What was found; `undefined` if nothing is wrong with what is known.
 */
export function looseValues(values: readonly (string | undefined)[]): string | undefined {
  if (values.length === 0) {
    return "an empty list";
  }
  const loose = values.filter((value) => value !== undefined && (value === "" || /[*?]|\$\{/.test(value)));
  return loose.length === 0
    ? undefined
    : `${loose.map((value) => JSON.stringify(value)).join(", ")}, of which a value is empty or has a wildcard or a policy variable`;
}

/** Gives `undefined` where the engine's view of a resource says that a property is unknown. */
function known<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isUnknownValueError(error)) {
      return undefined;
    }
    throw error;
  }
}

/** What is no text pins nothing, as the empty text does. */
function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function list(read: () => unknown): (string | undefined)[] | undefined {
  return known(() => {
    const values = read();
    return Array.isArray(values)
      ? Array.from({ length: values.length }, (_, index) => known(() => text(values[index])))
      : [];
  });
}
