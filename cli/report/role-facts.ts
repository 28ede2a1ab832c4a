/** The wording about roles that the text and Markdown reports of `judge` share. */
import { withCode } from "../../messages";
import type { FoundPolicy } from "../../policy-sources";
import { acceptanceNotices, type AcceptedFinding } from "../../policypack/configuration";
import type { Pin } from "../../trust";
import type { PlacedFinding } from "../judged-files/judge-file";
import { counted } from "./counted";
import type { Run } from "./outcome";
import { type Overview, type ReportedRole, WHO_IS_LET_IN } from "./overview";

/** Names of what holds a policy, if it is not the type of a resource. */
const KINDS: Readonly<Record<string, string>> = { "iam-role": "IAM role", "trust-policy": "trust policy" };

/** What holds a role's policy: `IAM role`, or a resource type. */
export function kindOf({ kind }: FoundPolicy): string {
  return KINDS[kind] ?? kind;
}

/** When a role was last used: a date, or that IAM, which looks back 400 days, shows no use; empty if the file does not show it. */
export function lastUseOf({ lastUsed }: FoundPolicy): string {
  return lastUsed === undefined ? "" : (lastUsed.date?.slice(0, 10) ?? "none in 400 days");
}

/** The same in words, with the region. */
export function lastUseInWords({ lastUsed }: FoundPolicy): string | undefined {
  if (lastUsed === undefined) {
    return undefined;
  }
  const { date, region } = lastUsed;
  return date === undefined
    ? "IAM shows no use within its last 400 days"
    : `last used ${date.slice(0, 10)}${region === undefined ? "" : ` in ${region}`}`;
}

/** The heading and the rows of the table of roles. Columns that no role fills are left out. */
export function tableOf({
  rejected,
  unknown,
  tolerated,
  accepted,
}: Overview): readonly (readonly string[])[] {
  const rows = [
    ...rejected.map((role) => rowOf("rejected", role)),
    ...unknown.map((role) => rowOf("not judged", role)),
    ...tolerated.map((role) => rowOf("tolerated", role)),
    ...accepted.map((role) => rowOf("accepted", role)),
  ];
  const all = [["Verdict", "Reach", "Role", "Account", "Last used"], ...rows];
  const filled = all[0]?.map((_, column) => rows.some((row) => row[column] !== "")) ?? [];
  return rows.length === 0 ? [] : all.map((row) => row.filter((_, column) => filled[column]));
}

function rowOf(verdict: string, { judged: { document, reach, verdict: own } }: ReportedRole): string[] {
  return [
    verdict,
    own === "rejected" ? (reach ?? "") : "",
    document.role,
    document.account ?? "",
    lastUseOf(document),
  ];
}

/** Who can assume an accepted role: a line for each statement and provider. */
export function grantsOf({ judgment }: ReportedRole["judged"]): readonly string[] {
  return judgment.grants.map(
    ({ provider, audience, subject, standIn }) =>
      `${provider} with aud ${pinned(audience)} and ${standIn === undefined ? `sub ${pinned(subject)}` : `${standIn.key} ${standIn.values.join(" or ")}`}`,
  );
}

function pinned({ kind, values }: Pin): string {
  return kind === "nothing" ? "open" : values.join(" or ");
}

/** Who can assume a role, and in a line of its own, who can at worst. */
export function whoOf({ reach, judgment }: Pick<ReportedRole["judged"], "reach" | "judgment">): string[] {
  const { possibleReach } = judgment;
  return [
    ...(reach === undefined ? [] : [`Who can assume it: ${WHO_IS_LET_IN[reach]}.`]),
    ...(possibleReach === undefined
      ? []
      : [`${reach === undefined ? "At worst" : "It can be worse"}: ${WHO_IS_LET_IN[possibleReach]}.`]),
  ];
}

/** What is said of roles that no OpenID Connect identity can assume. */
export function withoutOidcText(number: number): string {
  return `${counted(number, "role")} without OpenID Connect: who else can assume ${number === 1 ? "it" : "them"} was not judged`;
}

/** How to get a verdict for a role that was not judged: an instruction. */
export function howToKnow({ toKnow = "judge the deployed role (aws iam get-role)" }: FoundPolicy): string {
  return `To get a verdict, ${toKnow}. To allow such roles, use --allow-unknown.`;
}

/** What precedes a finding that somebody accepts. */
export function acceptedLabel(accepted: AcceptedFinding | undefined): string {
  return accepted === undefined
    ? ""
    : `Accepted by ${accepted.owner} until ${accepted.until} (${accepted.reason}): `;
}

/** By what a finding can be accepted; none for a note, and for a finding that somebody accepts. */
export function fingerprintOf({ finding, accepted, fingerprints }: PlacedFinding): readonly string[] {
  return finding.severity === "note" || accepted !== undefined ? [] : [fingerprints()[0]];
}

/** How many accepted findings to look at are named. */
const MOST_NOTICES = 20;

/** What somebody should do about accepted findings, one line for each. */
export function acceptanceLines({ acceptance }: Run): readonly string[] {
  const all =
    acceptance === undefined ? [] : acceptanceNotices(acceptance.ended, acceptance.unused).map(withCode);
  const more = all.length - MOST_NOTICES;
  return [
    ...all.slice(0, MOST_NOTICES),
    ...(more > 0 ? [`And ${more} more accepted findings to look at`] : []),
  ];
}
