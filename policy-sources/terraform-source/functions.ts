import { hasMarks, isMark } from "../../trust";

type Call = (args: readonly unknown[]) => unknown;

/**
 * Functions of Terraform whose result is worked out. Each returns `undefined` for arguments that it does not understand.
 *
 * Source: HashiCorp, "Terraform functions".
 */
const FUNCTIONS: ReadonlyMap<string, Call> = new Map<string, Call>([
  // An unknown value stays in its place within the JSON text.
  ["jsonencode", ([value]) => (isMark(value) ? undefined : JSON.stringify(value))],
  ["replace", ([text, part, by]) => replace(text, part, by)],
  ["trimprefix", ([text, prefix]) => trim(text, prefix, "startsWith")],
  ["trimsuffix", ([text, suffix]) => trim(text, suffix, "endsWith")],
  ["join", ([separator, list]) => join(separator, list)],
  ["format", ([pattern, ...values]) => format(pattern, values)],
  ["concat", (lists) => (lists.every(Array.isArray) ? lists.flat() : undefined)],
  ["tostring", ([value]) => (typeof value === "string" ? value : undefined)],
  ["toset", ([list]) => (Array.isArray(list) ? list : undefined)],
  ["tolist", ([list]) => (Array.isArray(list) ? list : undefined)],
]);

/** The result of a function; `undefined` if it is unknown. */
export function callFunction(name: string, args: readonly unknown[]): unknown {
  return FUNCTIONS.get(name)?.(args);
}

function replace(text: unknown, part: unknown, by: unknown): string | undefined {
  if (typeof text !== "string" || typeof part !== "string" || typeof by !== "string") {
    return undefined;
  }
  const isPattern = part.length > 1 && part.startsWith("/") && part.endsWith("/");
  return isPattern || part === "" || hasMarks([text, part, by]) ? undefined : text.replaceAll(part, () => by);
}

function trim(text: unknown, part: unknown, at: "startsWith" | "endsWith"): string | undefined {
  if (typeof text !== "string" || typeof part !== "string" || hasMarks([text, part])) {
    return undefined;
  }
  if (!text[at](part)) {
    return text;
  }
  return at === "startsWith" ? text.slice(part.length) : text.slice(0, text.length - part.length);
}

function join(separator: unknown, list: unknown): string | undefined {
  return typeof separator === "string" &&
    Array.isArray(list) &&
    list.every((item) => typeof item === "string")
    ? list.join(separator)
    : undefined;
}

/** Only `%s` of texts, and nothing else with a percent sign. */
function format(pattern: unknown, values: readonly unknown[]): string | undefined {
  if (typeof pattern !== "string" || !values.every((value) => typeof value === "string")) {
    return undefined;
  }
  const parts = pattern.split("%s");
  return parts.length === values.length + 1 && !parts.some((part) => part.includes("%"))
    ? parts.map((part, index) => part + (values[index] ?? "")).join("")
    : undefined;
}
