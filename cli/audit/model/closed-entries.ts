/** Decides whether a trust statement admits nobody in practice, because of a Deny or of what the input shows. */
import {
  asList,
  coversAction,
  isGuid,
  isObject,
  matchesWildcards,
  microsoftResource,
  recognizeEntraIssuer,
  stringsIn,
  type TrustGrant,
} from "../../../trust";
import type { Entry } from "../audit-report";
import type { AuditableRole } from "../estate/estate";
import type { EstateIndex, KnownApplication, KnownIdentity } from "./estate-index";
import { missingProvidersOf } from "./providers-of-role";
import { deadSubject, ignoresCase } from "./subjects";

/** Why nobody gets in by a grant, if nobody does. */
export function closureOf(
  grant: TrustGrant,
  role: AuditableRole,
  index: EstateIndex,
): Entry["closedBy"] | undefined {
  if (isDenied(grant, role)) {
    return "deny";
  }
  return isOfMissingProvider(grant, role, index)
    ? "provider"
    : isUnregistered(grant, role.account, index)
      ? "audience"
      : isOfOtherVersion(grant, index)
        ? "token-version"
        : isOfDisabledApplication(grant, role, index)
          ? "application-disabled"
          : (subjectClosure(grant, role, index) ??
            (isOfOtherClient(grant, role, index)
              ? "client"
              : isOfNoApplication(grant, role, index)
                ? "application"
                : undefined));
}

/**
 * Whether a Deny without conditions keeps everybody out that a grant lets in: as `suspend` and an owner in a hurry write it.
 *
 * Source: AWS, "Policy evaluation logic": an explicit Deny in any policy overrides any Allow.
 */
function isDenied({ provider }: TrustGrant, { account, trustPolicy }: AuditableRole): boolean {
  // Most policies have none, and then they need not be parsed again.
  if (!trustPolicy.includes('"Deny"')) {
    return false;
  }
  const policy: unknown = JSON.parse(trustPolicy);
  const own = new RegExp(`^arn:[^:]+:iam::${account}:oidc-provider/`);
  return asList(isObject(policy) ? policy.Statement : []).some(
    (statement) =>
      isObject(statement) &&
      statement.Effect === "Deny" &&
      statement.Condition === undefined &&
      stringsIn(statement.Action).some((pattern) => coversAction(pattern, WEB_IDENTITY)) &&
      (statement.Principal === "*" ||
        (isObject(statement.Principal) &&
          stringsIn(statement.Principal.Federated).some(
            (arn) => own.test(arn) && arn.replace(own, "") === provider,
          ))),
  );
}

const WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity";

/**
 * Whether no application of the tenant has an audience of a grant, so Entra issues no token for it. Only where a subject is demanded too:
 * without one, anyone who registers an application with this URI gets in. Nothing follows for an ID, which can be that of an application of
 * Microsoft's, and for an audience that differs from one of the tenant in case or in a slash at the end alone.
 *
 * Source: Microsoft, "Microsoft Entra authentication and authorization error codes", AADSTS500011.
 */
function isOfNoApplication(
  { provider, audience, subject }: TrustGrant,
  { account }: AuditableRole,
  index: EstateIndex,
): boolean {
  const entra = recognizeEntraIssuer(provider);
  if (
    entra?.tokenVersion !== 1 ||
    subject.kind !== "exact" ||
    audience.kind !== "exact" ||
    !index.has("entra", entra.tenantId, "applications") ||
    !index.has("entra", entra.tenantId, "service-principals")
  ) {
    return false;
  }
  const accepted = acceptedAudiences({ provider, audience }, account, index);
  return (
    accepted.length > 0 &&
    accepted.every(
      (one) =>
        /^(?:api|https):\/\/./.test(one) &&
        microsoftResource(one) === undefined &&
        !index.hasAudienceLike(one, entra.tenantId),
    )
  );
}

/** Whether the account does not have the provider: STS answers `InvalidIdentityToken`, "No OpenIDConnect provider found". */
function isOfMissingProvider({ provider }: TrustGrant, role: AuditableRole, index: EstateIndex): boolean {
  return (
    // Most are there, and then the trust policy need not be parsed again.
    index.providerNamed(role.account, provider) === undefined &&
    missingProvidersOf(role, index).some((arn) => arn.endsWith(`:oidc-provider/${provider}`))
  );
}

/**
 * Whether the provider is of version 1, and the applications of all audiences ask for tokens of version 2, which have another
 * issuer. Nothing follows from an application of which the input does not say the tenant, and nothing for a client ID: that is the
 * audience of ID tokens, whose version the endpoint decides.
 *
 * Source: Microsoft, "ID tokens in the Microsoft identity platform".
 */
function isOfOtherVersion({ provider, audience }: TrustGrant, index: EstateIndex): boolean {
  const entra = recognizeEntraIssuer(provider);
  return (
    entra?.tokenVersion === 1 &&
    audience.kind === "exact" &&
    audience.values.length > 0 &&
    audience.values.every((value) => {
      if (isGuid(value)) {
        return false;
      }
      const found = index.applicationOf(value, provider);
      return found?.tenant === entra.tenantId && found.application?.api?.requestedAccessTokenVersion === 2;
    })
  );
}

/**
 * Whether the provider lists no audience that a statement accepts, so that nobody gets in by it. Only for tokens of Entra: each
 * has one audience, and for STS and IAM it is `azp` where the token has that. A token of another issuer can have several. Nothing
 * follows from a list that is not known.
 *
 * Source: AWS, "AWS STS API Reference", AssumeRoleWithWebIdentity, `InvalidIdentityToken`; "IAM User Guide", "Available keys for
 * AWS OIDC federation".
 */
function isUnregistered(
  { provider, audience }: Pick<TrustGrant, "provider" | "audience">,
  account: string,
  index: EstateIndex,
): boolean {
  const clientIds = index.providerNamed(account, provider)?.clientIds;
  return (
    clientIds !== undefined &&
    index.has("aws", account, "oidc-providers") &&
    recognizeEntraIssuer(provider) !== undefined &&
    audience.values.length > 0 &&
    !audience.values.some((value) => clientIds.some((id) => mayAccept(value, audience.kind, id)))
  );
}

/** Whether a condition can accept a client ID. A pattern may be of an operator that ignores case, so case does not count there. */
function mayAccept(value: string, kind: TrustGrant["audience"]["kind"], clientId: string): boolean {
  const pattern = value.replace(/\$\{[^}]*\}/g, "*");
  return kind === "exact" && pattern === value && !/[*?]/.test(value) && !isGuid(value)
    ? value === clientId
    : matchesWildcards(pattern.toLowerCase(), clientId.toLowerCase());
}

/**
 * The applications of the audiences that a grant and its provider accept, in the provider's tenant; `undefined` if some of them are
 * not known.
 */
export function acceptedApplications(
  { provider, audience }: Pick<TrustGrant, "provider" | "audience">,
  account: string,
  index: EstateIndex,
): readonly KnownApplication[] | undefined {
  const tenant = recognizeEntraIssuer(provider)?.tenantId;
  if (tenant === undefined || audience.kind !== "exact") {
    return undefined;
  }
  const accepted = acceptedAudiences({ provider, audience }, account, index);
  const found = accepted.flatMap((value) => index.applicationOf(value, provider) ?? []);
  const isKnown = found.length > 0 && found.length === accepted.length;
  return isKnown && found.every((one) => one.tenant === tenant) ? found : undefined;
}

/** The audiences of a grant that its provider lists; all of them if that is not known. */
function acceptedAudiences(
  { provider, audience }: Pick<TrustGrant, "provider" | "audience">,
  account: string,
  index: EstateIndex,
): readonly string[] {
  const clientIds = index.has("aws", account, "oidc-providers")
    ? index.providerNamed(account, provider)?.clientIds
    : undefined;
  return audience.values.filter(
    (value) => clientIds === undefined || clientIds.some((id) => mayAccept(value, audience.kind, id)),
  );
}

/** Source: Microsoft, "Microsoft Entra authentication and authorization error codes", AADSTS500014. */
function isOfDisabledApplication(grant: TrustGrant, { account }: AuditableRole, index: EstateIndex): boolean {
  return (
    acceptedApplications(grant, account, index)?.every(
      ({ servicePrincipal }) => servicePrincipal?.accountEnabled === false,
    ) ?? false
  );
}

/** Why no token has one of the exact subjects of a grant. */
function subjectClosure(
  grant: TrustGrant,
  role: AuditableRole,
  index: EstateIndex,
): "subject" | "subject-disabled" | undefined {
  const { provider, subject, standIn } = grant;
  if (standIn !== undefined || subject.kind !== "exact" || subject.values.length === 0) {
    return undefined;
  }
  const folds = ignoresCase(role, grant);
  const dead = subject.values.map((id) => deadSubject(id, provider, index, folds));
  return dead.includes(undefined)
    ? undefined
    : dead.every((one) => one === "subject-disabled")
      ? "subject-disabled"
      : "subject";
}

/**
 * Whether the provider is of version 2, and its statement names the client IDs of others than of the identities in its subject. A
 * token that an application or a managed identity gets for itself has its object ID as `sub` and its client ID as `azp`, which
 * AWS compares. Nothing follows from an identity of which the input does not have the client ID.
 *
 * Source: Microsoft, "Access token claims reference", `azp` and `sub`; AWS, "Available keys for AWS OIDC federation", `aud`.
 */
function isOfOtherClient(grant: TrustGrant, role: AuditableRole, index: EstateIndex): boolean {
  const { provider, audience, subject, standIn } = grant;
  if (
    recognizeEntraIssuer(provider)?.tokenVersion !== 2 ||
    standIn !== undefined ||
    audience.kind !== "exact" ||
    !audience.values.every(isGuid) ||
    subject.kind !== "exact" ||
    subject.values.length === 0
  ) {
    return false;
  }
  const accepted = new Set(audience.values.map((value) => value.toLowerCase()));
  const folds = ignoresCase(role, grant);
  return subject.values.every((id) => {
    const clientId = clientOf(index.identity(folds ? id.toLowerCase() : id));
    return clientId === undefined
      ? deadSubject(id, provider, index, folds) !== undefined
      : !accepted.has(clientId.toLowerCase());
  });
}

function clientOf(identity: KnownIdentity | undefined): string | undefined {
  return identity?.servicePrincipal?.appId ?? identity?.managed?.clientId;
}

/**
 * The managed identities whose client IDs are the audiences of a grant for tokens of version 2 that demands no exact subject;
 * `undefined` if a token with such an audience can be of somebody else. Nobody signs in through a managed identity, so all tokens
 * with its client ID as `azp` are its own.
 *
 * Source: Microsoft, "Access token claims reference", `azp`; "What is managed identities for Azure resources?": a managed identity
 * is a service principal of a special type, without an application object, so it has no redirect URI to sign in with.
 */
export function identitiesOfClients(
  { provider, audience, subject, standIn }: TrustGrant,
  index: EstateIndex,
): readonly KnownIdentity[] | undefined {
  const entra = recognizeEntraIssuer(provider);
  if (
    entra?.tokenVersion !== 2 ||
    standIn !== undefined ||
    audience.kind !== "exact" ||
    audience.values.length === 0 ||
    subject.kind === "exact"
  ) {
    return undefined;
  }
  const identities = audience.values.flatMap(
    (clientId) => index.managedIdentity(clientId, entra.tenantId) ?? [],
  );
  return identities.length === audience.values.length ? identities : undefined;
}
