/** Fields of a request that policies may change, and the spelling in which they compare. */

/** What may become of a field: it gets a value, or another one; or it goes. */
export type Alteration = "set" | "removed";

/** Fields by {@link fieldName}. */
export type Alterations = ReadonlyMap<string, Alteration>;

/** Any field: a policy does not say which before the update. */
export const ANY_FIELD = "*";

/** All tags of a resource. */
export const ALL_TAGS = "tags";

/** Fields that no policy changes. Source: Azure Policy, "Azure Policy definitions modify effect" (operations). */
const FIXED: readonly string[] = ["type", "name", "fullname", "id", "kind", "location"];

/** A field in one spelling: `tags.<name>` for a tag, in lower case, without the mark of an array's members. */
export function fieldName(field: unknown): string {
  if (typeof field !== "string") {
    return ANY_FIELD;
  }
  const tag = tagOf(field);
  return (tag === undefined ? field : `${ALL_TAGS}.${tag}`).toLowerCase().replaceAll("[*]", "");
}

/** The name of the tag that a field is about; `undefined` if it is about something else. */
export function tagOf(field: string): string | undefined {
  const [, dotted, bracketed] = /^tags(?:\.(.+)|\[\s*'?(.+?)'?\s*\])$/i.exec(field) ?? [];
  return dotted ?? bracketed;
}

/** What may become of a field, by its {@link fieldName}; `undefined` if it stays. */
export function alterationOf(name: string, altered: Alterations): Alteration | undefined {
  if (FIXED.includes(name)) {
    return undefined;
  }
  const isTag = name === ALL_TAGS || name.startsWith(`${ALL_TAGS}.`);
  const found = [...altered].filter(
    ([field]) =>
      field === ANY_FIELD ||
      field === name ||
      (isTag && field === ALL_TAGS) ||
      (name === ALL_TAGS && field.startsWith(`${ALL_TAGS}.`)) ||
      // One property has several aliases, and some are of a whole that others are a part of.
      (!isTag && name.includes("/") && field.includes("/")),
  );
  return found.some(([, what]) => what === "removed") ? "removed" : found.at(0)?.[1];
}

/**
 * Whether an alias is of another type. One of a namespace without a type, such as `Microsoft.Compute/imageVersion`, is of several
 * types of it, so it may be of this one.
 */
export function isForeignAlias(alias: string, type: string): boolean {
  const [namespace = "", ...rest] = alias.toLowerCase().split("/");
  if (rest.length === 0) {
    return false;
  }
  const own = type.toLowerCase();
  return rest.length === 1 ? !own.startsWith(`${namespace}/`) : !alias.toLowerCase().startsWith(`${own}/`);
}
