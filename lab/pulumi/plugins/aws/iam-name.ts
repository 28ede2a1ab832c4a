/** Names of IAM entities. */
import { randomBytes } from "node:crypto";
import { isUnknown, type Properties, text } from "../kernel/property-value";
import type { InvalidValue } from "../kernel/resource-type";

/** The name that the program gives, or its prefix with 26 digits behind it, as the provider does. */
export function entityName({ name, namePrefix }: Properties): string {
  return typeof name === "string" ? name : `${text(namePrefix)}${randomBytes(13).toString("hex")}`;
}

/** Complaints about a name that IAM would refuse (IAM API reference: `[\w+=,.@-]`, and the entity's own limit). */
export function checkName(inputs: Properties, maxLength: number): InvalidValue[] {
  const { name, namePrefix } = inputs;
  const problems: InvalidValue[] = [];
  if (typeof name === "string" && !isUnknown(name)) {
    if (name.length > maxLength) {
      problems.push({
        path: "name",
        reason: `expected length of name to be in the range (1 - ${maxLength}), got ${name}`,
      });
    }
    if (!/^[\w+=,.@-]+$/.test(name)) {
      problems.push({
        path: "name",
        reason: `invalid value for name (must match [\\w+=,.@-]), got "${name}"`,
      });
    }
  }
  if (name !== undefined && namePrefix !== undefined) {
    problems.push({
      path: "name",
      reason: 'Conflicting configuration arguments. "name": conflicts with name_prefix',
    });
  }
  return problems;
}
