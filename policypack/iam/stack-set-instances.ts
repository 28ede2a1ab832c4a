import {
  createsInstances,
  type Held,
  heldInTemplate,
  isInstanceOf,
  overridesOf,
  parametersOf,
  pulumiCarrier,
  walkFrom,
  withOverrides,
} from "../../policy-sources";
import type { SeenResource } from "../engine/seen-resource";
import { type IamObjects, isStackSet, NOTHING_OF_IAM, objectsAmong, viewOfStack } from "./iam-object";

/**
 * The roles that the instances of a stack set have with the parameters that they override. The resource is an instance
 * of an earlier stack set, or a stack set with an earlier instance.
 *
 * @returns `undefined` for an instance of a stack set that the program does not have: its template is elsewhere.
 */
export function instanceObjects(
  resource: SeenResource,
  earlier: Iterable<SeenResource>,
  accountId: string | undefined,
): IamObjects | undefined {
  const held = (instance: SeenResource, set: SeenResource): readonly Held[] => {
    const overrides = overridesOf(instance.get);
    if (overrides === undefined) {
      return [];
    }
    const parameters = withOverrides(parametersOf(set.get("parameters")), overrides);
    const at = walkFrom([resource.name], resource.type, viewOfStack(accountId));
    return [...heldInTemplate(set.get(pulumiCarrier(set.type)?.property ?? ""), { parameters }, at)];
  };
  if (isStackSet(resource)) {
    const instances = [...earlier].filter(
      (other) => createsInstances(other.type) && isInstanceOf(other.get, resource.get),
    );
    return rolesAmong(
      resource,
      instances.flatMap((instance) => held(instance, resource)),
    );
  }
  if (!createsInstances(resource.type) || overridesOf(resource.get) === undefined) {
    return NOTHING_OF_IAM;
  }
  const sets = [...earlier].filter((other) => isStackSet(other) && isInstanceOf(resource.get, other.get));
  return sets.length === 0
    ? undefined
    : rolesAmong(
        resource,
        sets.flatMap((set) => held(resource, set)),
      );
}

/** What the template has elsewhere is reported for the stack set. */
function rolesAmong(resource: SeenResource, held: readonly Held[]): IamObjects {
  const { gaps, ...found } = objectsAmong(resource, held);
  return { ...found, gaps: gaps.filter(({ holds }) => holds === "unknown" || holds === "unreadable") };
}
