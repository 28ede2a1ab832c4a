/** The junit format of judge and audit, for CI systems that show test results. */
import { shownFile } from "../input/read-input";
import type { ReportedFinding } from "./reported-finding";

/**
 * Writes findings as JUnit XML: a failed test for each that counts, and a skipped one for each that does not.
 *
 * Source: Jenkins, xunit-plugin, `junit-10.xsd`.
 */
export function renderJUnit(findings: readonly ReportedFinding[], command: string): string {
  const failures = findings.filter(({ counts }) => counts).length;
  const counted = `tests="${findings.length}" failures="${failures}" skipped="${findings.length - failures}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<testsuites>",
    `  <testsuite name="azure-to-aws ${command}" errors="0" ${counted}>`,
    ...findings.map(testCase),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function testCase(finding: ReportedFinding): string {
  const { rule, resource, severity, message, remedy, file, line, fingerprint, accepted } = finding;
  const name = `name="${escaped(resource)}" classname="${escaped(rule)}"`;
  const text = escaped(`${shownFile(file)}:${line}: ${message} ${remedy} (${fingerprint})`);
  const why =
    accepted === undefined
      ? severity
      : `accepted by ${accepted.owner} until ${accepted.until}: ${accepted.reason}`;
  const outcome = finding.counts
    ? `<failure type="${severity}" message="${escaped(message)}">${text}</failure>`
    : `<skipped message="${escaped(why)}"/>`;
  return `    <testcase ${name}>\n      ${outcome}\n    </testcase>`;
}

/** What XML 1.0 does not allow at all, such as an escape character. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

function escaped(text: string): string {
  return text
    .replace(FORBIDDEN, "\uFFFD")
    .replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
