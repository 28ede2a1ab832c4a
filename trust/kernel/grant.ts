import type { RoleReach } from "./reach";

/** What a statement pins a claim to. */
export interface Pin {
  /** `"exact"`: one of `values`. `"patterns"`: bounded by `values`, at least one of which has wildcards. `"nothing"`: open. */
  readonly kind: "nothing" | "patterns" | "exact";
  /** The values or patterns, with the escapes of policy variables resolved. Empty for `"nothing"`. */
  readonly values: readonly string[];
}

/** Who can assume the role by one statement and one provider. */
export interface TrustGrant {
  /** Position of the statement, from 0. */
  readonly statement: number;
  /** The statement's `Sid`, if it has one. */
  readonly sid: string | undefined;
  /** The provider's name; `"*"` if the statement names none. */
  readonly provider: string;
  /** What the statement pins the audience to. */
  readonly audience: Pin;
  /** What the statement pins the subject to. */
  readonly subject: Pin;
  /** The claim that identifies the caller instead of the subject, if the statement relies on one. */
  readonly standIn?: { readonly key: string; readonly values: readonly string[] };
  /** The one provider whose tokens meet the conditions, and what they demand of them, if the statement names no provider. */
  readonly admitted?: Pick<TrustGrant, "provider" | "audience" | "subject" | "standIn">;
  /** Who gets in this way. Its conditions are a conjunction: one that nobody meets closes it. */
  readonly reach: RoleReach;
}

/** A way in of which it is not worked out yet who gets in. */
export interface WayIn extends Pick<TrustGrant, "statement" | "sid" | "provider"> {
  readonly pins: Pins;
  /** The name under which its facts are: a statement can spell one provider in several ways. */
  readonly judgedAs: string;
  /** How many principals have the provider's name: one of another account is another provider. */
  readonly principals: number;
}

/** What a way in pins. All members are always there, as copies of a part of them are slow. */
export interface Pins extends Pick<TrustGrant, "audience" | "subject"> {
  readonly standIn: TrustGrant["standIn"] | undefined;
  readonly admitted: TrustGrant["admitted"] | undefined;
  /** Whether conditions on another provider's keys close the way. */
  readonly isShutOut: boolean;
}

/** An OpenID Connect provider that is created together with the role. */
export interface CreatedProvider {
  /** Its name: the issuer's URL without its scheme. */
  readonly name: string;
  /** The audiences that it lists. */
  readonly clientIds: readonly string[];
  /** Its account (12 digits), if it is known. A principal of another account is another provider. */
  readonly account?: string;
}
