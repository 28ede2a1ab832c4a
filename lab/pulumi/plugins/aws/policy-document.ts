/** IAM policy documents as properties: text that means the same is the same. */
import {
  canonical,
  containsUnknown,
  isObject,
  isUnknown,
  type Properties,
  type PropertyValue,
  sameValue,
  UNKNOWN,
} from "../kernel/property-value";
import type { InvalidValue } from "../kernel/resource-type";

/** Members of a statement that take one value or a list without order (IAM user guide, "Grammar of the policy language"). */
const lists = new Set([
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "AWS",
  "Federated",
  "Service",
  "CanonicalUser",
]);

/**
 * The document as the bridged provider holds it: JSON text. A document given as an object with any unknown leaf is
 * unknown as a whole.
 */
export function documentText(value: PropertyValue): PropertyValue {
  if (!isObject(value)) {
    return value;
  }
  return containsUnknown(value) ? UNKNOWN : JSON.stringify(canonical(value));
}

/** Inputs with the named documents as text. */
export function withDocumentText(inputs: Properties, names: readonly string[]): Properties {
  const texts = names.flatMap((name) => {
    const value = inputs[name];
    return value === undefined ? [] : [[name, documentText(value)] as const];
  });
  return { ...inputs, ...Object.fromEntries(texts) };
}

/** True when two documents mean the same, whatever their spelling. */
export function sameDocument(a: PropertyValue | undefined, b: PropertyValue | undefined): boolean {
  if (sameValue(a, b)) {
    return true;
  }
  const [one, other] = [parse(a), parse(b)];
  return one !== undefined && other !== undefined && sameValue(meaning(one), meaning(other));
}

/** The complaint about a document that is not JSON. */
export function checkDocument(inputs: Properties, name: string): InvalidValue[] {
  const value = inputs[name];
  if (value === undefined || isUnknown(value) || parse(value) !== undefined) {
    return [];
  }
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return [{ path: name, reason: `"${snake}" contains an invalid JSON policy: it must be a JSON object` }];
}

function parse(value: PropertyValue | undefined): Properties | undefined {
  if (typeof value !== "string") {
    return undefined;
  }
  try {
    const parsed = JSON.parse(value) as PropertyValue;
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function meaning(document: Properties): PropertyValue {
  const statements = document.Statement ?? [];
  return canonical({
    ...document,
    Statement: (Array.isArray(statements) ? statements : [statements]).map((statement) =>
      isObject(statement) ? memberMeanings(statement) : statement,
    ),
  });
}

function memberMeanings(bag: Properties): Properties {
  return Object.fromEntries(
    Object.entries(bag).map(([name, value]) => {
      if (lists.has(name)) {
        return [name, asSortedList(value)];
      }
      if (name === "Principal" || name === "NotPrincipal") {
        return [name, isObject(value) ? memberMeanings(value) : value];
      }
      return [name, name === "Condition" && isObject(value) ? conditionMeaning(value) : value];
    }),
  );
}

function conditionMeaning(condition: Properties): Properties {
  return Object.fromEntries(
    Object.entries(condition).map(([operator, block]) => [
      operator,
      isObject(block)
        ? Object.fromEntries(Object.entries(block).map(([key, value]) => [key, asSortedList(value)]))
        : block,
    ]),
  );
}

function asSortedList(value: PropertyValue): PropertyValue {
  return (Array.isArray(value) ? value : [value]).map(String).sort();
}
