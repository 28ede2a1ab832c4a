/** Puts into words who can assume a role, for the role's summary sentence. */
import { isGuid, issuers, microsoftResource, type Reach, recognizeEntraIssuer } from "../../../trust";
import type { Entry } from "../audit-report";
import { issuerName } from "./entries";
import type { EstateIndex, KnownApplication } from "./estate-index";
import { everyoneOf, isWhole, ownerOf, ownerTitle, workloadOf } from "./owners";
import { deadSubject } from "./subjects";

/** How many names a sentence has. */
const MOST_NAMES = 3;

/** Who gets in by some ways with a reach, as the subject of a sentence. */
export function whoGetsIn(reach: Reach | undefined, entries: readonly Entry[], index: EstateIndex): string {
  switch (reach) {
    case "anyone":
      return `Anyone with a token from ${several(
        entries.map(({ issuer }) => issuer),
        "an identity provider",
      )}`;
    case "tenant":
      return capitalized(
        several(
          entries.flatMap((entry) => crowdOf(entry, index)),
          "any identity",
        ),
      );
    case "assigned":
      return `Any identity assigned to ${several(
        entries.flatMap((entry) => applicationsOf(entry, index).map((one) => assignedTo(one, index))),
        "the application",
      )}${entries.some(isOfClient) ? ", the application itself" : ""}, and anyone who can assign one,`;
    case "replay":
      return replayers(entries, index);
    default:
      return namesOf(entries, index);
  }
}

/** The identities of a whole tenant, organization, or cluster, or those whose subject is like a pattern. */
function crowdOf(entry: Entry, index: EstateIndex): readonly string[] {
  const { provider, subjects, exact } = entry;
  const tenant = recognizeEntraIssuer(provider)?.tenantId;
  if (tenant !== undefined && issuerName(provider) === "Microsoft Entra") {
    return [tenantCrowd(entry, tenant, index)];
  }
  const everyone = issuers.find((issuer) => issuer.owns(provider.toLowerCase()))?.facts.everyone;
  return (subjects.length === 0 ? [""] : subjects).map((subject) => {
    const owner = ownerOf(provider, subject);
    if (owner !== undefined && (subject === "" || isWhole(owner))) {
      return everyoneOf(owner);
    }
    const all =
      owner === undefined
        ? decapitalized(everyone ?? `any identity of ${provider}`)
        : `any ${workloadOf(owner.kind)} of ${ownerTitle(owner.kind)} ${owner.name}`;
    return subject === "" ? all : `${all} whose subject is ${exact ? "" : "like "}${JSON.stringify(subject)}`;
  });
}

function tenantCrowd(entry: Entry, tenant: string, index: EstateIndex): string {
  const { provider, audiences, subjects } = entry;
  const like = subjects.every((subject) => /^\**$/.test(subject))
    ? ""
    : ` whose subject is like ${subjects
        .map((one) => JSON.stringify(one))
        .slice(0, MOST_NAMES)
        .join(" or ")}`;
  const all = `any identity in tenant ${tenant}${like}`;
  if (audiences.length === 0) {
    return `${all} that can get a token for an audience of the provider`;
  }
  if (isOfClient(entry)) {
    const clients = audiences.map((id) => index.applicationOf(id, provider)?.name ?? id);
    return `${all} that gets a token through ${several(clients, "the client ID")}`;
  }
  const isOpen =
    // Every identity of a tenant can get tokens for Microsoft's own resources.
    audiences.some((audience) => microsoftResource(audience) !== undefined) ||
    applicationsOf(entry, index).some(
      ({ servicePrincipal }) => servicePrincipal?.appRoleAssignmentRequired === false,
    );
  return isOpen ? all : `${all}, unless the application requires assignment,`;
}

/** Whether AWS compares the client that asked for the token, as it does for tokens of version 2. */
function isOfClient({ provider, audiences }: Entry): boolean {
  return recognizeEntraIssuer(provider)?.tokenVersion === 2 && audiences.every(isGuid);
}

function applicationsOf({ provider, audiences }: Entry, index: EstateIndex): readonly KnownApplication[] {
  return audiences.flatMap((audience) => index.applicationOf(audience, provider) ?? []);
}

/** An application, how many identities are assigned to it today, and which groups. */
function assignedTo(application: KnownApplication, index: EstateIndex): string {
  const { name, tenant } = application;
  const what = `application ${name}`;
  if (!index.has("entra", tenant, "app-role-assignments")) {
    return what;
  }
  const assigned = [
    ...new Map(index.assignmentsOf(application).map((one) => [one.principalId, one])).values(),
  ];
  const groups = assigned
    .filter(({ principalType }) => principalType === "Group")
    .map(({ principalDisplayName, principalId }) => `group "${principalDisplayName ?? principalId}"`);
  const single = assigned.length - groups.length;
  const members = `the members of ${several(groups, "", " and ")}`;
  const today =
    groups.length === 0
      ? single === 0
        ? "none today"
        : `${single} today`
      : single === 0
        ? `today ${members}`
        : `${single} today, and ${members}`;
  return `${what} (${today})`;
}

/** The named identities, and who can have tokens of theirs. */
function replayers(entries: readonly Entry[], index: EstateIndex): string {
  if (entries.every(({ subjects, identities }) => subjects.length === 0 && identities.length === 0)) {
    return "The identities that its trust policy names, or a token without the claim that it compares,";
  }
  const resources = entries.flatMap(({ audiences }) =>
    audiences.flatMap((audience) => microsoftResource(audience)?.name ?? []),
  );
  return resources.length === 0
    ? `${namesOf(entries, index)}, with more of its tokens than intended,`
    : `${namesOf(entries, index)}, or anyone who holds a token of it for ${several(resources, "")},`;
}

/** The identities by their names, or the subjects as they are written. */
function namesOf(entries: readonly Entry[], index: EstateIndex): string {
  return capitalized(
    several(
      entries.flatMap(({ subjects, identities, provider, issuer, exact }) => {
        // Of several subjects, one that nobody has is not among those who get in.
        const alive = subjects.filter(
          (subject) => deadSubject(subject, provider, index, false) === undefined,
        );
        const shown = identities.length > 0 && (!exact || alive.length === 0) ? identities : alive;
        return shown.length === 0
          ? [`any identity of ${issuer}`]
          : shown.map((subject) => index.identity(subject)?.name ?? `${subject} of ${placeOf(provider)}`);
      }),
      "an identity",
    ),
  );
}

/** The issuer of a subject, with the tenant if it is Entra's. */
function placeOf(provider: string): string {
  const name = issuerName(provider);
  const tenant = recognizeEntraIssuer(provider)?.tenantId;
  return name === "Microsoft Entra" && tenant !== undefined ? `tenant ${tenant}` : name;
}

function several(names: readonly string[], none: string, joint = " or "): string {
  const unique = [...new Set(names)];
  const more = unique.length - MOST_NAMES;
  return unique.length === 0
    ? none
    : `${unique.slice(0, MOST_NAMES).join(joint)}${more > 0 ? `${joint}${more} more` : ""}`;
}

function capitalized(text: string): string {
  return /^(any|every) /.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;
}

function decapitalized(text: string): string {
  return text.startsWith("Any ") ? `a${text.slice(1)}` : text;
}
