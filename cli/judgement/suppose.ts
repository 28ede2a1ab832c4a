/**
 * What is not known in a policy is supposed twice: once as kindly as can be, once as badly as can be. A policy that is
 * refused even in the first case is wrong whatever the values are; one that is accepted even in the second is right
 * whatever they are. Of anything between nobody can tell.
 */
import { isObject } from "../../trust/json-object";
import { hasMark, isMark, replaceMarks } from "./not-known";
import { kindStatement } from "./suppose-kindly";

/** A text that pins nothing under any operator: a policy variable and a wildcard. */
const HOSTILE = "*${aws:PrincipalTag/any}";

/** A statement that lets everybody in. */
const OPEN_STATEMENT = { Effect: "Allow", Principal: "*", Action: "*" };

/**
 * Supposes the best of everything in a policy that is not known. A statement of which too much is open to say
 * anything is replaced by one that is nobody's business, so that the others keep their positions.
 */
export function supposeKindly(policy: unknown): unknown {
  return overStatements(policy, (statement) => kindStatement(statement, policy));
}

/** Supposes the worst of everything in a policy that is not known. */
export function supposeBadly(policy: unknown): unknown {
  return overStatements(isMark(policy) ? {} : policy, badStatement);
}

function overStatements(policy: unknown, suppose: (statement: unknown) => unknown): unknown {
  if (!isObject(policy)) {
    return policy;
  }
  const { Version, Statement } = policy;
  return {
    ...policy,
    // Only this version has policy variables: those can open a policy that would be closed without.
    ...(hasMark(Version) ? { Version: "2012-10-17" } : {}),
    Statement: Array.isArray(Statement) ? Statement.map(suppose) : suppose(Statement),
  };
}

function badStatement(statement: unknown): unknown {
  if (isMark(statement)) {
    return OPEN_STATEMENT;
  }
  if (!isObject(statement)) {
    return statement;
  }
  const worst = Object.entries(statement).map(([name, value]): [string, unknown] => {
    switch (name) {
      case "Effect":
        return [name, hasMark(value) ? "Allow" : value];
      case "Action":
      case "NotAction":
        return [value].flat().some(hasMark) ? ["Action", "*"] : [name, value];
      case "Principal":
        return [name, badPrincipal(value)];
      case "Condition":
        return [name, isObject(value) ? badCondition(value) : isMark(value) ? {} : value];
      default:
        return [name, value];
    }
  });
  return Object.fromEntries(worst);
}

function badPrincipal(principal: unknown): unknown {
  return isMark(principal) || (isObject(principal) && Object.keys(principal).some(hasMark))
    ? "*"
    : bad(principal);
}

function badCondition(condition: Record<string, unknown>): unknown {
  const blocks = Object.entries(condition).filter(
    ([operator, block]) => !hasMark(operator) && !isMark(block),
  );
  return Object.fromEntries(blocks.map(([operator, block]) => [operator, bad(block)]));
}

/** A value with the worst in place of each mark, in names as well. */
function bad(value: unknown): unknown {
  if (typeof value === "string") {
    return replaceMarks(value, () => HOSTILE);
  }
  if (Array.isArray(value)) {
    return value.map(bad);
  }
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, item]) => [replaceMarks(name, () => HOSTILE), bad(item)]),
      )
    : value;
}
