/** Functions of azuread that programs call. */
import { CloudError } from "../kernel/cloud-error";
import type { PluginFunction } from "../kernel/plugin";
import { isObject, type Properties, type PropertyValue } from "../kernel/property-value";
import type { Call } from "../kernel/resource-type";
import { fromGraph } from "./application-shape";
import type { GraphClient, GraphObject } from "./graph-client";
import { servicePrincipalState } from "./service-principal";

/** By token. */
export const azureadFunctions: Readonly<Record<string, PluginFunction<GraphClient>>> = {
  "azuread:index/getClientConfig:getClientConfig": async (_args, { client, signal }) => {
    const { tenantId, clientId } = client.session.environment;
    const objectId = await client.callerId({ signal });
    return { clientId, objectId, tenantId, id: `${tenantId}-${clientId}-${objectId}` };
  },

  "azuread:index/getServicePrincipal:getServicePrincipal": async (args, call) => {
    const names = { clientId: "appId", displayName: "displayName", objectId: "id" };
    const found = await lookUp("servicePrincipals", names, args, call);
    return { ...servicePrincipalState(found), id: `/servicePrincipals/${String(found.id)}` };
  },

  "azuread:index/getApplication:getApplication": async (args, call) => {
    const names = {
      clientId: "appId",
      displayName: "displayName",
      objectId: "id",
      identifierUri: "identifierUris",
    };
    const found = await lookUp("applications", names, args, call);
    return { ...everyMember(found), id: `/applications/${String(found.id)}` };
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

async function lookUp(
  collection: string,
  names: Readonly<Record<string, string>>,
  args: Properties,
  call: Call<GraphClient>,
): Promise<GraphObject> {
  const [given, second] = Object.entries(args).filter(([name]) => name in names);
  if (given === undefined || second !== undefined) {
    throw new Error(`give exactly one of ${Object.keys(names).join(", ")}`);
  }
  const [name, value] = given as [string, string];
  const property = names[name] ?? name;
  const all = await call.client.list(`/${collection}`, call);
  const matches = (object: GraphObject): boolean => {
    const own = object[property];
    return Array.isArray(own) ? own.includes(value) : own === value;
  };
  const [found, another] = all.filter(matches);
  if (found === undefined || another !== undefined) {
    const count = found === undefined ? "No" : "More than one";
    const message = `${count} ${collection.slice(0, -1)} found with ${name} "${value}"`;
    throw new CloudError(message, { code: "NotFound", notFound: found === undefined });
  }
  return found;
}
