/** Reads the assigned Azure policies for the check of whether one denies the deployment. */
import { isObject, stringsIn } from "../../../trust";
import { textAt, type View, viewOf, viewsIn } from "../../clouds/microsoft/arm-views";
import type { AzureApi } from "../../clouds/microsoft/azure-api";
import { isRead, type Reading, type Refusal } from "../../clouds/reading";
import { type Parameters, parametersOf, resolveValue } from "../azure-policy/policy-values";
import type { AssignedPolicies, AssignedPolicy } from "../facts";

/** API versions. */
const VERSIONS = { assignments: "2023-04-01", exemptions: "2022-07-01-preview" };

/** How many definitions are read at most: an initiative has hundreds, and somebody waits. */
const MOST_DEFINITIONS = 400;

/** How many requests are made at once. */
const AT_ONCE = 8;

/** A definition that takes part in an assignment. */
interface Planned {
  readonly definitionId: string;
  readonly assignment: string;
  readonly assignmentId: string;
  readonly given: Readonly<Record<string, unknown>>;
  readonly reservation: string | undefined;
  readonly isOverridden: boolean;
}

/**
 * The policies that are assigned to a subscription, by management groups above it too, with their rules. Left out are
 * assignments that are not enforced or exclude the scope, and policies whose effect is known to neither deny nor alter requests.
 *
 * Source: Azure Policy, "Policy Assignments - List", "Policy Definitions - Get", "Policy Set Definitions - Get", "Policy
 * Exemptions - List".
 *
 * @param scope - The ID of the subscription or of the adopted resource group.
 */
export async function readAssignedPolicies(api: AzureApi, scope: string): Promise<Reading<AssignedPolicies>> {
  const authorization = `${scope}/providers/Microsoft.Authorization`;
  const filter = `$filter=${encodeURIComponent("atScope()")}`;
  const [assignments, exemptions] = await Promise.all([
    api.list(`${authorization}/policyAssignments?api-version=${VERSIONS.assignments}&${filter}`),
    api.list(`${authorization}/policyExemptions?api-version=${VERSIONS.exemptions}&${filter}`),
  ]);
  if (!isRead(assignments)) {
    return assignments;
  }
  const exempted = isRead(exemptions)
    ? exemptions.value.map((one) => textAt(one.properties, "policyAssignmentId").toLowerCase())
    : exemptions;
  const reader = new Definitions(api);
  const unread: string[] = [];
  const planned: Planned[] = [];
  for (const assignment of assignments.value) {
    const properties = viewOf(assignment.properties);
    if (
      textAt(properties, "enforcementMode").toLowerCase() === "donotenforce" ||
      excludes(properties, scope)
    ) {
      continue;
    }
    const id = textAt(assignment, "id");
    const definitionId = textAt(properties, "policyDefinitionId");
    const shared = {
      assignment: textAt(properties, "displayName") || textAt(assignment, "name"),
      assignmentId: id,
      reservation: reservationOf(properties, id, exempted),
      isOverridden: viewsIn(properties.overrides).length > 0,
    };
    const given = valuesOf(properties.parameters);
    if (!/\/policySetDefinitions\//i.test(definitionId)) {
      planned.push({ ...shared, definitionId, given });
      continue;
    }
    const initiative = await reader.read(definitionId);
    if (!isRead(initiative)) {
      unread.push(`the initiative of "${shared.assignment}" (${initiative.refused})`);
      continue;
    }
    const set = viewOf(initiative.value.properties);
    const parameters = parametersOf(defaultsOf(set.parameters), given);
    for (const member of viewsIn(set.policyDefinitions)) {
      const values = Object.fromEntries(
        Object.entries(valuesOf(member.parameters)).map(([name, value]) => [
          name,
          resolveValue(value, parameters),
        ]),
      );
      planned.push({ ...shared, definitionId: textAt(member, "policyDefinitionId"), given: values });
    }
  }
  const candidates = planned.filter(({ given, isOverridden }) => isOverridden || mayMatter(given));
  if (candidates.length > MOST_DEFINITIONS) {
    unread.push(`${candidates.length - MOST_DEFINITIONS} more policies, of ${candidates.length},`);
  }
  const policies = await inTurns(candidates.slice(0, MOST_DEFINITIONS), async (one) => {
    const definition = await reader.read(one.definitionId);
    if (!isRead(definition)) {
      unread.push(`a policy of "${one.assignment}" (${definition.refused})`);
      return undefined;
    }
    return policyOf(one, definition.value);
  });
  return { value: { policies: policies.filter((policy) => policy !== undefined), unread } };
}

function policyOf(
  { given, assignment, assignmentId, reservation, isOverridden }: Planned,
  definition: View,
): AssignedPolicy {
  const properties = viewOf(definition.properties);
  const rule = viewOf(properties.policyRule);
  const parameters: Parameters = parametersOf(defaultsOf(properties.parameters), given);
  return {
    assignment,
    assignmentId,
    reservation,
    isOverridden,
    policy: textAt(properties, "displayName") || textAt(definition, "name"),
    mode: textAt(properties, "mode") || "Indexed",
    condition: rule.if,
    effect: viewOf(rule.then).effect,
    details: viewOf(rule.then).details,
    parameters,
  };
}

/** Definitions of policies and initiatives, each read once. */
class Definitions {
  readonly #known = new Map<string, Promise<Reading<View>>>();

  constructor(private readonly api: AzureApi) {}

  async read(id: string): Promise<Reading<View>> {
    const key = id.toLowerCase();
    const reading = this.#known.get(key) ?? this.#read(id);
    this.#known.set(key, reading);
    return reading;
  }

  async #read(id: string): Promise<Reading<View>> {
    const reading = await this.api.get(`${id}?api-version=${VERSIONS.assignments}`);
    return isRead(reading) ? { value: viewOf(reading.value) } : reading;
  }
}

/** Effects that deny a request, or alter it before others may deny it. */
const MATTERING: readonly string[] = ["deny", "modify", "append"];

/** By a parameter that nearly all policies have by this name, an initiative turns its members off. */
function mayMatter(given: Readonly<Record<string, unknown>>): boolean {
  const effect = Object.entries(given).find(([name]) => name.toLowerCase() === "effect")?.[1];
  return typeof effect !== "string" || MATTERING.includes(effect.toLowerCase());
}

/** Why an assignment may not be about what is created. @param exempted - The IDs of exempted assignments, in lower case. */
function reservationOf(
  { resourceSelectors }: View,
  id: string,
  exempted: readonly string[] | Refusal,
): string | undefined {
  if (!Array.isArray(exempted)) {
    return "may have an exemption, which cannot be read";
  }
  if (exempted.includes(id.toLowerCase())) {
    return "has an exemption";
  }
  return viewsIn(resourceSelectors).length > 0 ? "has resource selectors" : undefined;
}

/** Whether an assignment leaves the scope out. */
function excludes({ notScopes }: View, scope: string): boolean {
  const own = `${scope.toLowerCase()}/`;
  return stringsIn(notScopes).some((excluded) => own.startsWith(`${excluded.toLowerCase()}/`));
}

function defaultsOf(parameters: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(viewOf(parameters)).flatMap(([name, declared]) =>
      isObject(declared) && "defaultValue" in declared ? [[name, declared.defaultValue]] : [],
    ),
  );
}

function valuesOf(parameters: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(viewOf(parameters)).map(([name, given]) => [name, viewOf(given).value]),
  );
}

async function inTurns<T, U>(items: readonly T[], work: (item: T) => Promise<U>): Promise<readonly U[]> {
  const results: U[] = [];
  let next = 0;
  const turns = Array.from({ length: AT_ONCE }, async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index] as T);
    }
  });
  await Promise.all(turns);
  return results;
}
