import type { JudgeOptions } from "../issuers/judge-options";
import { isObject } from "../text/json-values";
import { overStatements } from "./statements";
import { hasMark, hasUnknownName, isMark, replaceMarks, withAccount } from "./unknown-mark";

/** A string that pins nothing under any operator: a policy variable and a wildcard. */
const HOSTILE = "*${aws:PrincipalTag/any}";

/** A statement that lets everyone in. */
const OPEN_STATEMENT = { Effect: "Allow", Principal: "*", Action: "*" };

/**
 * Assumes the worst of everything that is unknown in a policy. If a policy is right even then, it is right whatever the
 * unknown values are.
 *
 * @param options - Whose role it is. The account of a provider counts as the same one where it is unknown.
 * @param withoutUnknownKeys - Whether conditions on keys that are not wholly known are left out. They may limit nobody. With
 * them, they close the role to everyone, as keys of another provider do.
 */
export function assumeWorstCase(
  policy: unknown,
  { accountId }: Pick<JudgeOptions, "accountId">,
  withoutUnknownKeys = false,
): unknown {
  return overStatements(isMark(policy) ? {} : policy, (statement) =>
    worstStatement(statement, withoutUnknownKeys, accountId),
  );
}

function worstStatement(
  statement: unknown,
  withoutUnknownKeys: boolean,
  accountId: string | undefined,
): unknown {
  if (isMark(statement) || hasUnknownName(statement)) {
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
        return [name, worstPrincipal(value, accountId)];
      case "Condition":
        return [
          name,
          isObject(value) ? worstCondition(value, withoutUnknownKeys) : isMark(value) ? {} : value,
        ];
      default:
        return [name, value];
    }
  });
  return Object.fromEntries(worst);
}

function worstPrincipal(principal: unknown, accountId: string | undefined): unknown {
  if (isMark(principal) || hasUnknownName(principal)) {
    return "*";
  }
  if (!isObject(principal) || principal.Federated === undefined) {
    return worstValue(principal);
  }
  const { Federated, ...others } = principal;
  const inAccount = (provider: unknown): unknown =>
    typeof provider === "string" ? withAccount(provider, accountId) : provider;
  const providers = Array.isArray(Federated) ? Federated.map(inAccount) : inAccount(Federated);
  return worstValue({ ...others, Federated: providers });
}

function worstCondition(condition: Record<string, unknown>, withoutUnknownKeys: boolean): unknown {
  const blocks = Object.entries(condition).filter(
    ([operator, block]) => !hasMark(operator) && !isMark(block),
  );
  const known = (block: unknown): unknown =>
    withoutUnknownKeys && isObject(block)
      ? Object.fromEntries(Object.entries(block).filter(([key]) => !hasMark(key)))
      : block;
  return Object.fromEntries(blocks.map(([operator, block]) => [operator, worstValue(known(block))]));
}

/** A value with the worst in place of each mark, in names as well. */
function worstValue(value: unknown): unknown {
  if (typeof value === "string") {
    return replaceMarks(value, () => HOSTILE);
  }
  if (Array.isArray(value)) {
    return value.map(worstValue);
  }
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, item]) => [replaceMarks(name, () => HOSTILE), worstValue(item)]),
      )
    : value;
}
