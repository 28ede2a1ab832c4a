/** What policies with the effects `modify` and `append` do to a request before policies that deny look at it. */
import { isObject } from "../../../trust";
import type { AssignedPolicy } from "../facts";
import { type Alteration, alterationOf, type Alterations, fieldName, isForeignAlias } from "./altered-fields";
import { evaluateCondition, isLookedAt, plannedValue, type Truth } from "./evaluate-condition";
import type { PlannedResource } from "./planned-resources";
import { resolveValue, UNKNOWN } from "./policy-values";

/** An operation of a policy on a request. */
export interface Operation {
  /** By `fieldName`. */
  readonly field: string;
  readonly alteration: Alteration;
  /** `append`: another value that is there is denied. `add` of `modify` is said to be similar. Others replace it. */
  readonly kind: "append" | "add" | "replace";
  readonly value: unknown;
}

/** What a policy does to a planned resource. */
export interface Intervention {
  readonly policy: AssignedPolicy;
  /** Whether it surely does so: `undefined` if its condition is not known, or it may not be about the resource. */
  readonly truth: Truth;
  readonly operations: readonly Operation[];
}

/** A planned resource as policies that deny may see it. */
export interface Altered {
  readonly resource: PlannedResource;
  readonly interventions: readonly Intervention[];
}

/**
 * Which policies alter a resource, and what it may look like then.
 *
 * Each may see what others did, in an order that is not documented. So their conditions are evaluated again with all that may have
 * been altered, until nothing is added.
 *
 * Source: Azure Policy, "Azure Policy definitions effect basics" (order of evaluation: `disabled`, then `append` and `modify`,
 * then `deny`), "Azure Policy definitions append effect", "Azure Policy definitions modify effect".
 */
export function alter(resource: PlannedResource, policies: readonly AssignedPolicy[]): Altered {
  const altering = policies
    .filter(({ mode }) => isLookedAt(mode, resource))
    .map((policy) => ({
      policy,
      operations: operationsOf(policy).filter(({ field }) => !isForeignAlias(field, resource.type)),
    }))
    .filter(({ operations }) => operations.length > 0);
  let altered: Alterations = resource.altered ?? new Map();
  for (;;) {
    const seen = { ...resource, altered };
    const interventions = altering
      .map((one) => ({ ...one, truth: truthOf(one.policy, seen) }))
      .filter(({ truth }) => truth !== false);
    const operations = interventions.flatMap((one) => one.operations).filter((one) => changes(one, seen));
    const next = operations.reduce(withOperation, altered);
    // A field goes from nothing to "set" to "removed", so this ends.
    if ([...next].every(([field, alteration]) => altered.get(field) === alteration)) {
      return { resource: seen, interventions };
    }
    altered = next;
  }
}

/** A policy that may not be about the resource, or may have another effect, is never certain. */
function truthOf(policy: AssignedPolicy, resource: PlannedResource): Truth {
  const truth = evaluateCondition(policy.condition, resource, policy.parameters);
  return policy.reservation === undefined && !policy.isOverridden
    ? truth
    : truth === false
      ? false
      : undefined;
}

/** What is there already stays as it is, unless it is replaced. */
function changes({ field, kind }: Operation, resource: PlannedResource): boolean {
  const isThere = ![undefined, UNKNOWN].includes(plannedValue(field, resource) as undefined);
  return kind === "replace" || !isThere || alterationOf(field, resource.altered ?? new Map()) === "removed";
}

function withOperation(all: Alterations, { field, alteration }: Operation): Alterations {
  return all.get(field) === "removed" ? all : new Map([...all, [field, alteration]]);
}

/** What a policy does to requests, if its effect is or may be to alter them; nothing else. */
function operationsOf({ effect, parameters, details, isOverridden }: AssignedPolicy): readonly Operation[] {
  const resolved = resolveValue(effect, parameters);
  const does = typeof resolved === "string" && !isOverridden ? resolved.toLowerCase() : undefined;
  if (does !== undefined && does !== "modify" && does !== "append") {
    return [];
  }
  const given: unknown = isObject(details) ? details.operations : details;
  return (Array.isArray(given) ? (given as unknown[]) : []).filter(isObject).map((one) => ({
    field: fieldName(resolveValue(one.field, parameters)),
    ...kindOf(one),
    value: resolveValue(one.value, parameters),
  }));
}

function kindOf({
  operation,
  field,
}: Readonly<Record<string, unknown>>): Pick<Operation, "alteration" | "kind"> {
  switch (typeof operation === "string" ? operation.toLowerCase() : undefined) {
    case undefined:
      // To the members of an array, a value is added to the existing ones.
      return { alteration: "set", kind: String(field).includes("[*]") ? "replace" : "append" };
    case "add":
      return { alteration: "set", kind: "add" };
    case "addorreplace":
      return { alteration: "set", kind: "replace" };
    default:
      // Removing, or an operation that is newer than this code.
      return { alteration: "removed", kind: "replace" };
  }
}
