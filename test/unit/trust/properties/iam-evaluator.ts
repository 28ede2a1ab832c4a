/**
 * How IAM evaluates a trust policy, written from AWS's documentation and apart from the analyser: a request has a
 * context, an operator is a predicate on it, a policy is evaluated to one yes or no. Where the documentation leaves two
 * readings, this takes the one that lets more tokens in.
 */
import { literalOf, type Pattern, patternOf, takes, textOf } from "./iam-pattern";

/** A token that STS has verified: who issued it and what it claims. */
export interface Token {
  /** Name of the issuer's provider. */
  readonly provider: string;
  readonly claims: Readonly<Record<string, string | readonly string[]>>;
}

type Json = Record<string, unknown>;
type Context = ReadonlyMap<string, readonly string[]>;

/** Whether the policy lets the token's bearer assume the role, explicit denial included. */
export function admits(policy: Json, token: Token): boolean {
  const context = contextOf(token);
  const applying = asList(policy.Statement).filter((s) => applies(s as Json, token, context, policy.Version));
  const effects = applying.map((statement) => String((statement as Json).Effect).toLowerCase());
  return !effects.includes("deny") && effects.includes("allow");
}

const contexts = new WeakMap<Token, Context>();

/** The condition keys that STS fills from a token, in lower case. */
function contextOf(token: Token): Context {
  let context = contexts.get(token);
  if (context === undefined) {
    context = new Map(
      Object.entries(token.claims).map(([claim, value]) => [
        `${token.provider}:${claim}`.toLowerCase(),
        typeof value === "string" ? [value] : value,
      ]),
    );
    contexts.set(token, context);
  }
  return context;
}

function asList(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function applies(statement: Json, token: Token, context: Context, version: unknown): boolean {
  return (
    includesPrincipal(statement, token.provider) &&
    includesAction(statement) &&
    Object.entries((statement.Condition ?? {}) as Json).every(([operator, block]) =>
      Object.entries(block as Json).every(([key, values]) =>
        holds(operator, context.get(key.toLowerCase()) ?? [], asList(values), context, version),
      ),
    )
  );
}

function includesPrincipal({ Principal, NotPrincipal }: Json, provider: string): boolean {
  if (NotPrincipal !== undefined) {
    return !names(NotPrincipal, provider);
  }
  return names(Principal, provider);
}

function names(principal: unknown, provider: string): boolean {
  if (principal === "*") {
    return true;
  }
  const { AWS, Federated } = principal as Json;
  return (
    asList(AWS).includes("*") ||
    asList(Federated).some(
      (name) => name === "*" || name === provider || String(name).endsWith(`:oidc-provider/${provider}`),
    )
  );
}

function includesAction({ Action, NotAction }: Json): boolean {
  const covers = (patterns: unknown): boolean =>
    asList(patterns).some((p) =>
      takes(patternOf(folded(String(p))), folded("sts:AssumeRoleWithWebIdentity")),
    );
  return Action === undefined ? !covers(NotAction) : covers(Action);
}

/** In one case, letters beyond ASCII that have an ASCII one for the other case (the Kelvin sign) included. */
function folded(text: string): string {
  return text.toUpperCase().toLowerCase();
}

type Predicate = (requested: string, wanted: string, context: Context, version: unknown) => boolean;

/** The value with variables put in; `undefined` where one cannot be resolved, so that nothing matches. */
function resolve(wanted: string, context: Context, version: unknown): Pattern | undefined {
  if (version !== "2012-10-17" || !wanted.includes("${")) {
    return patternOf(wanted);
  }
  const parts = aroundVariables(wanted).map((part, index) => {
    if (index % 2 === 0) {
      return patternOf(part);
    }
    if (part === "*" || part === "?" || part === "$") {
      return literalOf(part);
    }
    const [key = "", fallback] = part.split(/\s*,\s*/);
    const value = context.get(key.toLowerCase())?.[0] ?? fallback?.replace(/^'|'$/g, "");
    return value === undefined ? undefined : patternOf(value);
  });
  return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

/** Cuts a text at its variables: every second part is the name of one. */
function aroundVariables(text: string): string[] {
  const parts: string[] = [];
  let rest = 0;
  for (let start = text.indexOf("${"); start >= 0; start = text.indexOf("${", rest)) {
    const end = text.indexOf("}", start);
    if (end < 0) {
      break;
    }
    parts.push(text.slice(rest, start), text.slice(start + 2, end));
    rest = end + 1;
  }
  return [...parts, text.slice(rest)];
}

const like: Predicate = (requested, wanted, context, version) => {
  const pattern = resolve(wanted, context, version);
  return pattern !== undefined && takes(pattern, requested);
};
const equal: Predicate = (requested, wanted, context, version) => {
  const value = resolve(wanted, context, version);
  return value !== undefined && textOf(value) === requested;
};
const equalIgnoringCase: Predicate = (requested, wanted, context, version) => {
  const value = resolve(wanted, context, version);
  return value !== undefined && textOf(value).toLowerCase() === requested.toLowerCase();
};

const predicates: Readonly<Record<string, { readonly test: Predicate; readonly not?: true }>> = {
  StringEquals: { test: equal },
  StringNotEquals: { test: equal, not: true },
  StringEqualsIgnoreCase: { test: equalIgnoringCase },
  StringNotEqualsIgnoreCase: { test: equalIgnoringCase, not: true },
  StringLike: { test: like },
  StringNotLike: { test: like, not: true },
  ArnLike: { test: like },
  ArnEquals: { test: like },
  ArnNotLike: { test: like, not: true },
  ArnNotEquals: { test: like, not: true },
};

/** Whether one key under one operator holds. */
function holds(
  operator: string,
  requested: readonly string[],
  wanted: readonly unknown[],
  context: Context,
  version: unknown,
): boolean {
  if (wanted.length === 0) {
    return true;
  }
  const [, quantifier = "", name = ""] = /^(ForAllValues:|ForAnyValue:)?(.*)$/.exec(operator) ?? [];
  if (name === "Null") {
    const absent = requested.length === 0;
    return (
      quantifier === "ForAllValues:" ||
      (quantifier === "" && wanted.some((w) => String(w) === String(absent)))
    );
  }
  const optional = name.endsWith("IfExists");
  const predicate = predicates[optional ? name.slice(0, -"IfExists".length) : name];
  if (predicate === undefined) {
    // Numbers, dates, addresses: taken to hold, which lets the most in.
    return true;
  }
  const matches = (value: string): boolean =>
    wanted.some((w) => predicate.test(value, String(w), context, version)) !== (predicate.not ?? false);
  if (requested.length === 0) {
    return optional || quantifier === "ForAllValues:" || (quantifier === "" && predicate.not === true);
  }
  return quantifier === "ForAllValues:" ? requested.every(matches) : requested.some(matches);
}
