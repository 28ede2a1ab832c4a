/** Phrases and table rows that the audit's text, Markdown, and Mermaid output share. */
import type { Reach } from "../../../trust";
import { counted, numeral } from "../../report/counted";
import type { AuditedRole, AuditReport, Controller, Entry, Power } from "../audit-report";
import { SEVERITIES, type Summary, summaryOf } from "../summary";

/** Who can assume a role, in the fewest words. */
export const WHO: Readonly<Record<Reach | "exact" | "unknown", string>> = {
  anyone: "anyone",
  tenant: "anyone in the tenant, cluster, or organization",
  assigned: "any identity assigned to the application, and anyone who can assign one",
  replay: "only the named identity, but with more tokens than intended",
  nobody: "nobody, as written",
  unknown: "not known: the input does not have the trust policy",
  exact: "only the identities that the policy names",
};

/** How far a role gets, in the fewest words. */
export const HOW_FAR: Readonly<Record<Power, string>> = {
  administrator: "administrator",
  escalation: "can escalate",
  data: "data",
  limited: "limited",
  none: "nothing",
  unknown: "unknown",
};

/** The first line of a report: what was audited. */
export function headlineOf({ counts, collectedAt }: AuditReport): string {
  const places = [
    ...(counts.accounts > 0 ? [counted(counts.accounts, "AWS account")] : []),
    ...(counts.tenants > 0 ? [counted(counts.tenants, "Entra tenant")] : []),
    ...(counts.subscriptions > 0 ? [counted(counts.subscriptions, "Azure subscription")] : []),
  ].join(", ");
  const when =
    collectedAt === undefined ? "" : ` Collected ${collectedAt.slice(0, 16).replace("T", " ")} UTC.`;
  return `${places === "" ? "No account" : places}: ${counted(counts.roles, "role")}, of which ${numeral(counts.federatedRoles)} trust an identity provider outside of AWS.${when}`;
}

/** The number of findings, as one line. */
export function findingCounts(report: AuditReport): string {
  const { severities, accepted, since } = summaryOf(report);
  const parts = SEVERITIES.filter((severity) => severities[severity] > 0).map(
    (severity) => `${severities[severity]} ${severity}`,
  );
  const compared =
    since === undefined
      ? ""
      : ` Compared with the earlier report: ${since.new} new, ${since.known} known, ${since.gone} gone${since.notSeen === 0 ? "" : `, ${since.notSeen} not seen this time`}.`;
  const gaps =
    report.missing.length === 0
      ? ""
      : ` The input lacks ${counted(report.missing.length, "section")}: see what was not seen.`;
  return `Findings: ${parts.length === 0 ? "none" : parts.join(", ")}.${accepted === 0 ? "" : ` ${accepted} accepted.`}${compared}${gaps}`;
}

/** How many roles each reach admits, for a table of counts. Those without roles are left out. */
export function reachCounts(summary: Summary): readonly (readonly [number, string])[] {
  return (Object.keys(WHO) as (keyof typeof WHO)[])
    .map((reach): readonly [number, string] => [summary.reaches[reach], WHO[reach]])
    .filter(([count]) => count > 0);
}

/** The row of a role in a table. The last use is a date, `never`, or empty if the input does not have it. */
export function rowOf(role: AuditedRole): readonly string[] {
  const { verdict, reach, permissions, name, account, lastUsed } = role;
  return [
    verdict === "unknown" ? "unknown" : (reach ?? "exact"),
    HOW_FAR[permissions.power],
    name,
    account,
    lastUsed?.slice(0, 10) ?? "",
  ];
}

/** The heading of the table. */
export const HEADING = ["Reach", "Gets to", "Role", "Account", "Last used"] as const;

const CLOSED_BY: Readonly<Record<NonNullable<Entry["closedBy"]>, string>> = {
  provider: "the account does not have the provider",
  audience: "the provider does not list the audience",
  "token-version": "the application asks for tokens of version 2",
  subject: "no identity of the tenant has the subject",
  "subject-disabled": "the identity is disabled",
  "application-disabled": "the application is disabled",
  application: "no application of the tenant has the audience",
  client: "the tokens of the subject have another client ID",
  deny: "a Deny of the trust policy keeps everybody out",
};

/** How somebody gets in by an entry. */
export function entryText(entry: Entry): string {
  const { issuer, provider, statement, sid, audiences, subjects, exact } = entry;
  const audience = audiences.length === 0 ? "any audience" : `audience ${audiences.join(" or ")}`;
  const subject =
    subjects.length === 0 ? "any subject" : `${exact ? "subject" : "subjects like"} ${subjects.join(" or ")}`;
  const from = issuer === provider ? provider : `${issuer} (${provider})`;
  return `${from}, ${audience}, ${subject}, by statement ${statement}${sid === undefined ? "" : ` (${sid})`}${nobodyText(entry)}`;
}

function nobodyText({ reach, closedBy }: Entry): string {
  if (closedBy !== undefined) {
    return `; nobody gets in, because ${CLOSED_BY[closedBy]}`;
  }
  return reach === "nobody" ? "; nobody gets in, as it is written" : "";
}

/** Who controls a way in, with type and ID: two groups, or a user and an application, can have the same name. */
export function controllerText({ name, principal, type, by, can }: Controller): string {
  const hasName = name !== undefined && !principal.endsWith(name);
  return `${hasName ? `${name} (${type} ${principal})` : `${principal} (${type})`}, ${by}. ${can}`;
}
