import { coded, nearestName } from "../../messages";
import { UnreadableError } from "../../policy-sources";
import { isObject } from "../../trust";
import type { AuditFinding, AuditReport } from "./audit-report";
import { lazyYaml } from "./lazy-yaml";
import { marked } from "./reported-finding";
import { AUDIT_RULES } from "./rules";

/** A finding that somebody accepts for a time. */
export interface Suppression {
  readonly rule: string;
  readonly subject: string;
  /** Why it is accepted. */
  readonly reason: string;
  /** The last day on which it counts, as `2027-03-31`. */
  readonly until: string;
  /** Who accepted it. */
  readonly by?: string;
}

const RULES: readonly string[] = AUDIT_RULES.map(({ id }) => id);

const DATE = /^\d{4}-\d\d-\d\d$/;

/** Whether the calendar has a day. `Date.parse` accepts February 31 and returns a day in March. */
function isDay(text: string): boolean {
  const time = Date.parse(text);
  return DATE.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/**
 * Reads a file of suppressions: JSON or YAML, `suppressions` with a list, or the list alone.
 *
 * @throws {UnreadableError} If a suppression lacks its rule, subject, reason, or date, or has a member that is unknown.
 */
export function readSuppressions(text: string): readonly Suppression[] {
  let value: unknown;
  try {
    // A date without quotes stays a string.
    value = lazyYaml().parse(text, { schema: "core", maxAliasCount: 0 }) as unknown;
  } catch (error) {
    throw invalid(
      "the file",
      error instanceof Error ? firstLine(error.message) : "unreadable",
      "JSON or YAML",
    );
  }
  const list: unknown = isObject(value) ? value.suppressions : value;
  if (!Array.isArray(list)) {
    throw invalid("suppressions", "not a list", "a list of suppressions");
  }
  return list.map((item: unknown, position) => readOne(item, `suppressions[${position}]`));
}

function readOne(item: unknown, place: string): Suppression {
  if (!isObject(item)) {
    throw invalid(place, "not an object", "rule, subject, reason, and until");
  }
  const known = ["rule", "subject", "reason", "until", "by"];
  const unknown = Object.keys(item).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw invalid(`${place}.${unknown}`, "unknown member", known.join(", "));
  }
  const text = (name: string, expected: string): string => {
    const member = item[name];
    if (typeof member !== "string" || member.trim() === "") {
      throw invalid(`${place}.${name}`, member === undefined ? "missing" : "empty or not a string", expected);
    }
    return member;
  };
  const until = text("until", "the last day, such as 2027-03-31");
  if (!isDay(until)) {
    throw invalid(
      `${place}.until`,
      `not a date: ${JSON.stringify(until)}`,
      "the last day, such as 2027-03-31",
    );
  }
  return {
    rule: text("rule", "the ID of a rule, such as role-unused"),
    subject: text("subject", "the subject of the finding, such as the ARN of the role"),
    reason: text("reason", "why the finding is accepted, as a string"),
    until,
    ...(item.by === undefined ? {} : { by: text("by", "who accepted it") }),
  };
}

function invalid(place: string, wrong: string, expected: string): UnreadableError {
  return new UnreadableError(coded("audit-suppressions-invalid", `${place}: ${wrong}. Expected ${expected}`));
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}

/**
 * Marks the findings that are suppressed. They stay in the report.
 *
 * @param today - The date, as `2026-11-28`. A suppression counts on its last day, too.
 */
export function suppress(
  report: AuditReport,
  suppressions: readonly Suppression[],
  today: string,
): AuditReport {
  const valid = new Map<string, Suppression>();
  const ended = new Map<string, string>();
  for (const one of suppressions) {
    if (one.until < today) {
      ended.set(keyOf(one), one.until);
    } else {
      valid.set(keyOf(one), one);
    }
  }
  const found = new Set<string>();
  const mark = (finding: AuditFinding): AuditFinding => {
    const key = keyOf(finding);
    found.add(key);
    const suppression = valid.get(key);
    if (suppression === undefined) {
      const until = ended.get(key);
      return until === undefined ? finding : marked(finding, { suppressionEnded: until });
    }
    const { reason, until, by } = suppression;
    return marked(finding, { suppressed: { reason, until, ...(by === undefined ? {} : { by }) } });
  };
  const roles = report.roles.map((role) => ({ ...role, findings: role.findings.map(mark) }));
  const findings = report.findings.map(mark);
  const problems = suppressions.flatMap((one) => {
    const key = keyOf(one);
    return problemOf(one, today, found.has(key), valid.has(key)) ?? [];
  });
  return { ...report, roles, findings, suppressionProblems: [...report.suppressionProblems, ...problems] };
}

/**
 * What is wrong with a suppression; `undefined` if nothing is.
 *
 * @param isFound - Whether there is a finding of its rule and subject.
 * @param isCovered - Whether a suppression of this finding still counts: this one, or another.
 */
function problemOf(
  { rule, subject, until, reason }: Suppression,
  today: string,
  isFound: boolean,
  isCovered: boolean,
): string | undefined {
  const what = `The suppression of ${rule} for ${subject}`;
  const hasEnded = until < today;
  if (!isFound) {
    const nothing = `${what} ${hasEnded ? `ended on ${until}, and it ` : ""}matches no finding`;
    return RULES.includes(rule)
      ? `${nothing}. Remove it.`
      : `${nothing}: there is no such rule.${meant(rule)}`;
  }
  if (!hasEnded) {
    return undefined;
  }
  return isCovered
    ? `${what} ended on ${until}. Another one still counts. Remove this one.`
    : `${what} ended on ${until}, so the finding counts again. The reason was: ${reason}`;
}

function meant(rule: string): string {
  const near = nearestName(rule, RULES);
  return near === undefined ? " Correct it." : ` Did you mean ${near}?`;
}

function keyOf({ rule, subject }: Pick<AuditFinding, "rule" | "subject">): string {
  return JSON.stringify([rule, subject]);
}
