/** The audit as one HTML file that needs no other file and no network. */
import { createHash } from "node:crypto";
import type { AuditedRole, AuditReport } from "../audit-report";
import { everyoneOf, isWhole, ownerOf } from "../model/owners";
import { summaryOf } from "../summary";
import { pageGraph } from "./lay-out-graph";
import { PAGE_SCRIPT, PAGE_STYLE } from "./page-assets";
import { pageData } from "./page-data";

/** Characters that could end the data's element, or that could reorder or hide text when somebody reads the source. */
const UNSAFE_IN_DATA = /[<>&\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Renders a report as a page. Everything in a report may come from a stranger: the page's script adds it as text only.
 *
 * @returns HTML. It works from a file, and its policy lets it load nothing.
 */
export async function renderPage(report: AuditReport): Promise<string> {
  const roles = report.roles.map((role) => ({ ...role, ...crowdOf(role) }));
  const data = pageData({ ...report, roles }, summaryOf(report).severities, await pageGraph(report));
  const day = /^\d{4}-\d\d-\d\d/.exec(report.collectedAt ?? "")?.[0];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(PAGE_SCRIPT, PAGE_STYLE)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Who can get into AWS${day === undefined ? "" : `, ${day}`}</title>
<link rel="icon" href="data:,">
<style>${PAGE_STYLE}</style>
</head>
<body>
<noscript>This page needs JavaScript. Its script is in this file and loads nothing.</noscript>
<script type="application/json" id="data">${dataBlock(data)}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

/** The repositories that get in, if these are all of one GitHub owner. */
function crowdOf({ reach, entries }: AuditedRole): { readonly crowd?: string } {
  const crowds = entries
    .filter((entry) => (entry.reach ?? reach) === "tenant")
    .flatMap(({ provider, subjects }) => subjects.map((subject) => ownerOf(provider, subject)))
    .map((owner) => (owner?.kind === "github-owner" && isWhole(owner) ? everyoneOf(owner) : undefined));
  const [crowd, ...others] = new Set(crowds);
  return crowd === undefined || others.length > 0 ? {} : { crowd };
}

/**
 * Allows this script and this style, and nothing else. \`require-trusted-types-for\` makes browsers refuse every way to turn
 * text into HTML.
 */
export function contentSecurityPolicy(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** JSON that nothing in it can end, whatever the element. */
export function dataBlock(data: unknown): string {
  return JSON.stringify(data).replace(UNSAFE_IN_DATA, (character) =>
    [...Array(character.length).keys()]
      .map((place) => `\\u${character.charCodeAt(place).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
