import type { Problem } from "./problem";
import type { TrustEffect, TrustFinding, TrustRule } from "./verdict";

/** One of the two claims that must be pinned. */
export type Claim = "audience" | "subject";

/** The statement and provider that a finding is about. */
export interface Place {
  /** Position of the statement, from 0. */
  readonly statement: number | undefined;
  /** The statement's `Sid`, if it has one. */
  readonly sid: string | undefined;
  /** The provider's name; `"*"` where the statement names none. */
  readonly provider: string | undefined;
  /** Whether the policy has a Deny for web identities. */
  readonly denied: boolean;
}

/** What a finding says, beside its place. */
export interface Content {
  readonly rule: TrustRule;
  /** Default is `"violation"`. */
  readonly severity?: "violation" | "note";
  readonly key?: string;
  readonly found: string;
  readonly right: string;
  readonly effect?: TrustEffect;
  /** What gets in, in a sentence of its own. Default says the effect in general. */
  readonly consequence?: string;
  readonly remedy?: string;
}

/** Makes a finding, its message included. */
export function finding(place: Place, content: Content): TrustFinding {
  const { rule, severity = "violation", key, found, right, effect, remedy } = content;
  const { statement, sid, provider, denied } = place;
  const consequence =
    content.consequence ?? (effect === "nobody can, as written" ? "Nobody can get in, as written." : "");
  const sentences = [
    `${placeName(place)}: found ${found}.`,
    consequence,
    denied && effect === "anyone could get in" ? "A Deny does not repair that." : "",
    remedy === undefined ? `Right would be ${right}.` : `Add ${remedy}`,
  ];
  const message = sentences.filter((sentence) => sentence !== "").join(" ");
  return { rule, severity, statement, sid, provider, key, found, right, effect, remedy, message };
}

function placeName({ statement, sid, provider }: Place): string {
  const name = statement === undefined ? "Trust policy" : `Statement ${statement}`;
  const label = sid === undefined ? name : `${name} (${sid})`;
  return provider === undefined ? label : `${label}, provider ${provider}`;
}

/** The finding for what IAM would not take. */
export function malformedFinding({ statement, sid, found, right, effect }: Problem): TrustFinding {
  const consequence =
    effect === "nobody can, as written" ? "IAM does not take it." : "IAM may read it otherwise.";
  const place: Place = { statement, sid, provider: undefined, denied: false };
  return finding(place, { rule: "trust-policy-is-well-formed", found, right, effect, consequence });
}

/** The finding for a statement that takes in every provider. */
export function everyoneFinding(claim: Claim, place: Place, everyone: string): TrustFinding {
  return finding(place, {
    rule: `oidc-trust-requires-${claim}`,
    found: `${everyone}, which takes in every identity provider, so that no ${claim} can be demanded`,
    right: '"Principal": {"Federated": "<ARN of one OpenID Connect provider>"}',
    effect: "anyone could get in",
    consequence: "Anyone could get in whom any provider of the account vouches for.",
  });
}
