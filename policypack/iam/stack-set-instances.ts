import { parametersOf, pulumiCarrier, type StackParameters, withOverrides } from "../../policy-sources";
import { isMark } from "../../trust";
import type { SeenResource } from "../engine/seen-resource";
import { fromTemplate, type IamObjects, isStackSet } from "./iam-object";

/** Types that create instances of a stack set with separate parameters. */
const INSTANCES: ReadonlySet<string> = new Set([
  "aws:cloudformation/stackSetInstance:StackSetInstance",
  "aws:cloudformation/stackInstances:StackInstances",
]);

const NONE: IamObjects = { objects: [] };

/**
 * The roles that the instances of a stack set have with the parameters that they override. The resource is an instance
 * of an earlier stack set, or a stack set with an earlier instance. An instance of a stack set that the program does
 * not have has its template elsewhere.
 */
export function instanceObjects(
  resource: SeenResource,
  earlier: Iterable<SeenResource>,
  accountId: string | undefined,
): IamObjects {
  if (INSTANCES.has(resource.type)) {
    const overrides = overridesOf(resource);
    if (overrides === undefined) {
      return NONE;
    }
    const sets = [...earlier].filter((other) => isStackSet(other) && areTogether(resource, other));
    const [first, ...others] = sets.map((set) => objectsOf(resource, set, overrides, accountId));
    return first === undefined ? { objects: [], outside: true } : merged([first, ...others]);
  }
  if (!isStackSet(resource)) {
    return NONE;
  }
  const instances = [...earlier].filter((other) => INSTANCES.has(other.type) && areTogether(other, resource));
  return merged(
    instances.flatMap((instance) => {
      const overrides = overridesOf(instance);
      return overrides === undefined ? [] : [objectsOf(resource, resource, overrides, accountId)];
    }),
  );
}

/** What an instance overrides; `undefined` if that is nothing. */
function overridesOf(instance: SeenResource): StackParameters | undefined {
  const given = instance.get("parameterOverrides");
  const overrides = parametersOf(given ?? {});
  return typeof overrides === "string" || Object.keys(overrides).length > 0 ? overrides : undefined;
}

/** Whether an instance is one of a stack set, as far as names that are not known yet show it. */
function areTogether(instance: SeenResource, set: SeenResource): boolean {
  const of = instance.get("stackSetName");
  const name = set.get("name") ?? set.get("stackSetName");
  return isMark(of) || isMark(name) || name === undefined || of === name;
}

function objectsOf(
  holder: SeenResource,
  set: SeenResource,
  overrides: StackParameters,
  accountId: string | undefined,
): IamObjects {
  const carrier = pulumiCarrier(set.type);
  const parameters = withOverrides(parametersOf(set.get("parameters")), overrides);
  return fromTemplate(holder, set.get(carrier?.property ?? ""), { parameters }, accountId);
}

function merged(all: readonly IamObjects[]): IamObjects {
  const problem = all.find((found) => found.problem !== undefined)?.problem;
  return {
    objects: all.flatMap(({ objects }) => objects),
    ...(all.some(({ unknown }) => unknown === true) ? { unknown: true } : {}),
    ...(problem === undefined ? {} : { problem }),
  };
}
