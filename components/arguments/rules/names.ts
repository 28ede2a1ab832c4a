/** Rules for names of components and of entries in maps, from which names of resources are made. */
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
function nameLength(childSuffix: string): (name: string) => readonly string[] {
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

/**
 * The name of an entry in a map (workloads, policies). It becomes part of resource names: letters, digits, hyphens
 * and underscores.
 */
export function staticName(name: string): readonly string[] {
  return /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38}[A-Za-z0-9])?$/.test(name)
    ? []
    : [
        "must be 1 to 40 letters, digits, hyphens or underscores, beginning and ending with a letter or digit",
      ];
}

/**
 * The name of a workload. Its parts are called `<component>-<workload>`, from which the names of an IAM role and of an
 * Azure VM are made.
 *
 * @param componentName - The name of the component that has the workload.
 */
export function workloadName(componentName: string): Rule<string> {
  const length = nameLength("-role");
  return (name) => {
    if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name)) {
      return ["must be letters, digits and hyphens, beginning and ending with a letter or digit"];
    }
    const whole = `${componentName}-${name}`;
    return length(whole).map((reason) => `makes the name "${whole}", which ${reason}`);
  };
}

/** One of a few texts, such as the name of a cloud. */
export function oneOf(allowed: readonly string[]): Rule<string> {
  return (value) => (allowed.includes(value) ? [] : [`must be one of: ${allowed.join(", ")}`]);
}
