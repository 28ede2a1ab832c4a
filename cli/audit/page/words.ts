/** The words of the page for each reach and power. The generator and the page's script share them. */
import type { Power } from "../audit-report";

/** A reach, or `named` if exactly the named identities get in. */
export type ReachKey = "anyone" | "tenant" | "assigned" | "replay" | "nobody" | "named";

/** All of them, in the order of the report. */
export const REACH_KEYS: readonly ReachKey[] = ["anyone", "tenant", "assigned", "replay", "nobody", "named"];

interface Words {
  /** For badges and nodes. */
  readonly short: string;
  /** For headings and tooltips. */
  readonly long: string;
}

export const REACH_WORDS: Readonly<Record<ReachKey, Words>> = {
  anyone: { short: "Anyone", long: "Anyone, from any account or tenant" },
  tenant: { short: "Whole tenant", long: "Anyone in the tenant, cluster, or organization" },
  assigned: {
    short: "Assigned",
    long: "Any identity assigned to the application, and anyone who can assign one",
  },
  replay: { short: "Replay", long: "The named subject, with more tokens than intended" },
  nobody: { short: "Nobody", long: "Nobody, as written" },
  named: { short: "As named", long: "Exactly the named identities" },
};

/** Who gets into some roles with a reach. If these are all repositories of one GitHub owner, its name is in it. */
export function reachText(reach: ReachKey, roles: readonly { readonly crowd?: string }[]): string {
  const [crowd, ...others] = new Set(roles.map((role) => role.crowd));
  return reach === "tenant" && crowd !== undefined && others.length === 0
    ? `${crowd.charAt(0).toUpperCase()}${crowd.slice(1)}`
    : REACH_WORDS[reach].long;
}

export const POWER_WORDS: Readonly<Record<Power, Words>> = {
  administrator: { short: "Administrator", long: "Administrator of the account" },
  escalation: { short: "Escalation", long: "Can become administrator" },
  data: { short: "Data", long: "Can read or write data" },
  limited: { short: "Limited", long: "Limited permissions" },
  none: { short: "None", long: "No permissions" },
  unknown: { short: "Unknown", long: "The input does not show the permissions" },
};
