import { isObject, itemsOf } from "../../trust";
import type { Path } from "../positions/source-node";

/** A resource in a plan or a state. */
export interface TerraformResource {
  readonly path: Path;
  readonly address: string;
  readonly type: string;
  readonly values: Record<string, unknown>;
  /** Which of the values are known after apply only: `true` for all of a value, or an object or list of such. */
  readonly unknown: unknown;
  /** Which of the values are sensitive, in the same way. */
  readonly sensitive: unknown;
}

/** The managed resources that a plan leaves in being, or that a state has, in all modules. */
export function terraformResources(content: Record<string, unknown>): TerraformResource[] {
  return [
    ...inPlan(content),
    ...inState(content, "values"),
    // A plan lists what it leaves as it is among its changes too. One without a list has its resources here.
    ...(Array.isArray(content.resource_changes) ? [] : inState(content, "planned_values")),
  ];
}

function inPlan({ resource_changes, deferred_changes }: Record<string, unknown>): TerraformResource[] {
  const changes = [
    ...itemsOf(resource_changes).map((change, index): [Path, unknown] => [
      ["resource_changes", index],
      change,
    ]),
    ...itemsOf(deferred_changes).map((deferred, index): [Path, unknown] => [
      ["deferred_changes", index, "resource_change"],
      isObject(deferred) ? deferred.resource_change : undefined,
    ]),
  ];
  return changes.flatMap(([path, change]) => {
    if (!isObject(change) || change.mode !== "managed" || !isObject(change.change)) {
      return [];
    }
    const { after, after_unknown, after_sensitive } = change.change;
    const actions = itemsOf(change.change.actions);
    const goes = actions.length > 0 && actions.every((action) => action === "delete" || action === "forget");
    return goes
      ? []
      : [resourceOf([...path, "change", "after"], change, after, after_unknown, after_sensitive)];
  });
}

function inState(content: Record<string, unknown>, member: "values" | "planned_values"): TerraformResource[] {
  const values = content[member];
  const inModule = (module: unknown, path: Path): TerraformResource[] => {
    if (!isObject(module)) {
      return [];
    }
    return [
      ...itemsOf(module.resources).flatMap((resource, index) =>
        isObject(resource) && resource.mode === "managed"
          ? [
              resourceOf(
                [...path, "resources", index, "values"],
                resource,
                resource.values,
                {},
                resource.sensitive_values,
              ),
            ]
          : [],
      ),
      ...itemsOf(module.child_modules).flatMap((child, index) =>
        inModule(child, [...path, "child_modules", index]),
      ),
    ];
  };
  return inModule(isObject(values) ? values.root_module : undefined, [member, "root_module"]);
}

function resourceOf(
  path: Path,
  { address, type }: Record<string, unknown>,
  values: unknown,
  unknown: unknown,
  sensitive: unknown,
): TerraformResource {
  return {
    path,
    address: typeof address === "string" ? address : "(a resource without an address)",
    type: typeof type === "string" ? type : "",
    values: isObject(values) ? values : {},
    unknown,
    sensitive,
  };
}
