/** Builds the ways into a role for the report, each with its reach, identities, and application. */
import { issuers, type Reach, recognizeEntraIssuer, type TrustGrant } from "../../../trust";
import type { Entry } from "../audit-report";
import type { AuditableRole } from "../estate/estate";
import { acceptedApplications, closureOf, identitiesOfClients } from "./closed-entries";
import type { EstateIndex } from "./estate-index";
import { identitiesOfGrant, ignoresCase } from "./subjects";

/** Who gets in by each statement and provider, with the identities and the application that the values name. */
export function entriesOf(
  grants: readonly TrustGrant[],
  role: AuditableRole,
  index: EstateIndex,
): readonly Entry[] {
  return grants.map((given) => {
    const grant = { ...given, ...given.admitted };
    const { statement, sid, provider, audience, subject, standIn } = grant;
    const subjects = standIn === undefined ? subject.values : standIn.values;
    const application = audience.values
      .map((value) => index.applicationOf(value, provider))
      .find((found) => found !== undefined);
    const closedBy = closureOf(grant, role, index);
    const reach = closedBy === undefined ? admitted(grant, role, index) : "nobody";
    return {
      provider,
      issuer: issuerName(provider),
      statement,
      ...(sid === undefined ? {} : { sid }),
      audiences: audience.values,
      subjects,
      exact: standIn !== undefined || subject.kind === "exact",
      identities: (
        identitiesOfClients(grant, index) ?? identitiesOfGrant(grant, index, ignoresCase(role, grant))
      ).map(({ id }) => id),
      ...(application === undefined ? {} : { application: application.appId }),
      ...(reach === undefined ? {} : { reach }),
      ...(closedBy === undefined ? {} : { closedBy }),
    };
  });
}

/**
 * Who gets in by a grant. Where the tenant does, it may be only those who are assigned to the application, or only the managed
 * identity with the client ID.
 */
function admitted(grant: TrustGrant, role: AuditableRole, index: EstateIndex): Reach | undefined {
  if (grant.reach !== "tenant") {
    return grant.reach === "exact" ? undefined : grant.reach;
  }
  if (identitiesOfClients(grant, index) !== undefined) {
    return "replay";
  }
  const applications = acceptedApplications(grant, role.account, index);
  const isClosed = applications?.every(
    ({ servicePrincipal }) => servicePrincipal?.appRoleAssignmentRequired === true,
  );
  return isClosed === true ? "assigned" : "tenant";
}

/** The identities that get in by a way that is not closed. */
export function identitiesOf(entries: readonly Entry[]): readonly string[] {
  return entries.flatMap(({ identities, reach }) => (reach === "nobody" ? [] : identities));
}

const names = new Map<string, string>();

/** The issuer behind a provider, for people; the provider's name if the table of issuers does not have it. */
export function issuerName(provider: string): string {
  const known = names.get(provider);
  if (known !== undefined) {
    return known;
  }
  const folded = provider.toLowerCase();
  const name =
    provider === "*"
      ? "any identity provider"
      : (issuers.find((issuer) => issuer.owns(folded))?.facts.name ??
        (recognizeEntraIssuer(provider) === undefined ? provider : "Microsoft Entra"));
  names.set(provider, name);
  return name;
}
