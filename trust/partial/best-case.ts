import { judgeWithPlaceholders } from "../analyze/judge-trust-policy";
import type { JudgeOptions } from "../issuers/judge-options";
import { federatedPrincipal } from "../issuers/providers";
import { coversAction, coversWebIdentity } from "../policy/actions";
import { isObject, stringsIn } from "../text/json-values";
import { overStatements } from "./statements";
import { couldBe, hasMark, hasMarks, hasUnknownName, isMark, knownStart, withAccount } from "./unknown-mark";

/** A statement that no OpenID Connect identity can use. */
const HARMLESS = {
  Effect: "Allow",
  Principal: { Service: "not-known.amazonaws.com" },
  Action: "sts:AssumeRole",
};

/** A provider of another kind. Its identities have no `aud` and `sub` to pin. */
const SAML_PROVIDER = "arn:aws:iam::000000000000:saml-provider/not-known";

/**
 * How many providers are tried in the place of unknown ones in a statement. Each is judged with all conditions. Beyond
 * that the statement has no finding.
 */
const MOST_CHOICES = 64;

const NAME_OF_PROVIDER = /:oidc-provider\/(.*)/;
const BEFORE_NAME = /^arn:[a-z-]+:iam::\d{12}:oidc-provider\//;

/**
 * Assumes the best of everything that is unknown in a policy. If a policy is wrong even then, it is wrong whatever the
 * unknown values are. A statement of which too much is unknown is replaced by a harmless one, so the others keep their
 * positions.
 */
export function assumeBestCase(policy: unknown, options: JudgeOptions): unknown {
  return overStatements(policy, (statement) => bestStatement(statement, policy, options));
}

/** An unknown provider is the one that the conditions are about. Unknown values are exact ones. */
function bestStatement(statement: unknown, policy: unknown, options: JudgeOptions): unknown {
  if (isMark(statement) || hasUnknownName(statement)) {
    return HARMLESS;
  }
  if (!isObject(statement)) {
    return statement;
  }
  const { Effect, NotAction, Principal, NotPrincipal, Condition } = statement;
  const actions = bestActions(statement);
  if (
    actions === undefined ||
    [Effect, NotAction].flat().some(hasMark) ||
    isMark(Principal) ||
    isMark(NotPrincipal) ||
    isMark(Condition) ||
    hasUnknownName(Principal) ||
    (isObject(Condition) &&
      Object.entries(Condition).some(([name, block]) => hasMark(name) || leavesClaimOpen(block)))
  ) {
    return HARMLESS;
  }
  const federated = stringsIn(isObject(Principal) ? Principal.Federated : undefined);
  if (federated.filter(hasMark).length * providersIn(Condition).length > MOST_CHOICES) {
    return HARMLESS;
  }
  const condition = bestCondition(Condition, federated);
  const assumed = {
    ...statement,
    ...actions,
    ...(Condition === undefined ? {} : { Condition: condition }),
  };
  return isObject(Principal)
    ? { ...assumed, Principal: bestPrincipal(Principal, assumed, condition, policy, options) }
    : assumed;
}

/** The known actions; `undefined` if it depends on an unknown one whether the statement is about web identities. */
function bestActions({ Action }: Record<string, unknown>): { readonly Action?: unknown } | undefined {
  const actions = [Action].flat();
  if (!actions.some(hasMark)) {
    return {};
  }
  const known = actions.filter((action) => !hasMark(action));
  return known.some((action) => typeof action === "string" && coversWebIdentity(action))
    ? { Action: known }
    : undefined;
}

/** Whether a block of conditions is not known, or has a key of which not even the claim is. */
function leavesClaimOpen(block: unknown): boolean {
  return (
    isMark(block) ||
    (isObject(block) && Object.keys(block).some((key) => hasMark(key.slice(key.lastIndexOf(":") + 1))))
  );
}

function bestCondition(condition: unknown, federated: readonly string[]): unknown {
  if (!isObject(condition)) {
    return condition;
  }
  const providers = federated.flatMap((arn) => nameOfProvider(arn) ?? []);
  return Object.fromEntries(
    Object.entries(withoutSpellings(condition)).map(([operator, block]) => [
      operator,
      isObject(block)
        ? Object.fromEntries(
            Object.entries(block).map(([key, values]) => [
              bestKey(key, providers),
              operator === "Null" && hasMark(values) ? "false" : values,
            ]),
          )
        : block,
    ]),
  );
}

/** The name of an OpenID Connect provider, if it is wholly known. */
function nameOfProvider(arn: string): string | undefined {
  if (hasMark(arn)) {
    const name = NAME_OF_PROVIDER.exec(arn)?.[1];
    return hasMark(name) ? undefined : name;
  }
  const provider = federatedPrincipal(arn);
  return typeof provider === "object" ? provider.name : undefined;
}

const IGNORING_CASE = /IgnoreCase(?=IfExists$|$)/i;

/**
 * Conditions without an operator that ignores case where a value is not wholly known: the value may have one spelling only, as
 * numbers do, or mean the same in each, as a GUID does.
 */
function withoutSpellings(condition: Record<string, unknown>): Record<string, unknown> {
  const all: Record<string, unknown> = { ...condition };
  for (const [operator, block] of Object.entries(condition)) {
    const strict = operator.replace(IGNORING_CASE, "");
    const own = all[strict] ?? {};
    if (/not/i.test(operator) || !isObject(block) || !isObject(own)) {
      continue;
    }
    const moved = Object.entries(block).filter(
      ([key, values]) => hasMarks(values) && !Object.hasOwn(own, key),
    );
    if (moved.length > 0) {
      const names = new Set(moved.map(([key]) => key));
      all[strict] = { ...own, ...Object.fromEntries(moved) };
      all[operator] = Object.fromEntries(Object.entries(block).filter(([key]) => !names.has(key)));
    }
  }
  return Object.fromEntries(
    Object.entries(all).filter(
      ([operator, block]) =>
        block === condition[operator] || !isObject(block) || Object.keys(block).length > 0,
    ),
  );
}

/** A key of which the provider is not wholly known speaks of the statement's own, if it can. */
function bestKey(key: string, providers: readonly string[]): string {
  const colon = key.lastIndexOf(":");
  const own = hasMark(key) ? providers.find((name) => couldBe(key.slice(0, colon), name)) : undefined;
  return own === undefined ? key : own + key.slice(colon);
}

function bestPrincipal(
  principal: Record<string, unknown>,
  statement: Record<string, unknown>,
  condition: unknown,
  policy: unknown,
  options: JudgeOptions,
): unknown {
  const choose = (item: unknown): unknown => {
    if (!hasMark(item)) {
      return item;
    }
    if (couldBe(withAccount(item), SAML_PROVIDER) && takesSaml(statement)) {
      return SAML_PROVIDER;
    }
    const known = withAccount(item, accountOf(item, options));
    const [beginning = "arn:aws:iam::000000000000:oidc-provider/"] = BEFORE_NAME.exec(known) ?? [];
    const candidates = providersIn(condition)
      .flatMap((name) => spellings(beginning + name, knownStart(known)))
      .filter((arn) => couldBe(known, arn));
    const fallback = isMark(item) ? beginning + item : known;
    const good = candidates.find((Federated) => {
      const alone = { ...statement, Principal: { Federated } };
      const whole = { ...(isObject(policy) ? policy : {}), Statement: alone };
      return judgeWithPlaceholders(whole, options, true).accepted;
    });
    return good ?? candidates[0] ?? fallback;
  };
  const { Federated } = principal;
  return Federated === undefined
    ? principal
    : { ...principal, Federated: Array.isArray(Federated) ? Federated.map(choose) : choose(Federated) };
}

/** A provider's ARN as a key names it, and in the case of what is known of the principal: the case of keys does not count. */
function spellings(arn: string, start: string): readonly string[] {
  return arn.toLowerCase().startsWith(start.toLowerCase())
    ? [arn, start + arn.slice(start.length).toLowerCase()]
    : [arn];
}

/** The account of the role, or else that of a provider that the caller creates under this name. */
function accountOf(arn: string, { accountId, createdProviders }: JudgeOptions): string | undefined {
  const name = nameOfProvider(arn);
  return accountId ?? createdProviders?.find((provider) => provider.name === name)?.account;
}

/** Whether a statement's actions are of use to a SAML provider too. */
function takesSaml({ Action, NotAction }: Record<string, unknown>): boolean {
  return (
    NotAction !== undefined ||
    stringsIn(Action).some((action) => coversAction(action, "sts:AssumeRoleWithSAML"))
  );
}

/** The providers that a condition's keys speak of. AWS's own keys (`aws:…`, `sts:…`) have no dot or mark before the colon. */
function providersIn(condition: unknown): string[] {
  const blocks = Object.values(condition ?? {}).filter(isObject);
  const keys = blocks.flatMap(Object.keys).filter((key) => key.includes(":"));
  const names = keys.map((key) => key.slice(0, key.lastIndexOf(":")));
  return [...new Set(names.filter((name) => name.includes(".") || hasMark(name)))];
}
