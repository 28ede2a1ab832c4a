/** Members of a contract's objects, one by one. */
import { isGuid } from "../entra/guid";
import { isObject } from "../parse/json-values";
import { memberPath } from "../parse/member-path";
import type { Problem } from "../parse/problem";

/** Collects what is wrong with the members of a contract's objects. */
export class MemberReader {
  constructor(readonly problems: Problem[]) {}

  onlyMembers(path: string, object: Record<string, unknown>, known: readonly string[]): void {
    for (const name of Object.keys(object).filter((member) => !known.includes(member))) {
      const reason = `is no member of the contract; there are: ${known.join(", ")}`;
      this.problems.push({ path: memberPath(path, name), reason });
    }
  }

  guid(path: string, value: unknown): string {
    if (isGuid(value)) {
      return (value as string).toLowerCase();
    }
    this.problems.push({ path, reason: `must be a GUID${got(value)}` });
    return "";
  }

  object(path: string, value: unknown): Record<string, unknown> | undefined {
    if (isObject(value)) {
      return value;
    }
    this.problems.push({ path, reason: `must be an object${got(value)}` });
    return undefined;
  }
}

/** The value for the end of a reason: as JSON, cut after 100 characters. */
export function got(value: unknown): string {
  if (value === undefined) {
    return "; it is missing";
  }
  const text = JSON.stringify(value);
  return `; got ${text.length > 100 ? `${text.slice(0, 100)}…` : text}`;
}
