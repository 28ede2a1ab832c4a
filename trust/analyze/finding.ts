import type { OidcProvider } from "../parse/oidc-provider";
import type { Everyone } from "../parse/principal";
import type { PolicyPath, PolicyProblem, TrustEffect } from "../parse/problem";
import type { ConditionIndex } from "./condition-index";
import type { SubjectPatternAllowance, TrustFinding, TrustFindingCode, TrustRule } from "./verdict";

/** One of the two claims that must be pinned. */
export type Claim = "audience" | "subject";

/** The statement and provider that a finding is about. */
export interface Place {
  /** Position of the statement, from 0. */
  readonly statement: number | undefined;
  /** The way from the policy to the statement; empty if it is about the policy. */
  readonly path: PolicyPath;
  /** The statement's `Sid`, if it has one. */
  readonly sid: string | undefined;
  /** The provider's name; `"*"` where the statement names none. */
  readonly provider: string | undefined;
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

/** What a finding says, beside its place. */
export interface Content {
  readonly rule: TrustRule;
  readonly code: TrustFindingCode;
  /** Default is `"violation"`. */
  readonly severity?: "violation" | "note";
  readonly key?: string;
  /** The way from the statement to what is meant. Default is the statement. */
  readonly path?: PolicyPath;
  readonly found: string;
  readonly right: string;
  readonly effect?: TrustEffect;
  /** What gets in, in a sentence of its own. Default says the effect in general. */
  readonly consequence?: string;
  /** A sentence that begins with what to do. Default says what would be right. */
  readonly remedy?: string;
}

/** Makes a finding, its message included. */
export function finding(place: Place, content: Content): TrustFinding {
  const { rule, code, severity = "violation", key, found, right, effect, remedy } = content;
  const { statement, sid, provider, denied } = place;
  const consequence = [
    content.consequence ?? (effect === "locks-out" ? "Nobody can get in, as written." : ""),
    denied && effect === "opens" ? "A Deny does not repair that." : "",
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
  const sentences = [
    `${placeName(place)}: found ${found}.`,
    consequence,
    remedy ?? `Right would be ${right}.`,
  ];
  return {
    rule,
    code,
    severity,
    statement,
    sid,
    provider,
    key,
    path: content.path === undefined ? place.path : [...place.path, ...content.path],
    found,
    right,
    effect,
    consequence,
    remedy,
    message: sentences.filter((sentence) => sentence !== "").join(" "),
  };
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
