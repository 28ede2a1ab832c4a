/** `azuread.ApplicationFederatedIdentityCredential`, and its flexible form with an expression in the place of a subject. */
import { type Properties, text, withoutEmpty } from "../kernel/property-value";
import type { Call, ResourceType } from "../kernel/resource-type";
import { attempting, type GraphClient, type GraphObject } from "./graph-client";

const SEGMENT = "federatedIdentityCredentials";

/**
 * The table row. IDs are `<application's object ID>/federatedIdentityCredential/<credential ID>`.
 *
 * Source (source code): terraform-provider-azuread at f0169e0, `applications/application_federated_identity_credential_resource.go`.
 */
export const applicationFederatedIdentityCredential: ResourceType<GraphClient> = {
  token: "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential",
  replaceOnChanges: ["applicationId", "displayName"],

  async create(inputs, call) {
    const application = text(inputs.applicationId);
    const created = await attempting(
      `Adding federated identity credential for ${application}`,
      call.client.post(`${application}/${SEGMENT}`, bodyOf(inputs), call),
    );
    const id = `${application.replace("/applications/", "")}/federatedIdentityCredential/${String(created.id)}`;
    call.setId(id);
    return { id, state: stateOf(application, created) };
  },

  async read(id, call) {
    const { application, path } = parse(id);
    return stateOf(application, await call.client.get(path, call));
  },

  async update(id, { news }, call) {
    const { application, path } = parse(id);
    await call.client.patch(path, bodyOf(news), call);
    return stateOf(application, await call.client.get(path, call));
  },

  async delete(id, _last, call) {
    await call.client.delete(parse(id).path, call);
  },
};

/**
 * The table row. IDs are `/applications/<object ID>/federatedIdentityCredentials/<credential ID>`.
 *
 * Source (source code): terraform-provider-azuread at f0169e0,
 * `applications/application_flexible_federated_identity_credential_resource.go`. It uses the beta API.
 */
export const applicationFlexibleFederatedIdentityCredential: ResourceType<GraphClient> = {
  token:
    "azuread:index/applicationFlexibleFederatedIdentityCredential:ApplicationFlexibleFederatedIdentityCredential",
  replaceOnChanges: ["applicationId", "displayName"],

  async create(inputs, call) {
    const application = text(inputs.applicationId);
    const created = await attempting(
      `adding flexible federated identity credential for ${application}`,
      call.client.post(`${application}/${SEGMENT}`, flexibleBodyOf(inputs), call),
    );
    const id = `${application}/${SEGMENT}/${String(created.id)}`;
    call.setId(id);
    return { id, state: await readFlexible(id, call) };
  },

  read: readFlexible,

  async update(id, { news }, call) {
    await call.client.patch(id, flexibleBodyOf(news), call);
    return readFlexible(id, call);
  },

  async delete(id, _last, call) {
    await call.client.delete(id, call);
  },
};

function bodyOf({ displayName, issuer, subject, audiences, description }: Properties): GraphObject {
  return withoutEmpty({
    name: text(displayName),
    issuer: text(issuer),
    subject: subject === undefined ? undefined : text(subject),
    audiences,
    description: text(description),
  });
}

function flexibleBodyOf({ claimsMatchingExpression, audience, ...inputs }: Properties): GraphObject {
  return {
    ...bodyOf({ ...inputs, audiences: [text(audience)] }),
    claimsMatchingExpression: { value: text(claimsMatchingExpression), languageVersion: 1 },
  };
}

function stateOf(
  application: string,
  { id, name, issuer, subject, audiences, description }: GraphObject,
): Properties {
  return withoutEmpty({
    applicationId: application,
    credentialId: String(id),
    displayName: String(name),
    issuer: String(issuer),
    subject: typeof subject === "string" ? subject : undefined,
    audiences: audiences as string[],
    description: typeof description === "string" ? description : "",
  });
}

async function readFlexible(id: string, call: Call<GraphClient>): Promise<Properties> {
  const read = await call.client.getBeta(id, call);
  const { audiences, ...state } = stateOf(id.slice(0, id.indexOf(`/${SEGMENT}`)), read);
  const { value } = read.claimsMatchingExpression as { readonly value: string };
  return { ...state, audience: (audiences as string[])[0] ?? "", claimsMatchingExpression: value };
}

function parse(id: string): { readonly application: string; readonly path: string } {
  const [objectId = "", , credential = ""] = id.split("/");
  const application = `/applications/${objectId}`;
  return { application, path: `${application}/${SEGMENT}/${credential}` };
}
