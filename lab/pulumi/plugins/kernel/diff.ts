/** Compares the inputs of two deployments. */
import { isObject, type Properties, type PropertyValue, sameValue } from "./property-value";

/** Says whether two values of one property mean the same to the service. */
export type Equality = (a: PropertyValue | undefined, b: PropertyValue | undefined) => boolean;

/** One changed property, at the deepest place that differs. */
export interface PropertyChange {
  /** Path in Pulumi's notation, for example `securityRules[0].priority` or `tags["cost centre"]`. */
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
  /** True when the service cannot change it in place. */
  readonly replaces: boolean;
}

/** What the comparison needs to know of a resource type. */
export interface DiffRules {
  /** Properties that cannot change in place: `name`, `osProfile.adminUsername`, `zones[]`. A parent covers its members. */
  readonly replaceOnChanges: readonly string[];
  /** By top-level property: equality other than "the same text". */
  readonly equality?: Readonly<Record<string, Equality>>;
}

/** All changes between the inputs of the last deployment and those of the next. */
export function diffInputs(olds: Properties, news: Properties, rules: DiffRules): PropertyChange[] {
  const replaceOnChanges = new Set(rules.replaceOnChanges);
  const names = new Set([...Object.keys(olds), ...Object.keys(news)]);
  return [...names]
    .filter((name) => !name.startsWith("__"))
    .filter((name) => !(rules.equality?.[name] ?? sameValue)(olds[name], news[name]))
    .flatMap((name) =>
      compare(olds[name], news[name], step("", name), name, replaceOnChanges.has(name), replaceOnChanges),
    );
}

function compare(
  old: PropertyValue | undefined,
  current: PropertyValue | undefined,
  path: string,
  pattern: string,
  replaces: boolean,
  replaceOnChanges: ReadonlySet<string>,
): PropertyChange[] {
  if (sameValue(old, current)) {
    return [];
  }
  if (old === undefined) {
    return [{ path, kind: "add", replaces }];
  }
  if (current === undefined) {
    return [{ path, kind: "delete", replaces }];
  }
  const into = (key: string | number, a?: PropertyValue, b?: PropertyValue): PropertyChange[] => {
    const below = typeof key === "number" ? `${pattern}[]` : `${pattern}.${key}`;
    return compare(a, b, step(path, key), below, replaces || replaceOnChanges.has(below), replaceOnChanges);
  };
  if (Array.isArray(old) && Array.isArray(current)) {
    const length = Math.max(old.length, current.length);
    return Array.from({ length }, (_, index) => into(index, old[index], current[index])).flat();
  }
  if (isObject(old) && isObject(current)) {
    const names = new Set([...Object.keys(old), ...Object.keys(current)]);
    return [...names].flatMap((name) => into(name, old[name], current[name]));
  }
  return [{ path, kind: "update", replaces }];
}

/** One step deeper in Pulumi's property paths. */
function step(path: string, key: string | number): string {
  if (typeof key === "number") {
    return `${path}[${key}]`;
  }
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) {
    return `${path}[${JSON.stringify(key)}]`;
  }
  return path === "" ? key : `${path}.${key}`;
}
