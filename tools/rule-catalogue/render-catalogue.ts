import type { RuleDefinition } from "../../policypack/engine/rule-definition";
import { table } from "../markdown/table";

/** How a rule comes to its verdict, for people who wonder what is there already when it speaks. */
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

What the policy pack demands. How to configure it: [configuration.md](configuration.md).`;

const KINDS = `A rule that judges a **resource** stops \`pulumi up\` before that resource is made or changed. One that judges the **stack**
speaks once everything is there: in a preview nothing is lost by that, but in an update it can only fail afterwards. So
whatever can be judged on one resource is, if need be with the help of those that were judged before it: what is attached to a
federated role, or a key beside a federation, is refused before it is made. Rules with both judge this package's own resources,
and with \`scope: all\` all resources, one by one; what takes part in a federation only by connections that are seen later, or
only by values that exist once it is made, is known from the stack alone. Each rule's page says what that is.`;
