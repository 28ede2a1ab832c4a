import type { Rule } from "../argument-rule";

/** The shortest limit among the names that are made from a component's: IAM roles and Azure VMs, in characters. */
const SHORTEST_LIMIT = 64;

/** What Pulumi appends to make a name unique: up to 8 hex digits, or a hyphen and 7. */
const RANDOM_PART = 8;

/** The name of a component: letters, digits and hyphens, which IAM roles and Azure VMs both take. */
export function nameCharacters(name: string): readonly string[] {
  return /^[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name)
    ? []
    : ["must be letters, digits and hyphens, beginning with a letter and not ending with a hyphen"];
}

/**
 * The length of a component's name, so that what is made from it fits an IAM role and an Azure VM.
 *
 * @param childSuffix - The suffix that the component appends for them, for instance `-role`.
 */
export function nameLength(childSuffix: string): Rule<string> {
  const longest = SHORTEST_LIMIT - RANDOM_PART - childSuffix.length;
  return ({ length }) =>
    length <= longest
      ? []
      : [
          `must have at most ${longest} characters, since AWS and Azure names are made from it; has ${length}`,
        ];
}

/** Both: the characters and the length. */
export function resourceName(childSuffix: string): Rule<string> {
  const length = nameLength(childSuffix);
  return (name) => [...nameCharacters(name), ...length(name)];
}
