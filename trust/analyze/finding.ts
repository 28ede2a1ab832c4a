import type { OidcProvider } from "../parse/oidc-provider";
import type { Everyone } from "../parse/principal";
import type { PolicyProblem } from "../parse/problem";
import type { ConditionIndex } from "./condition-index";
import type { SubjectPatternAllowance, TrustFinding } from "./verdict";

/** One of the two claims that must be pinned. */
export type Claim = "audience" | "subject";

/** The statement and provider that a finding is about. Its path is the way from the policy to the statement. */
export interface Place extends Pick<TrustFinding, "statement" | "path" | "sid" | "provider"> {
  /** Whether the policy has a Deny for web identities. */
  readonly denied: boolean;
}

/** What a claim is judged by. */
export interface ClaimSetting {
  /** The statement and its provider, for findings. */
  readonly place: Place;
  readonly provider: OidcProvider;
  /** The statement's `Condition` as written. */
  readonly condition: unknown;
  /** The same, read. */
  readonly conditions: ConditionIndex;
  /** Whether values may hold policy variables. */
  readonly variables: boolean;
  /** Patterns of subjects that are accepted. */
  readonly allowances: readonly SubjectPatternAllowance[];
}

/**
 * What a finding says, beside its place. Default is a violation of the statement as a whole; consequence and remedy then
 * say the effect and what would be right in general. The path is the way from the statement.
 */
export type Content = Pick<TrustFinding, "rule" | "code" | "found" | "right"> &
  Partial<Pick<TrustFinding, "severity" | "key" | "path" | "effect" | "consequence" | "remedy">>;

/** Makes a finding, its message included. */
export function finding(place: Place, content: Content): TrustFinding {
  const { rule, code, severity = "violation", key, found, right, effect, remedy } = content;
  const { statement, sid, provider, denied } = place;
  const consequence = sentences(
    content.consequence ?? (effect === "locks-out" ? "Nobody can get in, as written." : ""),
    denied && effect === "opens" ? "A Deny does not repair that." : "",
  );
  return {
    rule,
    code,
    severity,
    statement,
    sid,
    provider,
    key,
    path: [...place.path, ...(content.path ?? [])],
    found,
    right,
    effect,
    consequence,
    remedy,
    message: sentences(
      `${placeName(place)}: found ${found}.`,
      consequence,
      remedy ?? `Right would be ${right}.`,
    ),
  };
}

function sentences(...all: readonly string[]): string {
  return all.filter((sentence) => sentence !== "").join(" ");
}

function placeName({ statement, sid, provider }: Place): string {
  const name = statement === undefined ? "Trust policy" : `Statement ${statement}`;
  const label = sid === undefined ? name : `${name} (${sid})`;
  return provider === undefined ? label : `${label}, provider ${provider}`;
}

/** The finding for what IAM would not take. */
export function malformedFinding({
  code,
  statement,
  sid,
  path,
  found,
  right,
  effect,
}: PolicyProblem): TrustFinding {
  const consequence = effect === "locks-out" ? "IAM does not take it." : "IAM may read it otherwise.";
  const place: Place = { statement, sid, path, provider: undefined, denied: false };
  return finding(place, { rule: "trust-policy-is-well-formed", code, found, right, effect, consequence });
}

/** The finding for a statement that takes in every provider. */
export function everyoneFinding(claim: Claim, place: Place, { shown, path }: Everyone): TrustFinding {
  return finding(place, {
    rule: `oidc-trust-requires-${claim}`,
    code: "provider-not-named",
    path,
    found: `${shown}, which takes in every identity provider, so that no ${claim} can be demanded`,
    right: '"Principal": {"Federated": "<ARN of one OpenID Connect provider>"}',
    effect: "opens",
    consequence: "Anyone could get in whom any provider of the account vouches for.",
  });
}
