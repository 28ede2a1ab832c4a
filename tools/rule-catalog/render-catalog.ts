import type { RuleDefinition } from "../../policypack/engine/rule-definition";
import { table } from "../markdown/table";

/** What a rule judges, which decides whether an update has created resources before the rule reports anything. */
function judged(rule: RuleDefinition): string {
  return rule.judgeResource === undefined
    ? "stack"
    : rule.judgeStack === undefined
      ? "resource"
      : "resource; connected ones: stack";
}

/**
 * Renders the catalog of rules (docs/reference/rules/README.md) from the rules' own metadata.
 *
 * @returns Markdown with a line break at its end.
 */
export function renderCatalog(rules: readonly RuleDefinition[]): string {
  const overview = table([
    ["Rule", "Default", "Severity", "Judged on"],
    ...rules.map((rule) => [
      `[${rule.name}](${rule.name}.md)`,
      rule.enforcementLevel,
      rule.severity,
      judged(rule),
    ]),
  ]);
  const details = rules.map(
    (rule) =>
      `## ${rule.displayName}\n\n${rule.description}\n\n- Rule: [${rule.name}](${rule.name}.md)\n- Looks at: ${rule.looksAt}.\n- Remedy: ${rule.remediationSteps.replaceAll("<", String.raw`\<`)}`,
  );
  return `${[INTRODUCTION, overview, KINDS, ...details].join("\n\n")}\n`;
}

/**
 * The page docs/explanation/controls.md with the current table of the controls of `rules`.
 *
 * @throws Error if the page has no markers for the table.
 */
export function withControls(page: string, rules: readonly RuleDefinition[]): string {
  const controls = table([
    ["Rule", "CIS", "NIST 800-53", "ISO 27001"],
    ...rules.map(({ name, framework, otherControls: { cis = "–", iso27001 } }) => [
      `[${name}](../reference/rules/${name}.md)`,
      cis,
      framework.reference,
      iso27001,
    ]),
  ]);
  const markers = /(<!-- rules: [^>]* -->\n)[^]*(\n<!-- \/rules -->)/;
  if (!markers.test(page)) {
    throw new Error("docs/explanation/controls.md has no markers for the table of rules");
  }
  return page.replace(markers, (_, begin: string, end: string) => `${begin}\n${controls}\n${end}`);
}

const INTRODUCTION = `<!-- Generated from the rules' metadata by \`npm run generate -- catalog\`. -->

# Rules

The policy pack has these rules. Each page says who could get in, how to fix the finding, and what the rule cannot see.
[Policy pack configuration](configuration.md) describes levels, options, and accepted findings.`;

const TIMES = table([
  ["Judged on", "When the rule runs", "What has happened by then"],
  ["resource", "before `pulumi up` creates or changes a resource", "nothing: the resource stays as it is"],
  [
    "stack",
    "at the end of a preview or an update",
    "in a preview nothing; in an update, the resources exist",
  ],
]);

const KINDS = `## When a rule stops an update

${TIMES}

\`pulumi up\` starts with a preview, which runs both kinds before anything is created. Two cases remain in which a stack rule fails an update only
after the resources exist: with \`--skip-preview\`, and if the preview does not know a value.

Rules with both kinds judge the resources of this package one by one. With \`scope: all\`, they judge every resource in this way. Other
resources take part in a federation by their connections, or by values that exist only after the update. Only the whole stack shows
those.

The pack judges a single resource where it can, with the help of the resources before it. For example, it refuses these before they are created:

- a policy that is attached to a federated role
- a key in a stack with a federation`;
