/** Inputs that would lead to what the cloud has now. */
import type { Equality } from "./diff";
import { isObject, type Properties, type PropertyValue, sameValue, withoutEmpty } from "./property-value";

/** What is known about a resource before it is read again. */
export interface KnownResource {
  /** Inputs of the last deployment. */
  readonly inputs: Properties;
  /** What the cloud answered then. */
  readonly state: Properties;
}

/** What a resource type says about reading it. */
export interface DriftRules {
  /** Names of the inputs that are outputs too; others, such as parts of the resource's path, cannot drift. */
  readonly comparable: readonly string[];
  /** By property: equality other than "the same text". */
  readonly equality: Readonly<Record<string, Equality>>;
  /** Inputs that other resources or the service change too, so that a value which the program does not give is none of its business. */
  readonly shared: readonly string[];
}

/**
 * The inputs after a refresh. An input changes only where the cloud's answer has changed since the last one, so that
 * spellings of the program survive, and so do values that the cloud never returns.
 */
export function driftedInputs(known: KnownResource, live: Properties, rules: DriftRules): Properties {
  const same = (name: string, a?: PropertyValue, b?: PropertyValue): boolean =>
    (rules.equality[name] ?? sameValue)(a, b);
  const drifted: Properties = { ...known.inputs };
  for (const name of rules.comparable) {
    const input = known.inputs[name];
    const before = known.state[name];
    const now = live[name];
    if (same(name, before, now) || same(name, input, now)) {
      continue;
    }
    if (input !== undefined) {
      const value = project(input, before, now);
      if (value === undefined) {
        Reflect.deleteProperty(drifted, name);
      } else {
        drifted[name] = value;
      }
    } else if (!rules.shared.includes(name)) {
      Object.assign(drifted, withoutEmpty({ [name]: now }));
    }
  }
  return drifted;
}

/** The live value in the shape of the input: members that the program does not give stay out. */
function project(
  input: PropertyValue,
  before: PropertyValue | undefined,
  now: PropertyValue | undefined,
): PropertyValue | undefined {
  if (sameValue(before, now)) {
    return input;
  }
  if (isObject(input) && isObject(now)) {
    const old = isObject(before) ? before : {};
    const members = Object.entries(input).map(
      ([name, member]) => [name, project(member, old[name], now[name])] as const,
    );
    return Object.fromEntries(
      members.filter((entry): entry is [string, PropertyValue] => entry[1] !== undefined),
    );
  }
  if (Array.isArray(input) && Array.isArray(now) && input.length === now.length) {
    const old = Array.isArray(before) ? before : [];
    return input.map((element, index) => project(element, old[index], now[index]) ?? element);
  }
  return now;
}
