import { isObject } from "../text/json-values";
import { hasMark } from "./unknown-mark";

/** A policy with something in place of each statement. */
export function overStatements(policy: unknown, replace: (statement: unknown) => unknown): unknown {
  if (!isObject(policy)) {
    return policy;
  }
  const { Version, Statement } = policy;
  return {
    ...policy,
    // Only this version has policy variables: those can open a policy that would be closed without.
    ...(hasMark(Version) ? { Version: "2012-10-17" } : {}),
    Statement: Array.isArray(Statement) ? Statement.map(replace) : replace(Statement),
  };
}
