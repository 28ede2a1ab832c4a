/** The diagram in the Markdown audit report, kept within Mermaid's size limits. */
import type { AuditedRole, AuditReport } from "../audit-report";
import { HOW_FAR } from "./wording";

/**
 * The most roles in a diagram. Mermaid draws at most 500 edges and reads at most 50,000 characters; a role here has at most
 * {@link MOST_ENTRIES} entries of three edges, and two edges more.
 *
 * Source: Mermaid, "Mermaid Config Schema", `maxEdges` and `maxTextSize`. GitHub keeps the defaults.
 */
const MOST_ROLES = 20;
const MOST_ENTRIES = 4;
const MOST_SUBJECTS = 2;
/** The most characters of a label. */
const LONGEST = 48;
/** The most characters of a diagram. */
const LARGEST = 45_000;

/** A diagram of the worst roles: identity, audience, provider, role, and how far it gets. */
export function mermaidOf(report: AuditReport): { readonly code: string; readonly roles: number } {
  for (let count = Math.min(MOST_ROLES, report.roles.length); count > 0; count--) {
    const code = diagram(report, report.roles.slice(0, count));
    if (code.length <= LARGEST) {
      return { code, roles: count };
    }
  }
  return { code: "", roles: 0 };
}

function diagram({ identities, applications }: AuditReport, roles: readonly AuditedRole[]): string {
  const nodes = new Map<string, string>();
  const lines: string[] = [];
  const edges = new Set<string>();
  const names = new Map(identities.map(({ id, name }) => [id, name]));
  const titles = new Map(applications.map(({ id, name }) => [id, name]));
  const node = (key: string, label: string, shape: readonly [string, string] = ["[", "]"]): string => {
    const known = nodes.get(key);
    if (known !== undefined) {
      return known;
    }
    const id = `n${nodes.size}`;
    nodes.set(key, id);
    lines.push(`  ${id}${shape[0]}"${labelOf(label)}"${shape[1]}`);
    return id;
  };
  const edge = (from: string, to: string): void => {
    edges.add(`  ${from} --> ${to}`);
  };
  for (const role of roles) {
    const target = node(`role ${role.arn}`, `${role.name} (${role.account})`);
    for (const entry of role.entries.slice(0, MOST_ENTRIES)) {
      const provider = node(`provider ${entry.provider}`, entry.issuer, ["{{", "}}"]);
      const audiences = entry.audiences.length === 0 ? "any audience" : entry.audiences.join(" or ");
      const title = entry.application === undefined ? undefined : titles.get(entry.application);
      const audience = node(
        `audience ${entry.provider} ${audiences}`,
        title === undefined ? audiences : `${title}: ${audiences}`,
        ["[/", "/]"],
      );
      const subjects =
        entry.subjects.length === 0 ? ["any identity"] : entry.subjects.slice(0, MOST_SUBJECTS);
      for (const subject of subjects) {
        edge(
          node(`subject ${entry.provider} ${subject}`, names.get(subject) ?? subject, ["([", "])"]),
          audience,
        );
      }
      edge(audience, provider);
      edge(provider, target);
    }
    edge(target, node(`power ${role.permissions.power}`, HOW_FAR[role.permissions.power], ["((", "))"]));
    const [onward] = role.onward;
    if (onward !== undefined) {
      edge(target, node(`role ${onward.arn}`, onward.arn.split("/").at(-1) ?? onward.arn));
    }
  }
  return ["flowchart LR", ...lines, ...edges].join("\n");
}

/**
 * A label that nothing in it can end: everything but letters, digits, and a few marks becomes its character code.
 *
 * Source: Mermaid, "Flowcharts – Basic Syntax", "Entity codes to escape characters".
 */
function labelOf(text: string): string {
  const characters = Array.from(text);
  const shown = characters.length > LONGEST ? [...characters.slice(0, LONGEST - 1), "…"] : characters;
  return shown
    .map((character) =>
      /[A-Za-z0-9 ._:/@-]/.test(character) ? character : `#${character.codePointAt(0) ?? 0};`,
    )
    .join("");
}
