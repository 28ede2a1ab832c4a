import { quoteWord } from "../../../credential-helper/shell-quote";
import { evaluateCondition } from "../azure-policy/evaluate-condition";
import type { PlannedResource } from "../azure-policy/planned-resources";
import { resolveValue } from "../azure-policy/policy-values";
import { cannotTell, type Check, ok, wrong } from "../check";
import type { AssignedPolicy, PolicyFacts } from "../facts";
import { isRead, type Reading } from "../reading";

/** How many problems are named; the others are counted. */
const NAMED = 3;

/** Whether a policy denies what the federation creates: a tag that is missing, a region or a size that is not allowed. */
export function checkAzurePolicy(facts: Reading<PolicyFacts>, resources: readonly PlannedResource[]): Check {
  const id = "azure-policy";
  if (!isRead(facts)) {
    return cannotTell(id, facts.refused);
  }
  const { policies, unread } = facts.value;
  const denials: string[] = [];
  const doubts: string[] = unread.map((what) => `${what} cannot be read`);
  const assignmentIds = new Set<string>();
  for (const policy of policies) {
    const verdict = judge(policy, resources);
    if (verdict.denied.length > 0 && policy.reservation === undefined) {
      denials.push(`${named(policy)} denies ${verdict.denied.map(lastName).join(", ")}`);
      assignmentIds.add(policy.assignmentId);
    } else if (verdict.denied.length > 0 || verdict.isOpen) {
      doubts.push(`${named(policy)} ${verdict.denied.length > 0 ? (policy.reservation ?? "") : "may deny"}`);
    }
  }
  if (denials.length > 0) {
    return wrong(id, {
      found: some(denials),
      expected: "no policy that denies what the federation creates",
      fix: [
        ...[...assignmentIds]
          .slice(0, NAMED)
          .map(
            (one) =>
              `az policy assignment show --name ${quoteWord(lastName(one))} --scope ${quoteWord(scopeOf(one))}`,
          ),
        "# Set azureTags, location, and size as it demands, and repeat with --tag; or ask its owner for an exemption.",
      ].join("\n"),
    });
  }
  return doubts.length > 0
    ? cannotTell(id, some(doubts))
    : ok(id, `none of the ${policies.length} policies that are assigned denies what is created`);
}

function judge(
  { mode, condition, effect, parameters, isOverridden }: AssignedPolicy,
  resources: readonly PlannedResource[],
): { readonly denied: readonly string[]; readonly isOpen: boolean } {
  const does = resolveValue(effect, parameters);
  if (typeof does === "string" && does.toLowerCase() !== "deny" && !isOverridden) {
    return { denied: [], isOpen: false };
  }
  // Other modes are about what runs inside of a cluster or a vault.
  const isAll = mode.toLowerCase() === "all";
  const seen = isAll || mode.toLowerCase() === "indexed" ? resources : [];
  const judged = seen
    .filter(({ isIndexed }) => isAll || isIndexed)
    .map((resource) => ({
      type: resource.type,
      truth: evaluateCondition(condition, resource, parameters),
    }));
  const denied = judged.filter(({ truth }) => truth === true).map(({ type }) => type);
  return typeof does === "string" && !isOverridden
    ? { denied, isOpen: judged.some(({ truth }) => truth === undefined) }
    : { denied: [], isOpen: judged.some(({ truth }) => truth !== false) };
}

function named({ policy, assignment }: AssignedPolicy): string {
  return policy === assignment ? `"${policy}"` : `"${policy}" of the assignment "${assignment}"`;
}

function some(sentences: readonly string[]): string {
  const more = sentences.length > NAMED ? `; and ${sentences.length - NAMED} more` : "";
  return `${sentences.slice(0, NAMED).join("; ")}${more}`;
}

function lastName(path: string): string {
  return path.split("/").at(-1) ?? path;
}

function scopeOf(assignmentId: string): string {
  return assignmentId.replace(/\/providers\/Microsoft\.Authorization\/policyAssignments\/[^/]+$/i, "");
}
