/** The sections of an Entra tenant, by Microsoft Graph. */
import { isObject, stringsIn } from "../../../trust";
import { textAt, viewOf, viewsIn } from "../../clouds/microsoft/arm-views";
import type { Item, MicrosoftApi } from "../../clouds/microsoft/microsoft-api";
import type {
  EntraApplication,
  EntraAppRoleAssignment,
  EntraCredential,
  EntraOwner,
  EntraServicePrincipal,
  FederatedCredential,
  ObjectRecord,
} from "../../snapshot/snapshot-records";
import { inGroups, type Section } from "../section";
import { readDirectoryRoles, readEligibleDirectoryRoles } from "./directory-roles";
import { APPLICATION_READ, readGraphPermissions } from "./graph-permissions";

/** What the requests of this file need. Source: Microsoft Graph, "List applications", "List servicePrincipals", "List owners", "List federatedIdentityCredentials", "List appRoleAssignments granted for a service principal". */
const NEEDS = APPLICATION_READ;

/** Members of a page at most. Source: Microsoft Graph, "List applications". */
const PAGE = 999;

/** Objects whose lists are asked for at once: those of one `$batch`. */
const GROUP = 20;

const APPLICATIONS = `/v1.0/applications?$top=${PAGE}&$select=id,appId,displayName,identifierUris,signInAudience,api,appRoles,passwordCredentials,keyCredentials`;

const SERVICE_PRINCIPALS = `/v1.0/servicePrincipals?$top=${PAGE}&$select=id,appId,displayName,servicePrincipalType,appRoleAssignmentRequired,servicePrincipalNames,alternativeNames,accountEnabled,passwordCredentials,keyCredentials`;

/** The sections of a tenant. */
export function entraSections(tenantId: string, graph: MicrosoftApi): readonly Section[] {
  const readers: Readonly<Record<string, (of: string, graph: MicrosoftApi) => AsyncIterable<ObjectRecord>>> =
    {
      applications: readApplications,
      "service-principals": readServicePrincipals,
      "app-role-assignments": readAssignments,
      "federated-credentials": readFederatedCredentials,
      "directory-roles": readDirectoryRoles,
      "eligible-directory-roles": readEligibleDirectoryRoles,
      "graph-permissions": readGraphPermissions,
    };
  return Object.entries(readers).map(([name, read]) => ({
    name: `entra/${tenantId}/${name}`,
    read: () => read(tenantId, graph),
  }));
}

async function* readApplications(of: string, graph: MicrosoftApi): AsyncGenerator<ObjectRecord> {
  for await (const group of inGroups(graph.list(APPLICATIONS, NEEDS), GROUP)) {
    const owners = await ownersOf(graph, "applications", group);
    for (const [index, application] of group.entries()) {
      yield { kind: "entra.application", of, data: applicationOf(application, owners[index] ?? []) };
    }
  }
}

async function* readServicePrincipals(of: string, graph: MicrosoftApi): AsyncGenerator<ObjectRecord> {
  for await (const group of inGroups(graph.list(SERVICE_PRINCIPALS, NEEDS), GROUP)) {
    const owners = await ownersOf(graph, "servicePrincipals", group);
    for (const [index, one] of group.entries()) {
      yield { kind: "entra.service-principal", of, data: servicePrincipalOf(one, owners[index] ?? []) };
    }
  }
}

/** Who is assigned to the applications that give tokens to assigned principals alone. For others, an assignment opens nothing. */
async function* readAssignments(of: string, graph: MicrosoftApi): AsyncGenerator<ObjectRecord> {
  const demanding = filtered(
    graph.list(SERVICE_PRINCIPALS, NEEDS),
    ({ appRoleAssignmentRequired }) => appRoleAssignmentRequired === true,
  );
  for await (const group of inGroups(demanding, GROUP)) {
    const paths = group.map((one) => `/servicePrincipals/${textAt(one, "id")}/appRoleAssignedTo`);
    for (const assignment of (await graph.lists("v1.0", paths, NEEDS)).flat()) {
      yield { kind: "entra.app-role-assignment", of, data: assignmentOf(assignment) };
    }
  }
}

async function* readFederatedCredentials(of: string, graph: MicrosoftApi): AsyncGenerator<ObjectRecord> {
  for await (const group of inGroups(graph.list(APPLICATIONS, NEEDS), GROUP)) {
    const paths = group.map((one) => `/applications/${textAt(one, "id")}/federatedIdentityCredentials`);
    const lists = await graph.lists("v1.0", paths, NEEDS);
    // Version 1.0 does not show expressions. Source: Microsoft Graph beta, "federatedIdentityCredential resource type".
    const unclear = paths.filter((_, index) =>
      lists[index]?.some(({ subject }) => typeof subject !== "string"),
    );
    const clear = new Map<string, readonly Item[]>();
    for (const [index, list] of (await graph.lists("beta", unclear, NEEDS)).entries()) {
      clear.set(unclear[index] ?? "", list);
    }
    for (const [index, one] of group.entries()) {
      for (const credential of clear.get(paths[index] ?? "") ?? lists[index] ?? []) {
        const data = federatedCredentialOf(textAt(one, "id"), credential);
        yield { kind: "entra.federated-credential", of, data };
      }
    }
  }
}

/** The owners of each object. A managed identity has none. */
async function ownersOf(
  graph: MicrosoftApi,
  collection: "applications" | "servicePrincipals",
  group: readonly Item[],
): Promise<readonly (readonly EntraOwner[])[]> {
  const owned = group.filter(({ servicePrincipalType }) => servicePrincipalType !== "ManagedIdentity");
  const paths = owned.map((one) => `/${collection}/${textAt(one, "id")}/owners`);
  const lists = await graph.lists("v1.0", paths, NEEDS);
  const byObject = new Map(owned.map((one, index) => [one, (lists[index] ?? []).map(ownerOf)]));
  return group.map((one) => byObject.get(one) ?? []);
}

function ownerOf(owner: Item): EntraOwner {
  const optional = ["@odata.type", "displayName", "userPrincipalName"].flatMap((name) =>
    typeof owner[name] === "string" ? [[name, owner[name]] as const] : [],
  );
  return { id: textAt(owner, "id"), ...Object.fromEntries(optional) };
}

function applicationOf(application: Item, owners: readonly EntraOwner[]): EntraApplication {
  const { requestedAccessTokenVersion: version } = viewOf(application.api);
  return {
    id: textAt(application, "id"),
    appId: textAt(application, "appId"),
    displayName: textAt(application, "displayName"),
    identifierUris: stringsIn(application.identifierUris),
    signInAudience: textAt(application, "signInAudience"),
    api: { requestedAccessTokenVersion: typeof version === "number" ? version : null },
    appRoles: viewsIn(application.appRoles).map((role) => ({
      id: textAt(role, "id"),
      value: typeof role.value === "string" ? role.value : null,
    })),
    owners,
    credentials: credentialsIn(application),
  };
}

/** Source: Microsoft Graph, "application" and "servicePrincipal", `passwordCredentials` and `keyCredentials`. */
function credentialsIn({ passwordCredentials, keyCredentials }: Item): readonly EntraCredential[] {
  return [
    ...viewsIn(passwordCredentials).map((one) => credentialOf(one, "password")),
    ...viewsIn(keyCredentials).map((one) => credentialOf(one, "certificate")),
  ];
}

/** Neither the secret nor its hint, which is its beginning. */
function credentialOf(credential: Item, kind: EntraCredential["kind"]): EntraCredential {
  const { displayName, endDateTime } = credential;
  return {
    keyId: textAt(credential, "keyId"),
    displayName: typeof displayName === "string" ? displayName : null,
    endDateTime: typeof endDateTime === "string" ? endDateTime : null,
    kind,
  };
}

function servicePrincipalOf(one: Item, owners: readonly EntraOwner[]): EntraServicePrincipal {
  return {
    id: textAt(one, "id"),
    appId: textAt(one, "appId"),
    displayName: textAt(one, "displayName"),
    servicePrincipalType: textAt(one, "servicePrincipalType"),
    appRoleAssignmentRequired: one.appRoleAssignmentRequired === true,
    servicePrincipalNames: stringsIn(one.servicePrincipalNames),
    alternativeNames: stringsIn(one.alternativeNames),
    accountEnabled: one.accountEnabled !== false,
    owners,
    // Azure renews those of a managed identity itself.
    ...(one.servicePrincipalType === "ManagedIdentity" ? {} : { credentials: credentialsIn(one) }),
  };
}

function assignmentOf(assignment: Item): EntraAppRoleAssignment {
  return {
    id: textAt(assignment, "id"),
    principalId: textAt(assignment, "principalId"),
    principalType: textAt(assignment, "principalType"),
    principalDisplayName: textAt(assignment, "principalDisplayName"),
    resourceId: textAt(assignment, "resourceId"),
    appRoleId: textAt(assignment, "appRoleId"),
  };
}

/** A federated credential of an application or, with its `properties`, of a managed identity. */
export function federatedCredentialOf(of: string, credential: Item): FederatedCredential {
  const { claimsMatchingExpression: expression, subject } = credential;
  return {
    of,
    name: textAt(credential, "name"),
    issuer: textAt(credential, "issuer"),
    ...(typeof subject === "string" && subject !== "" ? { subject } : {}),
    ...(isObject(expression) ? { claimsMatchingExpression: textAt(expression, "value") } : {}),
    audiences: stringsIn(credential.audiences),
  };
}

async function* filtered<T>(things: AsyncIterable<T>, keep: (thing: T) => boolean): AsyncGenerator<T> {
  for await (const thing of things) {
    if (keep(thing)) {
      yield thing;
    }
  }
}
