/** Rules for names of components and of entries in maps, from which names of resources are made. */
import { ARGUMENTS, coded } from "../../../messages";
import type { Fault, Rule } from "../argument-rule";

/** The shortest limit among the names that are made from a component's: IAM roles and Azure VMs, in characters. */
const SHORTEST_LIMIT = 64;

/** What Pulumi appends to make a name unique: up to 8 hex digits, or a hyphen and 7. */
const RANDOM_PART = 8;

/** The name of a component: letters, digits, and hyphens, which IAM roles and Azure VMs both allow. */
export function nameCharacters(name: string): readonly Fault[] {
  return /^[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name)
    ? []
    : [
        coded(
          "name-invalid",
          "invalid name. Expected letters, digits, and hyphens, starting with a letter and not ending with a hyphen",
        ),
      ];
}

/**
 * Limits the length of a component's name, so that names made from it fit an IAM role and an Azure VM.
 *
 * @param childSuffix - The suffix that the component appends for them, for instance `-role`.
 */
function nameLength(childSuffix: string): (name: string, whole?: string) => readonly Fault[] {
  const longest = SHORTEST_LIMIT - RANDOM_PART - childSuffix.length;
  return (name, whole) => {
    const { length } = whole ?? name;
    return length <= longest
      ? []
      : [
          coded(
            "name-too-long",
            `${whole === undefined ? "too long" : `makes the name "${whole}", which is too long`}. Expected at most ${longest} characters, because AWS and Azure names are made from it`,
          ),
        ];
  };
}

/** The characters and the length of a component's name. */
export function resourceName(childSuffix: string): Rule<string> {
  const length = nameLength(childSuffix);
  return (name) => [...nameCharacters(name), ...length(name)];
}

/**
 * The name of an entry in a map (workloads, policies). It becomes part of resource names: letters, digits, hyphens
 * and underscores.
 */
export function staticName(name: string): readonly Fault[] {
  return /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38}[A-Za-z0-9])?$/.test(name)
    ? []
    : [
        coded(
          "entry-name-invalid",
          "invalid name. Expected 1 to 40 letters, digits, hyphens, or underscores, starting and ending with a letter or digit",
        ),
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
      return [
        coded(
          "workload-name-invalid",
          "invalid name. Expected letters, digits, and hyphens, starting and ending with a letter or digit",
        ),
      ];
    }
    return length(name, `${componentName}-${name}`);
  };
}

/** One of a few strings, such as the name of a cloud. */
export function oneOf(allowed: readonly string[]): Rule<string> {
  return (value) => (allowed.includes(value) ? [] : [ARGUMENTS.say("argument-choice", allowed)]);
}
