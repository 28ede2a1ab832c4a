import type { Claim } from "../kernel/fact";
import type { Setting } from "../kernel/provider-demands";
import type { Everyone } from "../policy/policy-document";
import type { PolicyPath } from "../policy/problem";
import { remedyText } from "./remedy-text";
import type { TrustFinding } from "./verdict";

/** The statement and provider that a finding is about. Its path is the way from the policy to the statement. */
export interface Place extends Pick<TrustFinding, "statement" | "path" | "sid" | "provider"> {
  /** Whether the policy has a Deny for web identities. */
  readonly denied: boolean;
}

/** What a claim is worded by. */
export interface ClaimSetting extends Setting {
  /** The statement and its provider, for findings. */
  readonly place: Place;
  /** The statement's `Condition` as written. */
  readonly condition: unknown;
  /** The right values, as far as the caller knows them. */
  readonly known: Readonly<Partial<Record<Claim, string>>>;
}

/**
 * The content of a finding without its place. The default is a violation of the statement as a whole. The path is the
 * way from the statement.
 */
export type Content = Pick<TrustFinding, "rule" | "code" | "found" | "right"> &
  Partial<Pick<TrustFinding, "severity" | "key" | "path" | "reach" | "consequence" | "detail" | "fix">>;

/** Makes a finding, its message included. */
export function finding(place: Place, content: Content): TrustFinding {
  const { rule, code, severity = "violation", key, found, right, reach, fix } = content;
  const { statement, sid, provider, denied } = place;
  const opens = reach !== undefined && reach !== "nobody";
  const made = {
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
    reach,
    consequence: content.consequence ?? (reach === "nobody" ? NOBODY : ""),
    detail: sentences(
      content.detail ?? "",
      denied && opens ? "The policy's Deny statement does not change that." : "",
    ),
    fix,
    remedy: fix === undefined ? undefined : remedyText(fix),
    message: "",
  };
  made.message = findingMessage(made);
  return made;
}

/** The consequence of a finding that locks the workload out. */
export const NOBODY = "Nobody can assume this role as written.";

/** The message of a finding: who can get in, what is expected and where, what was found, and the fix. */
export function findingMessage(parts: Omit<TrustFinding, "message">): string {
  const { consequence, right, found, detail, remedy = "" } = parts;
  return sentences(consequence, `${placeName(parts)}: expected ${right}; found ${found}.`, detail, remedy);
}

export function sentences(...all: readonly string[]): string {
  return all.filter((sentence) => sentence !== "").join(" ");
}

/** The statement and provider that a finding is about, or the trust policy as a whole: `Statement 0, provider …`. */
export function placeName({
  statement,
  sid,
  provider,
}: Pick<TrustFinding, "statement" | "sid" | "provider">): string {
  const name = statement === undefined ? "Trust policy" : `Statement ${statement}`;
  const label = sid === undefined ? name : `${name} (${sid})`;
  return provider === undefined ? label : `${label}, provider ${provider}`;
}

/**
 * The finding for a statement that includes every provider.
 *
 * @param admitted - Who gets in, if conditions on a provider's keys keep out all others.
 */
export function everyoneFinding(
  place: Place,
  { path, given }: Everyone,
  admitted: Pick<TrustFinding, "reach" | "consequence"> = EVERYONE,
): TrustFinding {
  return finding(place, {
    rule: "oidc-trust-requires-subject",
    code: "provider-not-named",
    path,
    found: `${principalText(path, JSON.stringify(given))}, which takes in every identity provider, so no audience and no subject can be demanded`,
    right: '"Principal": {"Federated": "<ARN of one OpenID Connect provider>"}',
    reach: admitted.reach,
    consequence: admitted.consequence,
  });
}

function principalText([member = "", kind]: PolicyPath, given: string): string {
  return kind === undefined ? `"${member}": ${given}` : `"${member}": {"${kind}": ${given}}`;
}

const EVERYONE = {
  reach: "anyone",
  consequence: "Anyone with a token from any identity provider of the account can assume this role.",
} as const;
