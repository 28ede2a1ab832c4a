import { remembered } from "../engine/remembered";
import { isOwn, type SeenResource } from "../engine/seen-resource";
import { type IamObject, iamObjects } from "../iam/iam-object";
import { isEntraProvider, isFederated, trustsEntra } from "../iam/trust";
import { APPLICATIONS } from "./entra-types";

/** What a resource has that matters to resources after it. */
interface EarlierParts {
  /** Roles that OpenID Connect identities can assume. */
  readonly roles: readonly IamObject[];
  readonly managedPolicies: readonly IamObject[];
  /** Whether it takes part in a federation of Entra with AWS, as far as that is seen from itself. */
  readonly takesPart: boolean;
}

const partsOf = remembered((resource: SeenResource): EarlierParts => {
  const { objects } = iamObjects(resource);
  const roles = objects.filter(isFederated);
  return {
    roles,
    managedPolicies: objects.filter(({ type }) => type === "AWS::IAM::ManagedPolicy"),
    takesPart:
      roles.some(trustsEntra) ||
      objects.some(isEntraProvider) ||
      (isOwn(resource) && APPLICATIONS.includes(resource.type)),
  };
});

/** The roles in earlier resources that OpenID Connect identities can assume. */
export function earlierRoles(earlier: Iterable<SeenResource>): readonly IamObject[] {
  return [...earlier].flatMap((resource) => partsOf(resource).roles);
}

/** The managed policies in earlier resources. */
export function earlierManagedPolicies(earlier: Iterable<SeenResource>): readonly IamObject[] {
  return [...earlier].flatMap((resource) => partsOf(resource).managedPolicies);
}

/** Whether a federation of Entra with AWS was seen in earlier resources. */
export function federationSeen(earlier: Iterable<SeenResource>): boolean {
  return [...earlier].some((resource) => partsOf(resource).takesPart);
}
