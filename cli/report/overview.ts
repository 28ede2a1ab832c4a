/** Groups and counts the roles of a `judge` run for the text and Markdown reports. */
import { withCode } from "../../messages";
import { JUDGING } from "../../messages/cli";
import { compareRoleReach, REACHES, type RoleReach } from "../../trust";
import { PROGRAM } from "../command";
import { shownFile } from "../input/read-input";
import type { JudgedFile, JudgedRole } from "../judged-files/judge-file";
import type { SkippedFile } from "../judged-files/judge-files";
import { counted, numeral } from "./counted";
import { countVerdicts, isFailure, isNothingRead, isUnreadable, isWithoutOidc, type Run } from "./outcome";

/** A role of a run, with its place in the files. */
export interface ReportedRole {
  readonly judged: JudgedRole;
  readonly file: string;
  /** The line on which its trust policy begins, from 1. */
  readonly line: number;
}

/** Something that was not judged and is not a role: a file, or a part of one. */
export interface Gap {
  readonly file: string;
  /** Why it was not judged: a sentence. */
  readonly sentence: string;
}

/** A run as the reports for people show it: text and Markdown. */
export interface Overview {
  /** The number of roles and of each verdict, as one line. */
  readonly headline: string;
  /** Who can assume how many roles: a count with a description for each line. Nothing is counted as none. */
  readonly counts: readonly (readonly [number, string])[];
  /** Roles with a violation that nobody accepts, the worst first. */
  readonly rejected: readonly ReportedRole[];
  /** Roles whose verdict depends on values that the files do not show. */
  readonly unknown: readonly ReportedRole[];
  readonly gaps: readonly Gap[];
  /** Rejected roles of which every violation is accepted. */
  readonly tolerated: readonly ReportedRole[];
  /** Accepted roles that an OpenID Connect identity can assume. */
  readonly accepted: readonly ReportedRole[];
  /** How many roles no OpenID Connect identity can assume. */
  readonly withoutOidc: number;
  /** What was ignored or assumed in order to read the files. */
  readonly remarks: readonly Gap[];
  /** How many files were read and skipped, and how many roles judged: the last line. */
  readonly closing: string;
  /** The command that shows more about what is wrong, or finds something to judge. `undefined` if nothing is rejected. */
  readonly next: string | undefined;
}

/** Who can assume a rejected role, in the fewest words. */
export const WHO_IS_LET_IN: Readonly<Record<RoleReach, string>> = {
  anyone: "anyone",
  tenant: "anyone in the tenant, cluster, or organization",
  assigned: "any identity assigned to the application, and anyone who can assign one",
  replay: "only the named subject, but with more tokens than intended",
  exact: "only the identities that the policy names, by the parts that work",
  nobody: "nobody, as written",
};

/** What explains the worst finding, or, without a role, what finds some. */
function nextCommand([worst]: readonly ReportedRole[], isEmpty: boolean): string | undefined {
  if (worst === undefined) {
    return isEmpty
      ? `aws iam get-account-authorization-details --filter Role | ${PROGRAM} judge -`
      : undefined;
  }
  const wrong = worst.judged.findings.find(({ finding }) => finding.severity !== "note");
  return wrong === undefined ? undefined : `${PROGRAM} explain ${wrong.finding.code}`;
}

/** Sorts the roles of a run by verdict, the worst first, and counts them. */
export function overviewOf(run: Run): Overview {
  const read = run.files.filter((file): file is JudgedFile => !isUnreadable(file));
  const all = read.flatMap((file) =>
    file.roles.map((judged): ReportedRole => ({
      judged,
      file: shownFile(file.file),
      line: file.lines.positionOf(judged.range.start).line,
    })),
  );
  const having = (verdict: JudgedRole["verdict"]): ReportedRole[] =>
    all.filter(({ judged }) => judged.verdict === verdict);
  const rejected = having("rejected").sort((a, b) => compareRoleReach(a.judged.reach, b.judged.reach));
  const accepted = having("accepted").filter(({ judged }) => !isWithoutOidc(judged));
  const tolerated = having("tolerated");
  const unknown = having("unknown");
  const { skipped = [] } = run;
  const gaps = [
    ...run.files.flatMap(gapsOf),
    ...skipped.filter(({ mayHaveRole }) => mayHaveRole).map(gapOfSkipped),
  ];
  const { withoutOidc } = countVerdicts(run);
  const withReach = (reach: RoleReach): number =>
    rejected.filter(({ judged }) => judged.reach === reach).length;
  return {
    headline: headline(run, gaps),
    counts: [
      ...REACHES.flatMap((reach) => whereAny(withReach(reach), WHO_IS_LET_IN[reach])),
      ...whereAny(withReach("exact"), WHO_IS_LET_IN.exact),
      ...whereAny(unknown.length, "not judged: depends on values that the file does not show"),
      ...whereAny(tolerated.length, "tolerated: rejected, but each finding is accepted for a time"),
      ...whereAny(accepted.length, "accepted: only the identities that the policy names"),
      ...whereAny(withoutOidc, "without OpenID Connect: who else can assume these was not judged"),
    ],
    rejected,
    unknown,
    gaps,
    tolerated,
    accepted,
    withoutOidc,
    remarks: [
      ...read.flatMap((file) => [
        ...file.remarks.map((sentence) => ({ file: shownFile(file.file), sentence })),
        ...(all.length === 0 && read.length <= MOST_NAMED && !isNothingRead(file)
          ? [
              {
                file: shownFile(file.file),
                sentence: `It was read as ${file.format.name}, and has no role with a trust policy.`,
              },
            ]
          : []),
      ]),
      ...(skipped.length > MOST_NAMED
        ? []
        : skipped.filter(({ mayHaveRole }) => !mayHaveRole).map(remarkOnSkipped)),
    ],
    next: nextCommand(rejected, all.length === 0 && gaps.length === 0),
    closing: `Read ${counted(read.length, "file")}, skipped ${numeral(skipped.length)}, judged ${counted(all.length, "role")}.`,
  };
}

/** Up to so many skipped files are named and, if no file has a role, so many files. JSON names all. */
const MOST_NAMED = 10;

function remarkOnSkipped({ file, skipped }: SkippedFile): Gap {
  return { file: shownFile(file), sentence: `Skipped: ${skipped}.` };
}

function gapOfSkipped({ file, skipped }: SkippedFile): Gap {
  return {
    file: shownFile(file),
    sentence: withCode(JUDGING.say("trust-policy-not-read", `Skipped: ${skipped}`)),
  };
}

/** A count, unless it is none. */
function whereAny(number: number, who: string): [number, string][] {
  return number === 0 ? [] : [[number, who]];
}

function gapsOf(file: Run["files"][number]): Gap[] {
  if (isUnreadable(file)) {
    return [{ file: shownFile(file.file), sentence: withCode(file.reason) }];
  }
  return [
    ...file.notSeen,
    ...(isNothingRead(file) ? ["No trust policy in this file could be read"] : []),
  ].map((sentence) => ({
    file: shownFile(file.file),
    sentence: withCode(JUDGING.say("trust-policy-not-read", sentence.replace(/\.$/, ""))),
  }));
}

function headline(run: Run, gaps: readonly Gap[]): string {
  const { accepted, rejected, unknown, tolerated, withoutOidc } = countVerdicts(run);
  const roles = accepted + rejected + unknown + tolerated + withoutOidc;
  const below = run.files
    .flatMap((file) => (isUnreadable(file) ? [] : file.roles))
    .filter((role) => role.verdict === "rejected" && !isFailure(role, run.failOn)).length;
  const unreadable = run.files.filter(isUnreadable).length;
  const unseen = gaps.length - unreadable;
  const verdicts = [
    `${rejected} rejected`,
    `${unknown} not judged`,
    ...(tolerated === 0 ? [] : [`${tolerated} tolerated`]),
    `${accepted} accepted`,
    ...(withoutOidc === 0 ? [] : [`${withoutOidc} without OpenID Connect`]),
  ];
  const more = [
    ...(run.failOn === "nobody" || below === 0
      ? []
      : [`${below} of the rejected roles ${below === 1 ? "is" : "are"} below --fail-on ${run.failOn}.`]),
    ...(unreadable === 0 ? [] : [`${counted(unreadable, "file")} unreadable.`]),
    ...(unseen === 0 ? [] : ["Some parts of the files were not judged."]),
  ];
  return [
    `${counted(roles, "role")} in ${counted(run.files.length, "file")}: ${verdicts.join(", ")}.`,
    ...more,
  ].join(" ");
}
