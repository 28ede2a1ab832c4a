/** `azuread.ServicePrincipal`. */
import { randomUUID } from "node:crypto";
import { CloudError } from "../kernel/cloud-error";
import { pick, type Properties, text, withoutEmpty } from "../kernel/property-value";
import type { Call, Change, Creation, ResourceType } from "../kernel/resource-type";
import { fromSwitchable, idsByValue } from "./application-shape";
import { patiently, untilGone } from "./consistency";
import { alreadyExistsInDetail } from "./existing-resource";
import { attempting, type GraphClient, type GraphObject } from "./graph-client";
import { importedInputs } from "./imported-inputs";
import { initialOwners, listOwners, settleOwners, updateOwners } from "./owners";
import { servicePrincipalName } from "./resource-names";
import { isUuid, notAUuid, ownerProblems, unsupported } from "./validators";
import { vanishing } from "./vanishing";

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

/** What Graph is sent for properties that the program does not give. */
const blanks: GraphObject = {
  alternativeNames: [],
  appRoleAssignmentRequired: false,
  description: null,
  loginUrl: null,
  notes: null,
  notificationEmailAddresses: [],
  preferredSingleSignOnMode: null,
  tags: [],
};

/**
 * The table row. IDs are `/servicePrincipals/<object ID>`.
 *
 * Source (source code): terraform-provider-azuread v3.8.0, `serviceprincipals/service_principal_resource.go`.
 */
export const servicePrincipal: ResourceType<GraphClient> = {
  token: "azuread:index/servicePrincipal:ServicePrincipal",
  replaceOnChanges: ["clientId"],
  sets: ["alternativeNames", "notificationEmailAddresses", "owners", "tags"],
  // Optional and not computed in the provider's schema: what others wrote goes when the program does not give it.
  cleared: ["alternativeNames", "description", "notes", "owners"],

  complete: (inputs) => ({ accountEnabled: true, ...inputs }),
  validate: (inputs) => [
    ...unsupported(inputs, ["featureTags", "features", "samlSingleSignOn"]),
    ...ownerProblems(inputs),
    ...(isUuid(inputs.clientId) ? [] : [notAUuid("clientId", inputs.clientId)]),
  ],

  imported: (state) => importedInputs(state, { accountEnabled: true }),
  // Nothing of the block is compared: it is computed, and no program can give it here.
  asInputs: (state) => ({ ...state, featureTags: [] }),

  async create(inputs, call) {
    const { client } = call;
    const clientId = text(inputs.clientId);
    const [existing] = await attempting(
      "Could not list existing service principals",
      client.find("servicePrincipals", "appId", clientId, call),
    );
    if (existing !== undefined) {
      if (inputs.useExisting !== true) {
        throw alreadyExistsInDetail(String(existing.id), "azuread_service_principal");
      }
      const id = `/servicePrincipals/${String(existing.id)}`;
      call.setId(id);
      return { id, state: await update(id, { olds: {}, news: inputs }, call) };
    }
    const owners = await initialOwners(inputs, call);
    const body = {
      ...toGraph(inputs),
      appId: clientId,
      description: `TERRAFORM_UPDATE_${randomUUID()}`,
      "owners@odata.bind": owners.bound,
    };
    const asked = patiently(call, () => client.post("/servicePrincipals", body, call), isTooEarly);
    const created = await attempting("Could not create service principal", asked);
    const id = `/servicePrincipals/${String(created.id)}`;
    call.setId(id);
    await describeNew(id, inputs, call);
    await settleOwners(id, owners, servicePrincipalName(id), call);
    return { id, state: await vanishing(read(id, call, inputs)) };
  },

  read: (id, call, known = {}) => read(id, call, known),

  update: (id, change, call) => update(id, change, call),

  async delete(id, { inputs }, call) {
    const { client } = call;
    const name = servicePrincipalName(id);
    await attempting(`Deleting ${name}`, client.delete(id, call)).catch((error: unknown) => {
      // One that was there before may belong to Microsoft and refuse: the provider says nothing then.
      if (inputs.useExisting !== true) {
        throw error;
      }
    });
    if (inputs.useExisting === true) {
      return;
    }
    await attempting(
      `Waiting for deletion of ${name}`,
      untilGone(call, () => client.get(id, call)),
    );
  },
};

/** The application may be so new that not every copy of the directory has it. */
function isTooEarly({ status, message }: CloudError): boolean {
  return (
    (status === 400 &&
      /The appId '.+' of the service principal does not reference a valid application object/.test(
        message,
      )) ||
    (status === 403 &&
      message.includes(
        "When using this permission, the backing application of the service principal being created must in the local tenant",
      ))
  );
}

/** Gives a new service principal its description, once: a copy of the directory that does not have it yet makes it fail. */
async function describeNew(id: string, inputs: Properties, call: Creation<GraphClient>): Promise<void> {
  const described = call.client.patch(id, { description: inputs.description ?? null }, call);
  await described.catch((error: unknown) => {
    if (!(error instanceof CloudError)) {
      throw error;
    }
    throw error.within(
      error.notFound
        ? "Timed out whilst waiting for new service principal to be replicated in Azure AD"
        : "Failed to patch service principal after creating",
    );
  });
}

/** Sends every property, changed or not, as the provider does. */
async function update(
  id: string,
  change: Pick<Change, "olds" | "news">,
  call: Call<GraphClient>,
): Promise<Properties> {
  const name = servicePrincipalName(id);
  await attempting(`Updating ${name}`, call.client.patch(id, toGraph(change.news), call));
  const retrieve = `service principal with object ID: ${JSON.stringify(id)}`;
  await updateOwners(id, change, { retrieve, change: name }, call);
  return vanishing(read(id, call, change.news));
}

async function read(id: string, call: Call<GraphClient>, known: Properties): Promise<Properties> {
  const { client } = call;
  const name = servicePrincipalName(id);
  const found = await attempting(`Retrieving ${name}`, client.get(id, call));
  const { samlMetadataUrl } = await attempting(
    `Retrieving ${name} (beta API)`,
    client.getBeta(`${id}?$select=samlMetadataUrl`, call),
  );
  return {
    ...servicePrincipalState({ ...found, samlMetadataUrl }),
    owners: await attempting(`Could not retrieve owners for ${name}`, listOwners(id, call)),
    ...pick(known, ["useExisting"]),
  };
}

function toGraph(inputs: Properties): GraphObject {
  return { ...blanks, ...pick(inputs, sameNames) };
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
    // The provider leaves the client ID out.
    servicePrincipalNames: (Array.isArray(object.servicePrincipalNames)
      ? object.servicePrincipalNames
      : []
    ).filter((name) => name !== object.appId),
  };
}
