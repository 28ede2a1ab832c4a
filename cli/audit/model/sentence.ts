import type { Reach } from "../../../trust";
import type { Entry, OnwardRole, Permissions } from "../audit-report";
import { dataText } from "../permissions/data-text";
import type { EstateIndex } from "./estate-index";

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
    const reason = entries.find(({ closedBy }) => closedBy !== undefined)?.closedBy;
    return reason === undefined
      ? `Nobody can assume ${name} as its trust policy is written.`
      : `Nobody can assume ${name}, because ${CLOSED_BY[reason]}.`;
  }
  const open = entries.filter(({ closedBy }) => closedBy === undefined);
  const who =
    reach === "anyone"
      ? `Anyone with a token from ${issuersOf(open)}`
      : reach === "tenant"
        ? `Anyone in the tenant or organization behind ${issuersOf(open)}`
        : reach === "replay"
          ? `${capitalized(namesOf(open, index))}, with more of its tokens than intended,`
          : capitalized(namesOf(open, index));
  return `${who} can assume ${name}, which ${farthest(permissions, onward.roles[0])}.`;
}

const CLOSED_BY: Readonly<Record<NonNullable<Entry["closedBy"]>, string>> = {
  provider: "the account does not have the provider that its trust policy names",
  audience: "the provider does not list the audience that its trust policy demands",
  "token-version":
    "the application asks for tokens of version 2, and its trust policy names the provider of version 1",
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
export function ableTo({ power, dataServices }: Permissions): string {
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

function issuersOf(entries: readonly Entry[]): string {
  const names = [...new Set(entries.map(({ issuer }) => issuer))];
  return names.length === 0 ? "an identity provider" : names.slice(0, MOST_NAMES).join(" or ");
}

/** The identities by their names, or the subjects as they are written. */
function namesOf(entries: readonly Entry[], index: EstateIndex): string {
  const names = [
    ...new Set(
      entries.flatMap(({ subjects, issuer }) =>
        subjects.length === 0
          ? [`any identity of ${issuer}`]
          : subjects.map((subject) => index.identity(subject)?.name ?? `${subject} of ${issuer}`),
      ),
    ),
  ];
  const more = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(" or ")}${more > 0 ? ` or ${more} more` : ""}`;
}

function capitalized(text: string): string {
  return text.startsWith("any ") ? `A${text.slice(1)}` : text;
}
