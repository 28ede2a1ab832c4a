import { judgeTrustPolicy } from "../../trust";
import { isObject } from "../../trust/json-object";
import { matchesWildcards } from "../../trust/wildcards";
import { hasMark, isMark, replaceMarks, standIn } from "./not-known";

/** A statement that no OpenID Connect identity can use. */
const HARMLESS = {
  Effect: "Allow",
  Principal: { Service: "not-known.amazonaws.com" },
  Action: "sts:AssumeRole",
};

const NAME_OF_PROVIDER = /:oidc-provider\/(.*)$/;

/**
 * Supposes the best of everything in a statement that is not known: an unknown provider is the one that the conditions
 * speak of, unknown values are exact ones.
 */
export function kindStatement(statement: unknown, policy: unknown): unknown {
  if (isMark(statement)) {
    return HARMLESS;
  }
  if (!isObject(statement)) {
    return statement;
  }
  const { Effect, Action, NotAction, Principal, Condition } = statement;
  if (
    [Effect, Action, NotAction].flat().some(hasMark) ||
    isMark(Principal) ||
    isMark(Condition) ||
    (isObject(Principal) && Object.keys(Principal).some(hasMark)) ||
    (isObject(Condition) &&
      Object.entries(Condition).some(([name, block]) => hasMark(name) || leavesClaimOpen(block)))
  ) {
    return HARMLESS;
  }
  const federated = isObject(Principal)
    ? [Principal.Federated].flat().filter((item) => typeof item === "string")
    : [];
  const condition = kindCondition(Condition, federated);
  const supposed = { ...statement, ...(Condition === undefined ? {} : { Condition: condition }) };
  return isObject(Principal)
    ? { ...supposed, Principal: kindPrincipal(Principal, supposed, condition, policy) }
    : supposed;
}

/** Whether a block of conditions is not known, or has a key of which not even the claim is. */
function leavesClaimOpen(block: unknown): boolean {
  return (
    isMark(block) ||
    (isObject(block) && Object.keys(block).some((key) => hasMark(key.slice(key.lastIndexOf(":") + 1))))
  );
}

function kindCondition(condition: unknown, federated: readonly string[]): unknown {
  if (!isObject(condition)) {
    return condition;
  }
  const providers = federated
    .map((arn) => NAME_OF_PROVIDER.exec(arn)?.[1] ?? "")
    .filter((name) => !hasMark(name));
  return Object.fromEntries(
    Object.entries(condition).map(([operator, block]) => [
      operator,
      isObject(block)
        ? Object.fromEntries(
            Object.entries(block).map(([key, values]) => [
              kindKey(key, providers),
              operator === "Null" && hasMark(values) ? "false" : kindly(values),
            ]),
          )
        : block,
    ]),
  );
}

/** A key of which the provider is not wholly known speaks of the statement's own, if it can. */
function kindKey(key: string, providers: readonly string[]): string {
  const colon = key.lastIndexOf(":");
  const own = hasMark(key) ? providers.find((name) => couldBe(key.slice(0, colon), name)) : undefined;
  return own === undefined ? standIn(key) : own + key.slice(colon);
}

function kindPrincipal(
  principal: Record<string, unknown>,
  statement: Record<string, unknown>,
  condition: unknown,
  policy: unknown,
): unknown {
  const choose = (item: unknown): unknown => {
    if (!hasMark(item)) {
      return item;
    }
    const candidates = providersIn(condition)
      .map((name) => `arn:aws:iam::000000000000:oidc-provider/${name}`)
      .filter((arn) => couldBe(withAccount(item), arn));
    const fallback = isMark(item) ? `arn:aws:iam::000000000000:oidc-provider/${item}` : withAccount(item);
    const good = candidates.find((Federated) => {
      const alone = { ...statement, Principal: { Federated } };
      return judgeTrustPolicy({ ...(isObject(policy) ? policy : {}), Statement: alone }).accepted;
    });
    return good ?? candidates[0] ?? standIn(fallback);
  };
  return Object.fromEntries(
    Object.entries(principal).map(([kind, value]) => [
      kind,
      kind !== "Federated" ? kindly(value) : Array.isArray(value) ? value.map(choose) : choose(value),
    ]),
  );
}

/** The providers that a condition's keys speak of. AWS's own keys (`aws:…`, `sts:…`) have no dot or mark before the colon. */
function providersIn(condition: unknown): string[] {
  const blocks = isObject(condition) ? Object.values(condition).filter(isObject) : [];
  const names = blocks.flatMap(Object.keys).map((key) => key.slice(0, key.lastIndexOf(":")));
  return [...new Set(names.filter((name) => /\.|not-known-/.test(name)))];
}

/** An ARN with some account and partition where it has marks for them: neither opens or closes anything. */
function withAccount(arn: string): string {
  const [prefix, partition = "", service, region, account = "", ...name] = arn.split(":");
  return prefix === "arn"
    ? [
        prefix,
        hasMark(partition) ? "aws" : partition,
        service,
        region,
        hasMark(account) ? "000000000000" : account,
        ...name,
      ].join(":")
    : arn;
}

/** Whether a text with marks could turn out to be another text. */
function couldBe(marked: string, text: string): boolean {
  return matchesWildcards(
    replaceMarks(marked, () => "*"),
    text,
  );
}

function kindly(value: unknown): unknown {
  if (typeof value === "string") {
    return standIn(value);
  }
  return Array.isArray(value) ? value.map(kindly) : value;
}
