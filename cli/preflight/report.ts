/** The report of `preflight` as text and JSON, and the rule that decides its exit code. */
import { withCode } from "../../messages";
import { printable } from "../report/printable";
import { type Wrap, wrapAt } from "../report/wrap";
import type { Check, Outcome } from "./check";
import type { OutboundHost } from "./outbound-hosts";

/** Version of the JSON report. It grows when a member changes its meaning or goes. */
const FORMAT = 1;

/** The width of the report where there is no terminal, in characters. */
const COLUMNS = 80;

/** Where details begin. */
const INDENT = "             ";

/** Everything that was found out. */
export interface Preflight {
  readonly checks: readonly Check[];
  readonly outbound: readonly OutboundHost[];
}

/**
 * Whether nothing speaks against `pulumi up`.
 *
 * @param strict - Whether an unknown outcome counts as wrong.
 */
export function isReady({ checks }: Preflight, strict: boolean): boolean {
  return checks.every(({ outcome }) => outcome === "ok" || (outcome === "cannot tell" && !strict));
}

/** The report for programs. */
export function renderPreflightJson(preflight: Preflight, strict: boolean): string {
  const { checks, outbound } = preflight;
  return `${JSON.stringify({ format: FORMAT, ok: isReady(preflight, strict), checks, outbound }, undefined, 2)}\n`;
}

/** The report for people. */
export function renderPreflight({ checks, outbound }: Preflight, columns: number | undefined): string {
  const width = Math.min(columns ?? COLUMNS, COLUMNS);
  const wrap = wrapAt(width);
  const blocks = checks.map(({ id, title, outcome, found, expected, fix }) => {
    const detail = (label: string, text: string): string =>
      withoutEmptyLabel(wrap(printable(`${INDENT}${label.padEnd(10)}${text}`), `${INDENT}          `));
    const heading = `${outcome.padEnd(INDENT.length)}${outcome === "ok" ? title : withCode({ code: id, text: title })}`;
    return [
      outcome === "ok" ? wrap(printable(`${heading}: ${found}`), INDENT) : heading,
      ...(outcome === "ok" ? [] : [detail("found:", found)]),
      ...(expected === undefined ? [] : [detail("expected:", expected)]),
      ...(fix === undefined ? [] : [`${INDENT}fix:`]),
      ...(fix?.split("\n") ?? []).map((line) => folded(printable(line), `${INDENT}  `, width, wrap)),
    ].join("\n");
  });
  const widest = Math.max(0, ...outbound.map(({ host }) => host.length));
  const hosts = outbound.map(({ host, port, purpose }) =>
    wrap(`  ${host.padEnd(widest)}  ${String(port).padEnd(3)}  ${purpose}`, " ".repeat(widest + 9)),
  );
  const firewall = [
    "A firewall must allow these hosts. The list comes from the vendors'",
    "documentation. It was not tried behind a firewall:",
  ];
  return [...blocks, "", ...firewall, ...hosts, "", `${countOf(checks)}\n`].join("\n");
}

/** A first word that is too long for a line leaves its label alone on one: the two belong together, and the word stays whole. */
function withoutEmptyLabel(text: string): string {
  return text.replace(/^( +\w+:)\n +/, (_, label: string) => label.padEnd(INDENT.length + 10));
}

/** A line of a fix. Long commands go on in the next line before an option, as shells read them; comments are wrapped. */
function folded(line: string, indent: string, width: number, wrap: Wrap): string {
  if (line.startsWith("#")) {
    return wrap(indent + line, `${indent}# `);
  }
  const lines: string[] = [];
  for (const part of line.split(/ +(?=--|# )/)) {
    const last = lines.at(-1);
    if (last === undefined) {
      lines.push(indent + part);
    } else if (part.startsWith("# ")) {
      lines.push(wrap(indent + part, `${indent}# `));
    } else if (last.length + part.length + " \\".length < width) {
      lines[lines.length - 1] = `${last} ${part}`;
    } else {
      lines[lines.length - 1] = `${last} \\`;
      lines.push(`${indent}  ${part}`);
    }
  }
  return lines.join("\n");
}

function countOf(checks: readonly Check[]): string {
  const outcomes: readonly Outcome[] = ["ok", "wrong", "cannot tell"];
  const counts = outcomes.map(
    (outcome) => `${checks.filter((check) => check.outcome === outcome).length} ${outcome}`,
  );
  return `${checks.length} checks: ${counts.join(", ")}.`;
}
