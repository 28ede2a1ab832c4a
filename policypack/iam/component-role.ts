import type { SeenResource } from "../engine/seen-resource";
import { FEDERATED_ROLE, readStructuredTrust } from "./structured-trust";

const ROLE = "aws:iam/role:Role";

/** What the component appends to its own name. */
const SUFFIX = "-role";

/**
 * Whether a role is the one that this package's `FederatedRole` creates. Its trust policy is judged by the component's own
 * inputs while it is not known itself. Anything else below such a component is judged as any other role.
 *
 * @param earlier - The resources that were judged before the role: its parent is among them.
 */
export function isComponentRole({ urn, name }: SeenResource, earlier: Iterable<SeenResource>): boolean {
  const [stack, project, path = ""] = urn.split("::");
  const types = path.split("$");
  if (types.at(-1) !== ROLE || types.at(-2) !== FEDERATED_ROLE || !name.endsWith(SUFFIX)) {
    return false;
  }
  const parent = [stack, project, types.slice(0, -1).join("$"), name.slice(0, -SUFFIX.length)].join("::");
  for (const resource of earlier) {
    if (resource.urn === parent) {
      const { audiences, subjects } = readStructuredTrust(resource);
      return audiences?.length !== 0 && subjects?.length !== 0;
    }
  }
  return false;
}
