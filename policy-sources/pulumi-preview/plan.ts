import { OPEN_VALUES, TO_KNOW, TO_OPEN } from "../../messages/judged-files";
import { isObject, itemsOf } from "../../trust";
import type { FoundPolicy, PolicySource } from "../policy-source";
import type { Path } from "../positions/source-node";
import { findInResources, type PulumiResource } from "../pulumi-state/resource-policies";
import { knownValue, providerUrn } from "../pulumi-state/state-values";
import { leavesResource, typeInUrn } from "./step-operations";

/**
 * What `pulumi preview --save-plan FILE` writes. It has every resource of the stack, changed or not. Pulumi writes none if
 * the preview fails.
 *
 * Source: pulumi/pulumi, `sdk/go/common/apitype/plan.go` and `pkg/resource/deploy/step_generator.go`.
 */
export const pulumiPlan: PolicySource = {
  code: "pulumi-plan",
  name: "a Pulumi plan",
  recognizes: (value) => isObject(value) && isObject(value.resourcePlans),
  find: (value) => {
    const { resourcePlans } = value as { readonly resourcePlans: Record<string, unknown> };
    const found = findInResources(
      Object.entries(resourcePlans).flatMap(([urn, plan]) => readPlan(urn, membersOf(plan))),
    );
    const documents = found.documents.map((document): FoundPolicy => ({
      ...document,
      toKnow: TO_KNOW.afterUpdate(),
    }));
    return { ...found, documents };
  },
};

/**
 * A resource as it will be: the inputs that change, and for the others what the provider is expected to return.
 */
function readPlan(urn: string, { goal, steps, state }: Record<string, unknown>): PulumiResource[] {
  const operations = itemsOf(steps);
  if (operations.length > 0 && !operations.some(leavesResource)) {
    return [];
  }
  const { type, provider, inputDiff } = isObject(goal) ? goal : {};
  const { adds, updates, deletes } = isObject(inputDiff) ? inputDiff : {};
  const [added, updated, outputs] = [membersOf(adds), membersOf(updates), membersOf(state)];
  const deleted = new Set(itemsOf(deletes));
  const kept = Object.entries(outputs).filter(([name]) => !deleted.has(name));
  const properties = { ...Object.fromEntries(kept), ...added, ...updated };
  const diff = ["resourcePlans", urn, "goal", "inputDiff"];
  return [
    {
      urn,
      type: typeof type === "string" ? type : typeInUrn(urn),
      provider: providerUrn(provider),
      sides: [
        {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, member]) => [name, knownValue(member, TO_OPEN.plan())]),
          ),
          place: ([name = "", ...within]): Path =>
            name in updated
              ? [...diff, "updates", name, ...within]
              : name in added
                ? [...diff, "adds", name, ...within]
                : ["resourcePlans", urn, "state", name, ...within],
        },
      ],
      gap:
        operations.length > 0 && operations.every((operation) => operation === "create")
          ? undefined
          : OPEN_VALUES.planProperty(),
    },
  ];
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}
