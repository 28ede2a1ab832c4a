/** Writes the summary sentence that the report has for each role. */
import type { Reach } from "../../../trust";
import type { Entry, OnwardRole, Permissions } from "../audit-report";
import { dataText } from "../permissions/data-text";
import type { EstateIndex } from "./estate-index";
import { whoGetsIn } from "./who";

/** How many names a sentence has. */
const MOST_NAMES = 3;

/** A role, and what is known of it. */
export interface KnownRole {
  readonly role: { readonly name: string; readonly account: string };
  readonly verdict: "accepted" | "rejected" | "unknown";
  readonly reach: Reach | undefined;
  readonly entries: readonly Entry[];
  readonly permissions: Permissions;
  readonly onward: { readonly roles: readonly OnwardRole[] };
}

/** One sentence to forward: who can assume a role, what it may do, and where it leads. */
export function sentenceOf(
  { role, verdict, reach, entries, permissions, onward }: KnownRole,
  index: EstateIndex,
): string {
  const name = `role ${role.name} of account ${role.account}`;
  if (verdict === "unknown") {
    return `Who can assume ${name} is not known, because the input does not have all of its trust policy.`;
  }
  if (reach === "nobody") {
    return `Nobody can assume ${name}${whyNobody(entries)}.`;
  }
  // Those that the widest ways let in: who gets in another way is fewer.
  const who = whoGetsIn(
    reach,
    entries.filter((entry) => entry.reach === reach),
    index,
  );
  return `${who} can assume ${name}, which ${farthest(permissions, onward.roles[0])}.`;
}

/** Why nobody gets in by any of the ways, if the input and not the trust policy alone says so. */
function whyNobody(entries: readonly Entry[]): string {
  const reasons = new Set(
    entries.flatMap((entry) => (entry.closedBy === undefined ? [] : [CLOSED_BY[entry.closedBy](entry)])),
  );
  const byPolicy = entries.length === 0 || entries.some(({ closedBy }) => closedBy === undefined);
  return `${byPolicy ? " as its trust policy is written" : ""}${reasons.size === 0 ? "" : `, because ${[...reasons].join(", and ")}`}`;
}

const CLOSED_BY: Readonly<Record<NonNullable<Entry["closedBy"]>, (entry: Entry) => string>> = {
  provider: () => "the account does not have the provider that its trust policy names",
  audience: () => "the provider does not list the audience that its trust policy demands",
  "token-version": () =>
    "the application asks for tokens of version 2, and its trust policy names the provider of version 1",
  subject: ({ subjects }) => `no identity of the tenant has the object ID ${subjects.join(" or ")}`,
  "subject-disabled": ({ subjects }) => `the identity ${subjects.join(" or ")} is disabled`,
  "application-disabled": () => "the application of the audience that its trust policy demands is disabled",
  application: ({ audiences }) => `no application of the tenant has the audience ${audiences.join(" or ")}`,
  deny: () => "a Deny of its trust policy keeps everybody out",
  client: ({ subjects, audiences }) =>
    `the tokens of ${subjects.join(" or ")} do not have the client ID ${audiences.join(" or ")}`,
};

/** What a role may do and where it leads. Few permissions are not worth a word if they lead to power. */
function farthest(permissions: Permissions, worst: OnwardRole | undefined): string {
  const isPowerful = worst?.power === "administrator" || worst?.power === "escalation";
  return isPowerful && ["limited", "none", "unknown"].includes(permissions.power)
    ? `leads to ${worst.arn}, ${POWER_OF_ROLE[worst.power]}`
    : `${ableTo(permissions)}${leadsTo(worst, permissions)}`;
}

/** Where a role leads. For an administrator, only another administrator is worth a word: it may be of another account. */
function leadsTo(worst: OnwardRole | undefined, { power }: Permissions): string {
  return worst === undefined || (power === "administrator" && worst.power !== "administrator")
    ? ""
    : `, and from there ${worst.arn}, ${POWER_OF_ROLE[worst.power]}`;
}

const POWER_OF_ROLE: Readonly<Record<Permissions["power"], string>> = {
  administrator: "an administrator",
  escalation: "which can give itself more permissions",
  data: "which reaches data",
  limited: "which has few permissions",
  none: "which has no permissions",
  unknown: "whose permissions could not be evaluated",
};

/** What a role may do, to be read after `which `. */
function ableTo({ power, dataServices }: Permissions): string {
  switch (power) {
    case "administrator":
      return "is an administrator of the account";
    case "escalation":
      return "can give itself more permissions than it has";
    case "data":
      return `can ${dataText(dataServices, MOST_NAMES)}`;
    case "limited":
      return "has few permissions";
    case "none":
      return "has no permissions";
    case "unknown":
      return "has permissions that could not be evaluated completely";
  }
}
