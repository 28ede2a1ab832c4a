/** `azuread.ServicePrincipal`. */
import { CloudError } from "../kernel/cloud-error";
import { pick, type Properties, sameSet, sameValue, text, withoutEmpty } from "../kernel/property-value";
import type { ResourceType } from "../kernel/resource-type";
import { fromSwitchable, idsByValue } from "./application-shape";
import { attempting, type GraphClient, type GraphObject } from "./graph-client";
import { lastSegment } from "./graph-id";
import { patiently, untilGone } from "./consistency";
import { isUuid, notAUuid, unsupported } from "./validators";

/** Properties that have the same name here and in Microsoft Graph. */
const sameNames = [
  "accountEnabled",
  "alternativeNames",
  "appRoleAssignmentRequired",
  "description",
  "loginUrl",
  "notes",
  "notificationEmailAddresses",
  "preferredSingleSignOnMode",
  "tags",
];

/** The table row. IDs are `/servicePrincipals/<object ID>`. */
export const servicePrincipal: ResourceType<GraphClient> = {
  token: "azuread:index/servicePrincipal:ServicePrincipal",
  replaceOnChanges: ["clientId"],
  equality: { alternativeNames: sameSet, notificationEmailAddresses: sameSet, tags: sameSet },

  complete: (inputs) => ({ accountEnabled: true, ...inputs }),
  validate: (inputs) => [
    ...unsupported(inputs, ["featureTags", "features", "owners", "samlSingleSignOn"]),
    ...(isUuid(inputs.clientId) ? [] : [notAUuid("clientId", inputs.clientId)]),
  ],

  async create(inputs, call) {
    const { client } = call;
    const clientId = text(inputs.clientId);
    const body = pick(inputs, sameNames);
    const [existing] = await client.find("servicePrincipals", "appId", clientId, call);
    if (existing !== undefined) {
      const id = `/servicePrincipals/${String(existing.id)}`;
      if (inputs.useExisting !== true) {
        const message = `A resource with the ID "${id}" already exists: import it, or set useExisting to take it as it is`;
        throw new CloudError(message, { code: "ImportAsDuplicate", notFound: false });
      }
      await attempting(
        `Could not update service principal with object ID "${String(existing.id)}"`,
        client.patch(id, body, call),
      );
      return { id, state: state(await client.get(id, call), inputs) };
    }
    const asked = patiently(
      call,
      () => client.post("/servicePrincipals", { appId: clientId, ...body }, call),
      // The application may be so new that not every copy of the directory has it.
      ({ message }) => message.includes("does not reference a valid application object"),
    );
    const created = await attempting("Could not create service principal", asked);
    const id = `/servicePrincipals/${String(created.id)}`;
    const replicated = patiently(call, () =>
      client.patch(id, { description: inputs.description ?? null }, call),
    );
    await attempting(
      "Timed out whilst waiting for new service principal to be replicated in Azure AD",
      replicated,
    );
    return { id, state: state(await patiently(call, () => client.get(id, call)), inputs) };
  },

  async read(id, call, known = {}) {
    const what = `retrieving service principal with object ID "${lastSegment(id)}"`;
    return state(await attempting(what, call.client.get(id, call)), known);
  },

  async update(id, { olds, news }, call) {
    const changed = sameNames.filter((name) => !sameValue(olds[name], news[name]));
    const body = Object.fromEntries(changed.map((name) => [name, news[name] ?? empty(olds[name])]));
    const what = `Updating service principal with object ID "${lastSegment(id)}"`;
    await attempting(what, call.client.patch(id, body, call));
    return state(await call.client.get(id, call), news);
  },

  async delete(id, { inputs }, call) {
    const { client } = call;
    const what = `service principal with object ID "${lastSegment(id)}"`;
    await attempting(`Deleting ${what}`, client.delete(id, call)).catch((error: unknown) => {
      // One that was there before may belong to Microsoft and refuse: the provider says nothing then.
      if (inputs.useExisting !== true) throw error;
    });
    if (inputs.useExisting === true) return;
    await attempting(
      `Waiting for deletion of ${what}`,
      untilGone(call, () => client.get(id, call)),
    );
  },
};

function empty(value: Properties[string] | undefined): Properties[string] {
  return Array.isArray(value) ? [] : null;
}

/** The provider's properties of a service principal that Graph returned. */
export function servicePrincipalState(graph: GraphObject): Properties {
  const object = graph as Properties;
  const roles = fromSwitchable(object.appRoles);
  const scopes = fromSwitchable(object.oauth2PermissionScopes);
  return {
    ...withoutEmpty({
      ...pick(object, sameNames),
      applicationTenantId: object.appOwnerOrganizationId,
      displayName: object.displayName,
      homepageUrl: object.homepage,
      logoutUrl: object.logoutUrl,
      redirectUris: object.replyUrls,
      samlMetadataUrl: object.samlMetadataUrl,
      signInAudience: object.signInAudience,
      type: object.servicePrincipalType,
    }),
    appRoleIds: idsByValue(roles),
    appRoles: roles,
    clientId: object.appId ?? "",
    oauth2PermissionScopeIds: idsByValue(scopes),
    oauth2PermissionScopes: scopes,
    objectId: object.id ?? "",
    servicePrincipalNames: object.servicePrincipalNames ?? [],
  };
}

function state(graph: GraphObject, inputs: Properties): Properties {
  return { ...servicePrincipalState(graph), ...pick(inputs, ["useExisting"]) };
}
