import { hasMarks } from "../../trust";
import { remembered } from "../engine/remembered";
import { isOwn, type SeenStack, type StackResource } from "../engine/seen-resource";
import { ofType } from "../engine/stack-index";
import { knownStrings } from "../engine/unknown";
import { type IamObject, iamObjects } from "../iam/iam-object";
import { grantsOf, isEntraProvider, rolesTrustingEntra } from "../iam/trust";
import {
  APP_ROLE_ASSIGNMENT,
  APPLICATIONS,
  IDENTIFIER_URI,
  MANAGED_IDENTITIES,
  SERVICE_PRINCIPAL,
} from "./entra-types";
import { MACHINES } from "./machine";

/** What of a stack takes part in a federation of Entra with AWS. */
export interface Federation {
  readonly providers: readonly IamObject[];
  readonly roles: readonly IamObject[];
  readonly applications: readonly StackResource[];
  readonly servicePrincipals: readonly StackResource[];
  readonly identities: readonly StackResource[];
  /** Whether the principal ID of one of the identities is not known yet. */
  readonly hasUnknownIdentity: boolean;
  readonly machines: readonly StackResource[];
}

/**
 * Finds what takes part in a federation: this package's children, Entra's OpenID Connect providers and the roles that
 * trust them, and what is connected to these. Two things are connected if a value of one is in the other, or if a
 * property of one is made of the other's outputs, which is known in a preview already.
 */
export const federationOf = remembered((stack: SeenStack): Federation => {
  const objects = stack.flatMap((resource) => iamObjects(resource).objects);
  const providers = objects.filter(isEntraProvider);
  const roles = rolesTrustingEntra(objects);
  const awsSide = new Set([...providers, ...roles].map(({ holder }) => holder.urn));
  const sources = new Set(
    stack
      .filter(({ urn }) => awsSide.has(urn))
      .flatMap(({ dependencies }) => dependencies.map(({ urn }) => urn)),
  );
  const audiences = new Set([
    ...providers.flatMap(({ properties }) => knownStrings(properties.ClientIdList)),
    ...roles.flatMap((role) => grantsOf(role).flatMap(({ audience }) => audience.values)),
  ]);
  const subjects = new Set(
    roles.flatMap((role) => grantsOf(role).flatMap(({ subject }) => subject.values.map(lower))),
  );
  const isSource = (resource: StackResource): boolean => isOwn(resource) || sources.has(resource.urn);
  const applications = stack.filter(
    (resource) =>
      APPLICATIONS.includes(resource.type) &&
      (isSource(resource) ||
        [...knownStrings(resource.get("identifierUris")), ...knownStrings(resource.get("clientId"))].some(
          (uri) => audiences.has(uri),
        ) ||
        identifierUris(stack, resource).some((uri) => audiences.has(uri))),
  );
  const servicePrincipals = stack.filter(
    (resource) =>
      resource.type === SERVICE_PRINCIPAL &&
      (isOwn(resource) || isConnected(resource, "clientId", applications, "clientId")),
  );
  const assigned = new Set(
    ofType(stack, APP_ROLE_ASSIGNMENT)
      .filter((resource) => isConnected(resource, "resourceObjectId", servicePrincipals, "objectId"))
      .flatMap((resource) => [
        ...resource.madeOf("principalObjectId").map(({ urn }) => urn),
        ...knownStrings(resource.get("principalObjectId")),
      ]),
  );
  const identities = stack.filter(
    (resource) =>
      MANAGED_IDENTITIES.includes(resource.type) &&
      (isSource(resource) ||
        assigned.has(resource.urn) ||
        knownStrings(resource.get("principalId")).some((id) => subjects.has(lower(id)) || assigned.has(id))),
  );
  const machines = stack.filter(
    (resource) =>
      MACHINES.includes(resource.type) &&
      (isSource(resource) || resource.madeOf("identity").some((source) => identities.includes(source))),
  );
  const hasUnknownIdentity = identities.some((identity) => hasMarks(identity.get("principalId")));
  return { providers, roles, applications, servicePrincipals, identities, hasUnknownIdentity, machines };
});

/** Whether a property of a resource is made of one of others, or has the value of one of theirs. */
export function isConnected(
  resource: StackResource,
  property: string,
  others: readonly StackResource[],
  theirs: string,
): boolean {
  const sources = resource.madeOf(property);
  const values = knownStrings(resource.get(property));
  return others.some(
    (other) =>
      sources.includes(other) || knownStrings(other.get(theirs)).some((value) => values.includes(value)),
  );
}

/** The identifier URIs that separate resources give an application. */
export function identifierUris(stack: SeenStack, application: StackResource): readonly string[] {
  return ofType(stack, IDENTIFIER_URI)
    .filter((resource) => resource.madeOf("applicationId").includes(application))
    .flatMap((resource) => knownStrings(resource.get("identifierUri")));
}

function lower(text: string): string {
  return text.toLowerCase();
}
