/** The preflight check against Azure policies that would deny the deployment. */
import { quoteWord } from "../../../credential-helper/shell-quote";
import { coded } from "../../../messages";
import { isRead, type Reading } from "../../clouds/reading";
import { alter, type Altered, type Intervention } from "../azure-policy/alterations";
import { ALL_TAGS, type Alterations } from "../azure-policy/altered-fields";
import { evaluateCondition, isLookedAt, plannedValue, type Truth } from "../azure-policy/evaluate-condition";
import type { PlannedResource } from "../azure-policy/planned-resources";
import { resolveValue, UNKNOWN } from "../azure-policy/policy-values";
import { cannotTell, type Check, type CheckManual, ok, wrong } from "../check";
import type { AssignedPolicies, AssignedPolicy } from "../facts";

/** How the report calls this check. */
const AZURE_POLICY = coded("azure-policy", "Azure Policy");

/** What the manual says about this check. */
export const AZURE_POLICY_MANUAL: CheckManual = {
  check: AZURE_POLICY,
  cause:
    "An assigned policy denies something that `pulumi up` creates: a tag, a region, a size, or an image.",
  fix: "Change the program as the report says, or ask for an exemption.",
  reads: "Assignments, exemptions, definitions.",
  cannotTell: "See [Azure Policy](../reference/command-line.md#azure-policy).",
};

/** The policies that are assigned where resources are created. */
export interface PolicyScope {
  readonly facts: Reading<AssignedPolicies>;
  readonly resources: readonly PlannedResource[];
}

/** How many problems are named; the others are counted. */
const NAMED = 3;

/** What policies that cannot be read may do to requests. They may deny anything, too. */
const BY_UNREAD: Alterations = new Map([[ALL_TAGS, "removed"]]);

/** What is found in one scope. */
interface Findings {
  readonly denials: string[];
  readonly doubts: string[];
  readonly assignmentIds: string[];
}

/**
 * Whether a policy denies what the federation creates: a tag that is missing, a region or a size that is not allowed.
 *
 * Policies that alter requests come first, so a denial by a field that one of them touches is not certain. Source: Azure Policy,
 * "Azure Policy definitions effect basics" (order of evaluation).
 */
export function checkAzurePolicy(scopes: readonly PolicyScope[]): Check {
  const denials: string[] = [];
  const doubts: string[] = [];
  const assignmentIds = new Set<string>();
  let count = 0;
  for (const { facts, resources } of scopes) {
    if (!isRead(facts)) {
      doubts.push(facts.refused);
      continue;
    }
    count = Math.max(count, facts.value.policies.length);
    const findings = judgeScope(facts.value, resources);
    denials.push(...findings.denials);
    doubts.push(...findings.doubts);
    findings.assignmentIds.forEach((one) => assignmentIds.add(one));
  }
  if (denials.length > 0) {
    return wrong(AZURE_POLICY, {
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
    ? cannotTell(AZURE_POLICY, some(doubts))
    : ok(AZURE_POLICY, `none of the ${count} policies that are assigned denies what is created`);
}

function judgeScope({ policies, unread }: AssignedPolicies, resources: readonly PlannedResource[]): Findings {
  const altered = unread.length > 0 ? BY_UNREAD : new Map<string, never>();
  const planned = resources.map((resource) => alter({ ...resource, altered }, policies));
  const findings: Findings = {
    denials: [],
    doubts: unread.map((what) => `${what} cannot be read`),
    assignmentIds: [],
  };
  for (const policy of policies) {
    judgePolicy(policy, planned, findings);
  }
  findings.doubts.push(...new Set(planned.flatMap(conflicts)));
  return findings;
}

function judgePolicy(policy: AssignedPolicy, planned: readonly Altered[], findings: Findings): void {
  const judged = planned
    .filter(({ resource }) => isLookedAt(policy.mode, resource))
    .map((one) => ({ ...one, truth: denies(policy, one) }));
  const denied = judged.filter(({ truth }) => truth === true).map(({ resource }) => lastName(resource.type));
  if (denied.length > 0 && policy.reservation === undefined) {
    findings.denials.push(`${named(policy)} denies ${denied.join(", ")}`);
    findings.assignmentIds.push(policy.assignmentId);
    return;
  }
  if (denied.length > 0) {
    findings.doubts.push(`${named(policy)} ${policy.reservation ?? ""}`);
    return;
  }
  const open = judged.filter(({ truth }) => truth === undefined);
  if (open.length > 0) {
    const first = open.find(({ resource }) => wouldDeny(policy, resource));
    findings.doubts.push(first === undefined ? `${named(policy)} may deny` : rescued(policy, first));
  }
}

/** Whether a policy denies a resource; `undefined` if that is not known. */
function denies(policy: AssignedPolicy, { resource, interventions }: Altered): Truth {
  const { condition, effect, parameters, isOverridden } = policy;
  const does = resolveValue(effect, parameters);
  const isKnown = typeof does === "string" && !isOverridden;
  if (isKnown && does.toLowerCase() !== "deny") {
    const own = interventions.find((one) => one.policy === policy);
    return own === undefined ? false : refusesAnother(own, resource);
  }
  const truth = evaluateCondition(condition, resource, parameters);
  return isKnown || truth === false ? truth : undefined;
}

/**
 * Whether a policy refuses what the request has already. `append` denies another value than its own; `add` of `modify` is said to
 * be similar. Source: Azure Policy, "Azure Policy definitions append effect" and "… modify effect".
 */
function refusesAnother({ operations, truth }: Intervention, resource: PlannedResource): Truth {
  const truths = operations
    .filter(({ kind }) => kind !== "replace")
    .map(({ kind, field, value }): Truth => {
      const there = plannedValue(field, resource);
      if (there === undefined) {
        return false;
      }
      if (there === UNKNOWN || value === UNKNOWN) {
        return undefined;
      }
      const isOther = JSON.stringify(there) !== JSON.stringify(value);
      return isOther && (kind === "add" || truth === undefined) ? undefined : isOther;
    });
  return truths.includes(true) ? true : truths.includes(undefined) ? undefined : false;
}

/** Whether a policy would deny a resource if nothing altered the request. */
function wouldDeny(
  { condition, effect, parameters, isOverridden }: AssignedPolicy,
  resource: PlannedResource,
) {
  const does = resolveValue(effect, parameters);
  const isDenial = typeof does === "string" && does.toLowerCase() === "deny" && !isOverridden;
  return isDenial && evaluateCondition(condition, { ...resource, altered: new Map() }, parameters) === true;
}

function rescued(policy: AssignedPolicy, { resource, interventions }: Altered): string {
  const before = interventions
    .filter(({ operations }) => operations.some(({ field }) => resource.altered?.has(field)))
    .map((one) => named(one.policy))
    .slice(0, NAMED);
  const who = before.length === 0 ? "a policy that cannot be read" : before.join(" or ");
  return `${named(policy)} denies ${lastName(resource.type)}, unless ${who} alters the request first`;
}

/**
 * Fields that two policies change. Azure denies that unless their `conflictEffect` says otherwise; whether it does so for equal
 * values is not documented. Source: Azure Policy, "Azure Policy definitions modify effect" (`conflictEffect`).
 */
function conflicts({ interventions }: Altered): readonly string[] {
  const changing = interventions.flatMap(({ policy, operations }) =>
    conflictEffectOf(policy) === "deny"
      ? operations.filter(({ kind }) => kind === "replace").map(({ field }) => ({ field, policy }))
      : [],
  );
  return changing.flatMap(({ field, policy }, index) => {
    const other = changing.slice(index + 1).find((one) => one.field === field && one.policy !== policy);
    return other === undefined
      ? []
      : [
          `${named(policy)} and ${named(other.policy)} both change ${field}, which Azure may deny as a conflict`,
        ];
  });
}

/** `deny` unless the definition says otherwise, or is of the effect `append`, which has none. */
function conflictEffectOf({ details, parameters }: AssignedPolicy): string | undefined {
  if (typeof details !== "object" || details === null || Array.isArray(details)) {
    return undefined;
  }
  const given = resolveValue((details as { conflictEffect?: unknown }).conflictEffect ?? "deny", parameters);
  return typeof given === "string" ? given.toLowerCase() : "deny";
}

function named({ policy, assignment }: AssignedPolicy): string {
  return policy === assignment ? `"${policy}"` : `"${policy}" of the assignment "${assignment}"`;
}

function some(sentences: readonly string[]): string {
  const all = [...new Set(sentences)];
  const more = all.length > NAMED ? `; and ${all.length - NAMED} more` : "";
  return `${all.slice(0, NAMED).join("; ")}${more}`;
}

function lastName(path: string): string {
  return path.split("/").at(-1) ?? path;
}

function scopeOf(assignmentId: string): string {
  return assignmentId.replace(/\/providers\/Microsoft\.Authorization\/policyAssignments\/[^/]+$/i, "");
}
