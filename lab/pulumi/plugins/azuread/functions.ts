/** Functions of azuread that programs call. */
import { CloudError, isNotFound } from "../kernel/cloud-error";
import type { PluginFunction } from "../kernel/plugin";
import { isObject, type Properties, type PropertyValue, text } from "../kernel/property-value";
import type { Call } from "../kernel/resource-type";
import { fromGraph } from "./application-shape";
import { attempting, type GraphClient, type GraphObject } from "./graph-client";
import { listOwners } from "./owners";
import { applicationName, servicePrincipalName } from "./resource-names";
import { servicePrincipalState } from "./service-principal";

/** By token. */
export const azureadFunctions: Readonly<Record<string, PluginFunction<GraphClient>>> = {
  "azuread:index/getClientConfig:getClientConfig": async (_args, { client, signal }) => {
    const { tenantId, clientId } = client.session.environment;
    const objectId = await client.callerId({ signal });
    return { clientId, objectId, tenantId, id: `${tenantId}-${clientId}-${objectId}` };
  },

  // Source (source code): terraform-provider-azuread v3.8.0, `serviceprincipals/service_principal_data_source.go`.
  "azuread:index/getServicePrincipal:getServicePrincipal": async (args, call) => {
    const { name, value } = onlyOne(args, ["clientId", "displayName", "objectId"]);
    const found = await findServicePrincipal(name, value, call);
    const id = `/servicePrincipals/${String(found.id)}`;
    const { samlMetadataUrl } = await attempting(
      `Retrieving ${servicePrincipalName(id)} (beta API)`,
      call.client.getBeta(`${id}?$select=samlMetadataUrl`, call),
    );
    return { ...servicePrincipalState({ ...found, samlMetadataUrl }), id };
  },

  // Source (source code): terraform-provider-azuread v3.8.0, `applications/application_data_source.go`.
  "azuread:index/getApplication:getApplication": async (args, call) => {
    const { name, value } = onlyOne(args, ["clientId", "displayName", "objectId", "identifierUri"]);
    const found = await findApplication(name, value, call);
    const id = `/applications/${String(found.id)}`;
    const { oauth2RequirePostResponse } = await attempting(
      `Retrieving additional properties for ${applicationName(id)}`,
      call.client.getBeta(`${id}?$select=oauth2RequirePostResponse`, call),
    );
    const owners = await attempting(
      `Could not retrieve owners for ${applicationName(id)}`,
      listOwners(id, call),
    );
    return { ...everyMember({ ...found, oauth2RequirePostResponse }), owners, id };
  },

  // Source (source code): terraform-provider-azuread v3.8.0, internal/services/domains/domains_data_source.go.
  "azuread:index/getDomains:getDomains": async (_args, call) => {
    const all = await call.client.list("/domains", call);
    const domains = all.map((domain) => ({
      adminManaged: domain.isAdminManaged === true,
      authenticationType: String(domain.authenticationType),
      default: domain.isDefault === true,
      domainName: String(domain.id),
      initial: domain.isInitial === true,
      root: domain.isRoot === true,
      supportedServices: [],
      verified: domain.isVerified === true,
    }));
    return { domains, id: `domains#${call.client.session.environment.tenantId}` };
  },
};

/** The function returns every list, empty ones too, and as lists what the resource has as single blocks. */
function everyMember(found: GraphObject): Properties {
  const { api, optionalClaims, publicClient, singlePageApplication, web, ...rest } = fromGraph(found);
  const oneOrNone = (block: PropertyValue | undefined): PropertyValue => (block === undefined ? [] : [block]);
  const given = isObject(api) ? api : {};
  return {
    groupMembershipClaims: [],
    identifierUris: [],
    requiredResourceAccesses: [],
    tags: [],
    ...rest,
    appRoles: rest.appRoles ?? [],
    apis: [
      {
        knownClientApplications: [],
        mappedClaimsEnabled: false,
        oauth2PermissionScopes: [],
        // What Graph has as null is what Entra takes for 1.
        requestedAccessTokenVersion: 1,
        ...given,
      },
    ],
    optionalClaims: oneOrNone(optionalClaims),
    publicClients: oneOrNone(publicClient),
    singlePageApplications: oneOrNone(singlePageApplication),
    webs: oneOrNone(web),
  };
}

/** The one argument by which something is looked up. */
function onlyOne(args: Properties, names: readonly string[]): { name: string; value: string } {
  const [given, second] = Object.entries(args).filter(([name]) => names.includes(name));
  if (given === undefined || second !== undefined) {
    throw new Error(`give exactly one of ${names.join(", ")}`);
  }
  return { name: given[0], value: text(given[1]) };
}

async function findServicePrincipal(
  name: string,
  value: string,
  call: Call<GraphClient>,
): Promise<GraphObject> {
  if (name === "objectId") {
    const named = servicePrincipalName(`/servicePrincipals/${value}`);
    return byObjectId(`/servicePrincipals/${value}`, named, call);
  }
  const byDisplayName = name === "displayName";
  const filter = equals(byDisplayName ? "displayName" : "appId", value);
  const all = await listed("servicePrincipals", filter, "service principals", call);
  if (byDisplayName && all.length > 1) {
    const found = `found multiple service principals matching filter: ${quoted(filter)}`;
    throw new Error(`Multiple service principals found: ${found}`);
  }
  const [found] = all;
  if (found !== undefined) {
    return found;
  }
  throw absence(
    byDisplayName
      ? `Service principal not found: no service principals found matching filter: ${quoted(filter)}`
      : "No service principal found: no service principal found",
  );
}

async function findApplication(name: string, value: string, call: Call<GraphClient>): Promise<GraphObject> {
  if (name === "objectId") {
    const named = `Application with object ID ${quoted(value)}`;
    return byObjectId(`/applications/${value}`, named, call);
  }
  const filters: Readonly<Record<string, string>> = {
    clientId: equals("appId", value),
    displayName: equals("displayName", value),
    identifierUri: `identifierUris/any(uri:uri eq '${escaped(value)}')`,
  };
  const filter = filters[name] ?? "";
  const [found, second] = await listed("applications", filter, "applications", call);
  if (found === undefined) {
    throw absence(`Application not found: no applications found matching filter: ${quoted(filter)}`);
  }
  if (second !== undefined) {
    // The provider's own spelling.
    const many = `dound multiple applications matching filter: ${quoted(filter)}`;
    throw new Error(`Multiple applications found: ${many}`);
  }
  return found;
}

async function byObjectId(path: string, name: string, call: Call<GraphClient>): Promise<GraphObject> {
  return call.client.get(path, call).catch((error: unknown) => {
    if (isNotFound(error)) {
      throw absence(`${name} was not found`);
    }
    throw error instanceof CloudError ? error.within(`Retrieving ${name}`) : error;
  });
}

async function listed(
  collection: string,
  filter: string,
  plural: string,
  call: Call<GraphClient>,
): Promise<GraphObject[]> {
  return attempting(
    `Listing ${plural} for filter ${quoted(filter)}`,
    call.client.list(`/${collection}?$filter=${encodeURIComponent(filter)}`, call),
  );
}

function equals(property: string, value: string): string {
  return `${property} eq '${escaped(value)}'`;
}

function escaped(value: string): string {
  return value.replaceAll("'", "''");
}

function quoted(value: string): string {
  return JSON.stringify(value);
}

function absence(message: string): CloudError {
  return new CloudError(message, { code: "NotFound", notFound: true });
}
