/** The report of explain --trust, as text and as JSON: each condition next to the token's value. */
import type { ComparedCondition, ComparedStatement, Outcome } from "../../../trust";
import { printable } from "../../report/printable";
import { wrapAt } from "../../report/wrap";
import { WIDTH } from "../error-report";
import type { RoleComparison } from "./compare-files";

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  matches: "matches",
  differs: "DOES NOT MATCH",
  depends: "depends on more than the token",
};

const VERDICTS: Readonly<Record<RoleComparison["verdict"], string>> = {
  trusts:
    "the trust policy lets this token assume the role. Provider, signature, and client IDs are not checked here.",
  refuses: "the role refuses this token.",
  depends: "the files do not decide whether the role trusts this token.",
};

/** The longest value that is shown, in characters. */
const LONGEST = 200;

/** Comparisons as text of at most `columns` columns. Words longer than a line stay whole. */
export function renderComparisons(comparisons: readonly RoleComparison[], columns = WIDTH): string {
  return comparisons.map((each) => render(each, Math.min(columns, WIDTH))).join("\n");
}

function render(
  { role, statements, problems, tokenProblems, verdict, judged }: RoleComparison,
  columns: number,
): string {
  const wrap = wrapAt(columns);
  const lines = [
    wrap(`Role ${shown(role)}`, "  "),
    ...tokenProblems.map((problem) => wrap(`  ${problem}`, "    ")),
    ...problems.map((problem) => wrap(`  IAM does not accept the policy: ${printable(problem)}`, "    ")),
    ...(statements.length === 0
      ? ["  No statement allows sts:AssumeRoleWithWebIdentity."]
      : statements.flatMap((statement) => statementLines(statement, wrap))),
    wrap(`Verdict: ${VERDICTS[verdict]}`, "  "),
    ...(judged === "rejected"
      ? [
          wrap("The policy has other problems, such as access for other identities:", "  "),
          "  npx @azure-to-aws/cli judge FILE",
        ]
      : []),
  ];
  return `${lines.join("\n")}\n`;
}

function statementLines(
  { statement, sid, denies, outcome, principal, conditions }: ComparedStatement,
  wrap: ReturnType<typeof wrapAt>,
): string[] {
  const name = sid === undefined ? "" : ` (${printable(sid)})`;
  return [
    wrap(`  Statement ${statement}${name}, ${denies ? "Deny" : "Allow"}: ${OUTCOMES[outcome]}`, "    "),
    `    ${OUTCOMES[principal.outcome]}: provider`,
    ...values(principal.expected, [principal.actual], wrap),
    ...because(principal.remark, wrap),
    ...conditions.flatMap((condition) => conditionLines(condition, wrap)),
  ];
}

function conditionLines(
  { operator, key, expected, actual, outcome, remark }: ComparedCondition,
  wrap: ReturnType<typeof wrapAt>,
): string[] {
  return [
    wrap(`    ${OUTCOMES[outcome]}: ${operator} ${printable(key)}`, "      "),
    ...values(expected, actual, wrap),
    ...because(remark, wrap),
  ];
}

function because(remark: string | undefined, wrap: ReturnType<typeof wrapAt>): string[] {
  return remark === undefined ? [] : [wrap(`      because ${printable(remark)}`, "        ")];
}

function values(
  expected: readonly string[],
  actual: readonly string[] | undefined,
  wrap: ReturnType<typeof wrapAt>,
): string[] {
  const got = actual === undefined ? "not in the token" : list(actual);
  return [
    wrap(`      expected ${list(expected)}`, "               "),
    wrap(`      got      ${got}`, "               "),
  ];
}

function list(items: readonly string[]): string {
  return items.length === 0 ? "nothing" : items.map(shown).join(" or ");
}

function shown(value: string): string {
  return printable(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
}

/** The same for programs. */
export function comparisonsAsJson(comparisons: readonly RoleComparison[]): string {
  return `${JSON.stringify({ format: 1, comparisons }, null, 2)}\n`;
}
