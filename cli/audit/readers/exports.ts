/** The audit's reader for JSON from the AWS and Azure command lines, except IAM's large export. */
import { asList, isGuid, isObject, stringsIn } from "../../../trust";
import type {
  AwsOidcProvider,
  EntraApplication,
  EntraCredential,
  EntraOwner,
  ObjectRecord,
} from "../../snapshot/snapshot-records";
import type { EstateBuilder } from "../estate/estate-builder";
import { ownerAccount } from "./authorization-details";
import { builtInRole } from "./azure-roles";

type Json = Readonly<Record<string, unknown>>;

/** How many roles a sentence names. */
const MOST_ROLES = 3;

/** What an item of an export becomes; `undefined` if it is of another kind. */
type Reading = (item: Json) => ObjectRecord | undefined;

/** Each kind of item, by what only it has. The first that fits counts. */
const READINGS: readonly Reading[] = [
  oidcProvider,
  servicePrincipal,
  application,
  appRoleAssignment,
  roleAssignment,
  managedIdentity,
  federatedCredential,
  identityHolder,
];

/**
 * Takes what the clouds' command lines print as JSON: an object, a list, or a page with `value`.
 *
 * @returns Whether all of it was recognized.
 */
export function readExport(value: unknown, builder: EstateBuilder): boolean {
  const items = itemsOf(value);
  const isPartial = items.map((item) => isObject(item) && readPartial(item, applicationIn(value), builder));
  const records = items.map((item, at) =>
    isObject(item) && isPartial[at] !== true
      ? READINGS.map((read) => read(item)).find((record) => record !== undefined)
      : undefined,
  );
  for (const record of records) {
    if (record !== undefined) {
      builder.add(record);
    }
  }
  const gap = gapOf(records);
  if (gap !== undefined) {
    builder.addGap(gap);
  }
  return records.length > 0 && records.every((record, at) => record !== undefined || isPartial[at] === true);
}

/**
 * Takes an item that does not say whose it is: the output of `aws iam get-open-id-connect-provider`, and a credential of
 * `az ad app federated-credential list`.
 *
 * @param application - The object ID of the application that the answer is about, if it says so.
 * @returns Whether it was one of these.
 */
function readPartial(item: Json, application: string | undefined, builder: EstateBuilder): boolean {
  const { Arn, Url, ClientIDList, id, issuer, subject, audiences } = item;
  if (Arn === undefined && typeof Url === "string" && Array.isArray(ClientIDList)) {
    builder.addProviderWithoutArn(Url.replace(/^https:\/\//, ""), stringsIn(ClientIDList));
    return true;
  }
  if (!isGuid(text(id)) || typeof issuer !== "string" || !Array.isArray(audiences)) {
    return false;
  }
  const claims = item.claimsMatchingExpression;
  const expression = isObject(claims) ? claims.value : claims;
  if (application === undefined) {
    builder.addGap(
      `A token of ${issuer} with the subject ${text(subject) || text(expression)} signs in as one of the applications (federated credential ${text(item.name)}). The output of az ad app federated-credential list does not say as which one. A snapshot of azure-to-aws collect does.`,
    );
    return true;
  }
  builder.add({
    kind: "entra.federated-credential",
    of: "",
    data: {
      of: application,
      name: text(item.name),
      issuer,
      ...(typeof subject === "string" ? { subject } : {}),
      ...(typeof expression === "string" ? { claimsMatchingExpression: expression } : {}),
      audiences: stringsIn(audiences),
    },
  });
  return true;
}

/** The application that an answer of Microsoft Graph is about. Source: OData, "Context URL". */
function applicationIn(value: unknown): string | undefined {
  const context = isObject(value) ? text(value["@odata.context"]) : "";
  return /applications\('([^']+)'\)\/federatedIdentityCredentials/.exec(context)?.[1];
}

/** Says of which Azure roles nothing is known but the name, so that nobody takes their holders for harmless. */
function gapOf(records: readonly (ObjectRecord | undefined)[]): string | undefined {
  const names = new Set(
    records.flatMap((record) =>
      record?.kind === "azure.role-assignment" && builtInRole(record.data.roleName) === undefined
        ? [record.data.roleName]
        : [],
    ),
  );
  const more = names.size - MOST_ROLES;
  const shown = [...names].slice(0, MOST_ROLES).join(", ");
  return names.size === 0
    ? undefined
    : `The export of role assignments does not have the actions of the Azure roles, and the audit does not know those of ${shown}${more > 0 ? `, and ${more} more` : ""}. Their holders may control a way in. A snapshot of azure-to-aws collect has the actions.`;
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    return value as unknown[];
  }
  if (!isObject(value)) {
    return [];
  }
  for (const list of ["value", "OpenIDConnectProviderList"]) {
    if (Array.isArray(value[list])) {
      return value[list] as unknown[];
    }
  }
  return [value];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** `aws iam list-open-id-connect-providers`. */
function oidcProvider({ Arn, Url, ClientIDList }: Json): ObjectRecord | undefined {
  return typeof Arn === "string" && Arn.includes(":oidc-provider/")
    ? {
        kind: "aws.oidc-provider",
        of: ownerAccount(Arn),
        data: {
          Arn,
          Url: text(Url),
          ...(Array.isArray(ClientIDList) ? { ClientIDList: stringsIn(ClientIDList) } : {}),
        } as AwsOidcProvider,
      }
    : undefined;
}

/** `az ad sp list`. It does not show owners. */
function servicePrincipal(item: Json): ObjectRecord | undefined {
  if (typeof item.servicePrincipalType !== "string" || typeof item.appId !== "string") {
    return undefined;
  }
  return {
    kind: "entra.service-principal",
    of: text(item.appOwnerOrganizationId),
    data: {
      id: text(item.id),
      appId: item.appId,
      displayName: text(item.displayName),
      servicePrincipalType: item.servicePrincipalType,
      ...(typeof item.appRoleAssignmentRequired === "boolean"
        ? { appRoleAssignmentRequired: item.appRoleAssignmentRequired }
        : {}),
      ...(typeof item.accountEnabled === "boolean" ? { accountEnabled: item.accountEnabled } : {}),
      servicePrincipalNames: stringsIn(item.servicePrincipalNames),
      alternativeNames: stringsIn(item.alternativeNames),
      owners: ownersOf(item.owners),
    },
  };
}

/** `az ad app list`. It does not show owners. */
function application(item: Json): ObjectRecord | undefined {
  if (typeof item.appId !== "string" || !Array.isArray(item.identifierUris)) {
    return undefined;
  }
  return {
    kind: "entra.application",
    of: "",
    data: {
      id: text(item.id),
      appId: item.appId,
      displayName: text(item.displayName),
      identifierUris: stringsIn(item.identifierUris),
      ...(typeof item.signInAudience === "string" ? { signInAudience: item.signInAudience } : {}),
      ...versionIn(item.api),
      owners: ownersOf(item.owners),
      credentials: [
        ...credentialsOf(item.passwordCredentials, "password"),
        ...credentialsOf(item.keyCredentials, "certificate"),
      ],
    },
  };
}

/** `requestedAccessTokenVersion` is null for version 1. */
function versionIn(api: unknown): Pick<EntraApplication, "api"> {
  const version = isObject(api) ? api.requestedAccessTokenVersion : undefined;
  return typeof version === "number" || version === null
    ? { api: { requestedAccessTokenVersion: version } }
    : {};
}

function ownersOf(value: unknown): readonly EntraOwner[] {
  return asList(value)
    .filter(isObject)
    .flatMap((owner) => (typeof owner.id === "string" ? [{ ...owner, id: owner.id }] : []));
}

function credentialsOf(value: unknown, kind: EntraCredential["kind"]): readonly EntraCredential[] {
  return asList(value)
    .filter(isObject)
    .map(({ keyId, endDateTime }) => ({
      keyId: text(keyId),
      kind,
      ...(typeof endDateTime === "string" ? { endDateTime } : {}),
    }));
}

/** `az rest` on `…/servicePrincipals/<ID>/appRoleAssignedTo`. */
function appRoleAssignment(item: Json): ObjectRecord | undefined {
  return typeof item.appRoleId === "string" && typeof item.resourceId === "string"
    ? {
        kind: "entra.app-role-assignment",
        of: "",
        data: {
          id: text(item.id),
          principalId: text(item.principalId),
          principalType: text(item.principalType),
          ...(typeof item.principalDisplayName === "string"
            ? { principalDisplayName: item.principalDisplayName }
            : {}),
          resourceId: item.resourceId,
          appRoleId: item.appRoleId,
        },
      }
    : undefined;
}

/** `az role assignment list`. Its roles have no actions: those of the built-in ones that matter are known. */
function roleAssignment(item: Json): ObjectRecord | undefined {
  const { scope, principalId, principalName, roleDefinitionName } = item;
  if (
    typeof scope !== "string" ||
    typeof principalId !== "string" ||
    typeof roleDefinitionName !== "string"
  ) {
    return undefined;
  }
  const role = builtInRole(roleDefinitionName) ?? { actions: [], notActions: [] };
  return {
    kind: "azure.role-assignment",
    of: subscriptionOf(scope),
    data: {
      id: text(item.id),
      scope,
      principalId,
      principalType: text(item.principalType),
      ...(typeof principalName === "string" && principalName !== "" ? { principalName } : {}),
      roleName: roleDefinitionName,
      ...role,
    },
  };
}

/** `az identity list`. */
function managedIdentity(item: Json): ObjectRecord | undefined {
  const { id, principalId, clientId } = item;
  return typeof id === "string" && typeof principalId === "string" && typeof clientId === "string"
    ? {
        kind: "azure.managed-identity",
        of: subscriptionOf(id),
        data: { id, name: text(item.name), tenantId: text(item.tenantId), principalId, clientId },
      }
    : undefined;
}

/** `az identity federated-credential list`. The ID is that of the credential, below the identity's. */
function federatedCredential(item: Json): ObjectRecord | undefined {
  const { id, issuer, audiences } = item;
  const of = /^(.*)\/federatedIdentityCredentials\/[^/]+$/i.exec(text(id))?.[1];
  return of !== undefined && typeof issuer === "string"
    ? {
        kind: "azure.federated-credential",
        of: subscriptionOf(of),
        data: {
          of,
          name: text(item.name),
          issuer,
          ...(typeof item.subject === "string" ? { subject: item.subject } : {}),
          audiences: stringsIn(audiences),
        },
      }
    : undefined;
}

/** `az vm list`, `az webapp list`, and others: a resource that has an identity. */
function identityHolder(item: Json): ObjectRecord | undefined {
  const { id, type, identity } = item;
  if (typeof id !== "string" || typeof type !== "string" || !isObject(identity)) {
    return undefined;
  }
  const { principalId, userAssignedIdentities } = identity;
  return {
    kind: "azure.identity-holder",
    of: subscriptionOf(id),
    data: {
      id,
      type,
      name: text(item.name),
      identity: {
        ...(typeof principalId === "string" ? { principalId } : {}),
        userAssignedIdentities: isObject(userAssignedIdentities) ? Object.keys(userAssignedIdentities) : [],
      },
    },
  };
}

function subscriptionOf(id: string): string {
  return /^\/subscriptions\/([^/]+)/i.exec(id)?.[1]?.toLowerCase() ?? "";
}
