/** Members of a contract's objects, one by one. */
import { isGuid } from "../entra/guid";
import { isObject } from "../parse/json-values";
import { memberPath } from "../parse/member-path";
import type { Problem } from "../parse/problem";

/** Reads the members of a contract's objects, and collects what is wrong with them. */
export class MemberReader {
  readonly problems: Problem[] = [];

  /** @param given - What was given, for the end of the reason. */
  refuse(path: string, reason: string, given: unknown): void {
    this.problems.push({ path, reason: `${reason}${got(given)}` });
  }

  onlyMembers(path: string, object: Record<string, unknown>, known: readonly string[]): void {
    for (const name of Object.keys(object).filter((member) => !known.includes(member))) {
      const reason = `is not a member of the contract. Expected one of: ${known.join(", ")}`;
      this.problems.push({ path: memberPath(path, name), reason });
    }
  }

  guid(path: string, value: unknown): string {
    if (isGuid(value)) {
      return (value as string).toLowerCase();
    }
    this.refuse(path, "must be a GUID", value);
    return "";
  }

  object(path: string, value: unknown): Record<string, unknown> | undefined {
    if (isObject(value)) {
      return value;
    }
    this.refuse(path, "must be an object", value);
    return undefined;
  }
}

/** The value for the end of a reason: as JSON, cut after 100 characters. */
function got(value: unknown): string {
  if (value === undefined) {
    return "; it is missing";
  }
  const text = JSON.stringify(value);
  return `; got ${text.length > 100 ? `${text.slice(0, 100)}…` : text}`;
}
