/** Property values as they travel between engine and plugin (Pulumi's property marshalling, secrets unwrapped). */

/** Any property value. An unknown one is a string of {@link unknownValues}. */
export type PropertyValue = string | number | boolean | null | PropertyValue[] | Properties;

/** A bag of properties by name. */
export interface Properties {
  [name: string]: PropertyValue;
}

/** The value that stands for "not known before the update", of any type. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Every spelling of an unknown value, one a type (`plugin/rpc.go` of the Pulumi SDK for Go). */
export const unknownValues: ReadonlySet<PropertyValue> = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Name of the member that marks a special value, such as a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Marks a value as secret for the engine. Only outputs need it: the engine itself keeps inputs secret. */
export function secret(value: PropertyValue): Properties {
  return { [SIGNATURE]: SECRET, value };
}

/** The value without any secret marks. */
export function unwrapSecrets(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) {
    return value.map(unwrapSecrets);
  }
  if (!isObject(value)) {
    return value;
  }
  if (value[SIGNATURE] === SECRET) {
    return unwrapSecrets(value.value ?? null);
  }
  return mapValues(value, unwrapSecrets);
}

/** A scalar as text, for services that take nothing else; anything else is the empty text. */
export function text(value: PropertyValue | undefined): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}

/** True for a bag of properties, false for lists and scalars. */
export function isObject(value: PropertyValue | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True when the value is not known yet. */
export function isUnknown(value: PropertyValue | undefined): boolean {
  return value !== undefined && unknownValues.has(value);
}

/** True when the value or any leaf of it is not known yet. */
export function containsUnknown(value: PropertyValue | undefined): boolean {
  if (Array.isArray(value)) {
    return value.some(containsUnknown);
  }
  return isObject(value) ? Object.values(value).some(containsUnknown) : isUnknown(value);
}

/** The bag with each value replaced. */
export function mapValues(bag: Properties, map: (value: PropertyValue) => PropertyValue): Properties {
  return Object.fromEntries(Object.entries(bag).map(([name, value]) => [name, map(value)]));
}

/** The bag without members that are null, at any depth: to the providers null is the same as absent. */
export function withoutNulls(bag: Properties): Properties {
  const clean = (value: PropertyValue): PropertyValue =>
    Array.isArray(value) ? value.map(clean) : isObject(value) ? withoutNulls(value) : value;
  return Object.fromEntries(
    Object.entries(bag)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, clean(value)]),
  );
}

/** The bag without members that are undefined, null, empty strings, empty lists or empty bags. */
export function withoutEmpty(bag: Readonly<Record<string, PropertyValue | undefined>>): Properties {
  const isEmpty = (value: PropertyValue | undefined): boolean =>
    value === undefined ||
    value === null ||
    value === "" ||
    (typeof value === "object" && Object.keys(value).length === 0);
  return Object.fromEntries(
    Object.entries(bag).filter((entry): entry is [string, PropertyValue] => !isEmpty(entry[1])),
  );
}

/** The members of a bag whose names are given; absent ones are left out. */
export function pick(bag: Properties, names: Iterable<string>): Properties {
  const picked: Properties = {};
  for (const name of names) {
    const value = bag[name];
    if (value !== undefined) {
      picked[name] = value;
    }
  }
  return picked;
}

/** Deep equality; the order of members does not matter, the order of list elements does. */
export function sameValue(a: PropertyValue | undefined, b: PropertyValue | undefined): boolean {
  if (a === b) {
    return true;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((element, index) => sameValue(element, b[index]));
  }
  if (!isObject(a) || !isObject(b)) {
    return false;
  }
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => sameValue(a[name], b[name]));
}

/** Equality of sets: neither the order of the elements nor how often one is given means anything. */
export function sameSet(a: PropertyValue | undefined, b: PropertyValue | undefined): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) {
    return sameValue(a, b);
  }
  const sorted = (list: PropertyValue[]): string[] =>
    [...new Set(list.map((element) => JSON.stringify(canonical(element))))].sort();
  return sameValue(sorted(a), sorted(b));
}

/** The value with the members of every bag in alphabetical order. */
export function canonical(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) {
    return value.map(canonical);
  }
  if (!isObject(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, canonical(member)]),
  );
}
