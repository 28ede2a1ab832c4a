/**
 * How IAM evaluates a trust policy for web identities, by AWS's documentation and apart from the analyzer: a request has a context, a
 * condition is a predicate on it, and a policy gives one yes or no. Where the documentation leaves two readings, or the context
 * is not known here, a condition of an Allow holds and one of a Deny does not: the policy then lets more tokens in.
 *
 * Sources: AWS IAM User Guide, "Policy evaluation logic", "IAM JSON policy elements: Condition operators", "Multivalued
 * context keys", "Policy variables", and "IAM and AWS STS condition context keys".
 */
import { literalOf, type Pattern, patternOf, remembered, takes, textOf } from "./pattern";

/** A token with a valid signature: who issued it and what it claims. */
export interface Token {
  /** Name of the issuer's provider. */
  readonly provider: string;
  readonly claims: Readonly<Record<string, string | readonly string[]>>;
}

type Json = Record<string, unknown>;
type List = readonly unknown[];
type Context = ReadonlyMap<string, readonly string[]>;
type Test = (context: Context) => boolean;

/** Whether the policy lets the token's bearer assume the role, explicit denial included. */
export function admits(policy: Json, token: Token): boolean {
  return evaluation(policy)(token);
}

/** The same for many tokens: an explicit denial wins, and without an allowing statement nobody gets in. */
export function evaluation(policy: Json): (token: Token) => boolean {
  const statements = asList(policy.Statement).map((item) => {
    const statement = item as Json;
    const [effect, isAbout] = [statement.Effect, includesAction(statement)];
    const conditions = Object.entries((statement.Condition ?? {}) as Json).flatMap(([operator, block]) =>
      Object.entries(block as Json).map(([key, values]) =>
        condition(operator, key.toLowerCase(), asList(values), policy.Version === "2012-10-17"),
      ),
    );
    return {
      effect,
      applies: ({ provider }: Token, context: Context): boolean =>
        isAbout &&
        includesPrincipal(statement, provider) &&
        // What is not known holds in an Allow, and not in a Deny.
        conditions.every((holds) => holds?.(context) ?? effect === "Allow"),
    };
  });
  return (token) => {
    const context = contextOf(token);
    const effects = statements.filter(({ applies }) => applies(token, context)).map(({ effect }) => effect);
    return effects.includes("Allow") && !effects.includes("Deny");
  };
}

/**
 * The condition keys that STS fills from a token, in lower case.
 *
 * `aud` holds the client that asked for the token (`azp`) if the token names one. The token's own audience is then under
 * `oaud`.
 */
const contextOf = remembered((token: Token): Context => {
  const { azp, ...claims } = token.claims;
  const filled = azp === undefined ? claims : { ...claims, aud: azp, oaud: claims.aud ?? [] };
  return new Map(
    Object.entries(filled).map(([claim, value]) => [
      `${token.provider}:${claim}`.toLowerCase(),
      typeof value === "string" ? [value] : value,
    ]),
  );
});

function asList(value: unknown): List {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function includesPrincipal({ Principal, NotPrincipal }: Json, provider: string): boolean {
  return NotPrincipal === undefined ? names(Principal, provider) : !names(NotPrincipal, provider);
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

/** Actions in one case. Unlike values, they fold letters beyond ASCII, such as the long s. */
function folded(text: string): string {
  return text.toUpperCase().toLowerCase();
}

/** The value with variables put in; `undefined` where one cannot be resolved, so that nothing matches. */
type Wanted = (context: Context) => Pattern | undefined;

function wantedValue(text: string, hasVariables: boolean): Wanted {
  if (!hasVariables || !text.includes("${")) {
    const pattern = patternOf(text);
    return () => pattern;
  }
  return (context) => {
    const parts = aroundVariables(text).map((part, index) => {
      if (index % 2 === 0) {
        return patternOf(part);
      }
      if (part === "*" || part === "?" || part === "$") {
        return literalOf(part);
      }
      const [, key = "", fallback] = /^(.*?)(?:\s*,\s*(.*))?$/s.exec(part) ?? [];
      const value = context.get(key.toLowerCase())?.[0] ?? fallback?.replace(/^'|'$/g, "");
      return value === undefined ? undefined : patternOf(value);
    });
    return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
  };
}

/** Splits a string at its policy variables. Every second part is the name of a variable. */
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

type Comparison = (wanted: Pattern, requested: string) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  StringEquals: (wanted, requested) => textOf(wanted) === requested,
  StringEqualsIgnoreCase: (wanted, requested) => textOf(wanted).toLowerCase() === requested.toLowerCase(),
  StringLike: takes,
  ArnEquals: takes,
  ArnLike: takes,
};

/** Whether a request meets one key under one operator; `undefined` if the model does not know. */
function condition(operator: string, key: string, values: List, variables: boolean): Test | undefined {
  const [, quantifier = "", name = "", ifExists] =
    /^(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const isNegated = name.includes("Not");
  const compare = COMPARISONS[name.replace("Not", "")];
  const isOfRequest =
    /^(?:aws|sts):/.test(key) ||
    (variables && values.some((value) => /\$\{(?:aws|sts):/i.test(String(value))));
  if (name === "Null" && ifExists === undefined && values.length > 0 && !isOfRequest) {
    return (context) =>
      quantifier === "ForAllValues:" ||
      (quantifier === "" && values.some((value) => /^true$/i.test(String(value)) !== context.has(key)));
  }
  // Numbers, dates, addresses, no value at all, and what the request fills and not the token, such as the session's name.
  if (compare === undefined || values.length === 0 || isOfRequest) {
    return undefined;
  }
  const wanted = values.map((value) => wantedValue(String(value), variables));
  return (context) => {
    const requested = context.get(key) ?? [];
    if (requested.length === 0) {
      return ifExists !== undefined || quantifier === "ForAllValues:" || (quantifier === "" && isNegated);
    }
    const meets = (value: string): boolean =>
      isNegated !==
      wanted.some((one) => {
        const pattern = one(context);
        return pattern !== undefined && compare(pattern, value);
      });
    return quantifier === "ForAllValues:" ? requested.every(meets) : requested.some(meets);
  };
}
