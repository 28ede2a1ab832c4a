import { PLACEHOLDER } from "../kernel/condition-value";
import { findingMessage } from "./finding";
import { conditionAfter, mergedFix } from "./merged-fix";
import { remedyText } from "./remedy-text";
import type { TrustFinding, TrustFix } from "./verdict";

/** Something that is wrong with a statement after a fix. A statement can have hundreds of them, so its own fix is worked out when it is asked for. */
export interface Violation extends Pick<TrustFinding, "provider" | "reach"> {
  readonly fix: () => TrustFix | undefined;
}

/** What is wrong with a statement if it has other conditions, and its principal the names that some fixes give it. */
type Violations = (condition: unknown, fixes: readonly TrustFix[]) => readonly Violation[];

type Rename = NonNullable<TrustFix["rename"]>;

/** How often a fix grows: by the audience, by the subject, and by a weak condition that the change brought to light. */
const ROUNDS = 4;

/** How often a statement is judged to complete its fixes, so that one with thousands of findings takes no minutes. Further fixes are dropped. */
const MOST_JUDGED = 100;

/**
 * The findings on a statement with whole fixes only: all of them together leave nothing that is wrong.
 *
 * @param condition - The statement's `Condition` as written.
 */
export function withCompleteFixes(
  findings: readonly TrustFinding[],
  condition: unknown,
  judgedAfter: Violations,
): readonly TrustFinding[] {
  let judged = 0;
  const violationsOf: Violations = (...change) => {
    judged += 1;
    return judgedAfter(...change);
  };
  // Names that differ only in case are one name to the conditions, and a principal can have hundreds.
  const renames = new Map<string, boolean>();
  const isWholeRename = ({ from, to }: Rename, fix: TrustFix): boolean => {
    const names = `${from.toLowerCase()} ${to}`;
    const isWhole =
      renames.get(names) ?? leavesNothingOpen(to, violationsOf(conditionAfter(condition, fix), [fix]));
    renames.set(names, isWhole);
    return isWhole;
  };
  const wholeFix = (fix: TrustFix): TrustFix | undefined => {
    if (judged >= MOST_JUDGED) {
      return undefined;
    }
    return fix.rename === undefined
      ? grownFix(fix, condition, violationsOf)
      : isWholeRename(fix.rename, fix)
        ? fix
        : undefined;
  };
  const completed = findings.map((finding) => withCompleteFix(finding, wholeFix));
  const violations = completed.filter(({ severity }) => severity === "violation");
  const fixes = violations.flatMap(({ fix }) => fix ?? []);
  // Conditions for one of several providers lock out the others: each needs a statement of its own.
  const isOneProvider = new Set(violations.map(({ provider }) => provider)).size === 1;
  if (fixes.length < violations.length || !isOneProvider) {
    return completed;
  }
  const after = fixes.reduce<unknown>((all, fix) => conditionAfter(all, filledIn(fix)), condition);
  return violationsOf(after, fixes).length === 0
    ? completed
    : completed.map((finding) => (finding.fix === undefined ? finding : withFix(finding, undefined)));
}

/**
 * A finding whose fix is the whole one. A condition that nobody meets can hide that the statement lacks another: the fix for
 * the one alone would open the role. So the fix does all that is needed at once, and there is none if no single one can.
 */
function withCompleteFix(
  finding: TrustFinding,
  wholeFix: (fix: TrustFix) => TrustFix | undefined,
): TrustFinding {
  const { fix, reach, severity } = finding;
  if (fix === undefined || reach !== "nobody" || severity === "note") {
    return finding;
  }
  const complete = wholeFix(fix);
  return complete === fix ? finding : withFix(finding, complete);
}

/** A finding with another fix, or without one. */
function withFix(finding: TrustFinding, complete: TrustFix | undefined): TrustFinding {
  const remark = complete === undefined ? MORE_IS_WRONG : FIX_DOES_MORE;
  const parts = {
    ...finding,
    detail: finding.detail === "" ? remark : `${finding.detail} ${remark}`,
    fix: complete,
    remedy: complete === undefined ? undefined : remedyText(complete),
  };
  return { ...parts, message: findingMessage(parts) };
}

const FIX_DOES_MORE = "Without that condition the role would be open, so the fix also pins what is missing.";
const MORE_IS_WRONG = "More is wrong with this statement: judge it again after the change.";

/** Whether a provider under its right name is right, or closed by something else. Conditions may keep out another one of the statement. */
function leavesNothingOpen(name: string, violations: readonly Violation[]): boolean {
  const left = violations.filter(({ provider = name }) => provider === name);
  return left.length === 0 || left.some(({ reach }) => reach === "nobody");
}

/** A fix that also repairs what it brings to light, or `undefined` if no single one can. */
function grownFix(start: TrustFix, condition: unknown, violationsOf: Violations): TrustFix | undefined {
  let fix: TrustFix | undefined = start;
  for (let round = 0; round < ROUNDS && fix !== undefined; round++) {
    const open = violationsOf(conditionAfter(condition, filledIn(fix)), [fix]);
    if (open.length === 0) {
      return fix;
    }
    const next = firstFix(open);
    fix = next === undefined ? undefined : mergedFix(condition, fix, next);
  }
  return undefined;
}

function firstFix(violations: readonly Violation[]): TrustFix | undefined {
  for (const { fix } of violations) {
    const found = fix();
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

const PLACEHOLDERS = new RegExp(PLACEHOLDER, "g");

/** A fix with plausible values in place of its placeholders. */
function filledIn(fix: TrustFix): TrustFix {
  const filled = (value: string): string => value.replace(PLACEHOLDERS, plausible);
  return {
    ...fix,
    conditions: Object.fromEntries(
      Object.entries(fix.conditions).map(([key, values]) => [
        key,
        typeof values === "string" ? filled(values) : values.map(filled),
      ]),
    ),
  };
}

function plausible(placeholder: string): string {
  return placeholder.includes("URI")
    ? "api://name"
    : placeholder.includes("unique ID")
      ? "123456789012345678901"
      : "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e";
}
