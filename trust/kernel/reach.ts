/**
 * Who can assume a role because of a finding.
 *
 * - `"anyone"`: any account or tenant of a shared issuer, or the world.
 * - `"tenant"`: anyone in the owner's directory, cluster, organization, or identity provider.
 * - `"assigned"`: any identity that is assigned to the application of the audience, and anyone who can assign one. Only the audit
 *   produces it: no file with a trust policy shows who is assigned.
 * - `"replay"`: only the named subject, but with a token that was issued for another audience, or that nothing but STS
 *   keeps out.
 * - `"nobody"`: the finding locks the workload out.
 */
export type Reach = "anyone" | "tenant" | "assigned" | "replay" | "nobody";

/** All reaches, the worst first. */
export const REACHES: readonly Reach[] = ["anyone", "tenant", "assigned", "replay", "nobody"];

/** Compares two reaches for sorting, the worst first; a finding without a reach comes last. */
export function compareReach(a: Reach | undefined, b: Reach | undefined): number {
  return rankOf(a) - rankOf(b);
}

/** The worst of some reaches; `undefined` if none of them is set. */
export function worstReach(reaches: readonly (Reach | undefined)[]): Reach | undefined {
  return reaches.length < 2 ? reaches[0] : [...reaches].sort(compareReach)[0];
}

/** Who can assume a role by one way in, or as a whole. `"exact"`: exactly the identities that the policy names. */
export type RoleReach = Reach | "exact";

/**
 * The widest of several ways in: a dead way closes nothing, and a way that lets in exactly the named identities is wider
 * than one that lets in nobody. `undefined` without a way in.
 */
export function widestReach(ways: readonly (RoleReach | undefined)[]): RoleReach | undefined {
  return ways.length < 2 ? ways[0] : [...ways].sort(compareRoleReach)[0];
}

/** Compares two reaches of roles for sorting, the widest first; a role without one comes last. */
export function compareRoleReach(a: RoleReach | undefined, b: RoleReach | undefined): number {
  return widthOf(a) - widthOf(b);
}

function widthOf(reach: RoleReach | undefined): number {
  const nobody = REACHES.indexOf("nobody");
  return reach === "exact" ? nobody - 0.5 : rankOf(reach);
}

function rankOf(reach: Reach | undefined): number {
  return reach === undefined ? REACHES.length : REACHES.indexOf(reach);
}
