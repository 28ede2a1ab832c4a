import { recogniseEntraIssuer, type TrustGrant } from "azure-to-aws-federation/trust";
import type { IamObject } from "../iam/iam-object";
import { grantsOf, trustDocument } from "../iam/trust";
import { isObject, texts, type SeenStack, type StackResource } from "../resources/seen-resource";
import { hasUnknown, UNKNOWN } from "../resources/unknown";
import { APP_ROLE_ASSIGNMENT, MANAGED_IDENTITY, SERVICE_PRINCIPAL } from "./entra-types";
import { identifierUris, isConnected, type Federation } from "./federation-of-stack";

/** Something to say about how the halves of a federation fit. */
export interface ConsistencyNote {
  /** A contradiction keeps the federation from working; the other is a half that this stack does not show. */
  readonly kind: "contradiction" | "not seen";
  /** For a contradiction a sentence, for a half its name. */
  readonly message: string;
}

/**
 * Compares what a role trusts with what the stack has of the federation. A role whose trust policy is not known yet is
 * passed over: it is judged in the update.
 */
export function* consistencyOf(
  role: IamObject,
  seen: Federation,
  stack: SeenStack,
): Iterable<ConsistencyNote> {
  if (hasUnknown(trustDocument(role))) {
    return;
  }
  for (const grant of grantsOf(role)) {
    const entra = recogniseEntraIssuer(grant.provider);
    // What is not pinned to exact values is refused by the rules for trust policies: there is nothing to compare.
    if (entra !== undefined && grant.audience.kind === "exact" && grant.subject.kind === "exact") {
      yield* providerNotes(grant, seen.providers);
      const application = yield* applicationNotes(grant, entra.tokenVersion, seen, stack);
      yield* subjectNotes(grant, application, entra.tenantId, seen, stack);
    }
  }
}

function contradiction(message: string): ConsistencyNote {
  return { kind: "contradiction", message };
}

function notSeen(message: string): ConsistencyNote {
  return { kind: "not seen", message };
}

function* providerNotes(grant: TrustGrant, providers: readonly IamObject[]): Iterable<ConsistencyNote> {
  if (providers.some(({ properties }) => properties.Url === UNKNOWN)) {
    return;
  }
  const nameOf = ({ properties }: IamObject): string => String(properties.Url).replace(/^https:\/\//, "");
  const fold = (name: string): string => name.toLowerCase().replace(/\/$/, "");
  const provider = providers.find((candidate) => nameOf(candidate) === grant.provider);
  const near = providers.find((candidate) => fold(nameOf(candidate)) === fold(grant.provider));
  if (provider === undefined) {
    yield near === undefined
      ? notSeen(`the OpenID Connect provider ${grant.provider}`)
      : contradiction(
          `the trust policy names the provider ${grant.provider}, but ${near.name} has the URL ${String(near.properties.Url)}. They must be the same to the letter.`,
        );
    return;
  }
  const clientIds = provider.properties.ClientIdList;
  if (!hasUnknown(clientIds)) {
    for (const audience of grant.audience.values.filter((value) => !texts(clientIds).includes(value))) {
      yield contradiction(
        `the trust policy asks for the audience ${JSON.stringify(audience)}, which is no client ID of the provider ${provider.name}. AWS refuses each token for it.`,
      );
    }
  }
}

/** @returns The application of the audience, if the stack has it. */
function* applicationNotes(
  grant: TrustGrant,
  tokenVersion: 1 | 2,
  { applications }: Federation,
  stack: SeenStack,
): Generator<ConsistencyNote, StackResource | undefined> {
  const urisOf = (application: StackResource): readonly string[] => [
    ...texts(application.get("identifierUris")),
    ...identifierUris(stack, application),
  ];
  const { values } = grant.audience;
  if (tokenVersion === 2) {
    const named = applications.find(
      (application) =>
        urisOf(application).some((uri) => values.includes(uri)) ||
        texts(application.get("clientId")).some((id) => values.includes(id)),
    );
    if (named !== undefined) {
      yield contradiction(
        `tokens of version 2 have the calling identity's client ID in azp, which AWS compares, but the trust policy asks for the application ${named.name}. Right would be the identity's client ID, or tokens of version 1.`,
      );
    }
    return named;
  }
  const application = applications.find((candidate) => urisOf(candidate).some((uri) => values.includes(uri)));
  if (application === undefined) {
    const byClientId = applications.find((candidate) =>
      texts(candidate.get("clientId")).some((id) => values.includes(id)),
    );
    const isUnknown = applications.some((candidate) => hasUnknown(candidate.get("identifierUris")));
    if (byClientId !== undefined) {
      yield contradiction(
        `the trust policy asks for the client ID of the application ${byClientId.name}; tokens of version 1 carry its application ID URI.`,
      );
    } else if (!isUnknown) {
      yield notSeen(
        `the Entra application with the ID URI ${values.map((value) => JSON.stringify(value)).join(" or ")}`,
      );
    }
    return byClientId;
  }
  const api = application.get("api");
  const version = isObject(api)
    ? api.requestedAccessTokenVersion
    : application.get("requestedAccessTokenVersion");
  if (version === 2) {
    yield contradiction(
      `the trust policy is for tokens of version 1, but the application ${application.name} asks for version 2, with another issuer.`,
    );
  }
  return application;
}

function* subjectNotes(
  { subject }: TrustGrant,
  application: StackResource | undefined,
  tenantId: string,
  { identities, servicePrincipals }: Federation,
  stack: SeenStack,
): Iterable<ConsistencyNote> {
  const all = stack.filter(({ type }) => type === MANAGED_IDENTITY || type === SERVICE_PRINCIPAL);
  const has = (resource: StackResource, property: string, value: string): boolean =>
    texts(resource.get(property)).some((text) => text.toLowerCase() === value.toLowerCase());
  for (const value of subject.values) {
    const identity = all.find(
      (resource) => has(resource, "principalId", value) || has(resource, "objectId", value),
    );
    const mistaken = all.find((resource) => has(resource, "clientId", value));
    if (identity === undefined && mistaken !== undefined) {
      yield contradiction(
        `the trust policy asks for the subject ${value}, which is the client ID of ${mistaken.name}. Right would be its principal (object) ID.`,
      );
    } else if (
      identity === undefined &&
      !identities.some((candidate) => hasUnknown(candidate.get("principalId")))
    ) {
      yield notSeen(`the identity with the principal ID ${value}`);
    } else if (identity !== undefined) {
      yield* assignmentNotes(identity, application, servicePrincipals, stack);
      const tenant = identity.get("tenantId");
      if (typeof tenant === "string" && tenant.toLowerCase() !== tenantId) {
        yield contradiction(
          `the trust policy is for tokens of tenant ${tenantId}, but the identity ${identity.name} is in tenant ${tenant}.`,
        );
      }
    }
  }
}

function* assignmentNotes(
  identity: StackResource,
  application: StackResource | undefined,
  servicePrincipals: readonly StackResource[],
  stack: SeenStack,
): Iterable<ConsistencyNote> {
  const principal = servicePrincipals.find(
    (resource) =>
      application !== undefined &&
      resource.get("appRoleAssignmentRequired") === true &&
      isConnected(resource, "clientId", [application], "clientId"),
  );
  if (principal === undefined) {
    return;
  }
  const property = identity.type === MANAGED_IDENTITY ? "principalId" : "objectId";
  const isAssigned = stack.some(
    (resource) =>
      resource.type === APP_ROLE_ASSIGNMENT &&
      isConnected(resource, "resourceObjectId", [principal], "objectId") &&
      isConnected(resource, "principalObjectId", [identity], property),
  );
  if (!isAssigned) {
    yield notSeen(
      `the assignment of ${identity.name} to ${principal.name}, without which Entra gives it no token`,
    );
  }
}
