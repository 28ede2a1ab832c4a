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
 * Renders the catalogue of rules (docs/reference/rules/README.md) from the rules' own metadata.
 *
 * @returns Markdown with a line break at its end.
 */
export function renderCatalogue(rules: readonly RuleDefinition[]): string {
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

const INTRODUCTION = `<!-- Generated from the rules' metadata by \`npm run catalogue\`. -->

# Rules

These are the rules of the policy pack. [Configuration](configuration.md) shows how to change levels and settings, write exceptions, and
use a baseline.`;

const KINDS = `A rule that judges a **resource** stops \`pulumi up\` before that resource is created or changed. A rule that judges the **stack** runs at
the end. In a preview, that makes no difference. In an update, such a rule fails only after the resources exist.

So the pack judges on single resources whatever it can, with the help of the resources before it. For example, it refuses a policy that is
attached to a federated role, or a key in a stack with a federation, before they are created.

Rules with both kinds judge the resources of this package one by one, and with \`scope: all\` all resources. Other resources take part in a
federation by connections, or by values that exist only after the update. Only the stack shows those. The page of each rule lists them.`;
