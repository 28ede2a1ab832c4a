/** `azuread.ApplicationIdentifierUri`: one URI among those of an application. */
import { CloudError } from "../kernel/cloud-error";
import { isUnknown, type Properties, text } from "../kernel/property-value";
import type { Call, ResourceType } from "../kernel/resource-type";
import { alreadyExists } from "./existing-resource";
import { attempting, type GraphClient } from "./graph-client";
import { applicationName, identifierUriName } from "./resource-names";
import { vanishing } from "./vanishing";

/**
 * The table row. IDs are `/applications/<object ID>/identifierUris/<URI in base64>`.
 *
 * Source (source code): terraform-provider-azuread v3.8.0, `applications/application_identifier_uri_resource.go`. It repeats
 * nothing, and looks for what it added once.
 */
export const applicationIdentifierUri: ResourceType<GraphClient> = {
  token: "azuread:index/applicationIdentifierUri:ApplicationIdentifierUri",
  replaceOnChanges: "*",

  validate: ({ applicationId, identifierUri }) => [
    ...(isUnknown(applicationId) || /^\/applications\/[^/]+$/.test(text(applicationId))
      ? []
      : [
          {
            path: "applicationId",
            reason: `expected an ID like /applications/<object ID>, got "${text(applicationId)}"`,
          },
        ]),
    ...(identifierUri === ""
      ? [{ path: "identifierUri", reason: 'expected "identifier_uri" to not be an empty string' }]
      : []),
  ],

  async create(inputs, call) {
    const applicationId = text(inputs.applicationId);
    const uri = text(inputs.identifierUri);
    const id = `${applicationId}/identifierUris/${Buffer.from(uri).toString("base64")}`;
    await change(applicationId, `creating ${identifierUriName(id)}`, call, (uris) => {
      if (!uris.includes(uri)) {
        return [...uris, uri];
      }
      throw alreadyExists(id, "azuread_application_identifier_uri");
    });
    call.setId(id);
    return { id, state: await vanishing(read(id, call)) };
  },

  read,

  async delete(id, _last, call) {
    const { applicationId, uri } = parse(id);
    const what = `deleting ${identifierUriName(id)}`;
    await change(applicationId, what, call, (uris) => {
      if (uris.includes(uri)) {
        return uris.filter((other) => other !== uri);
      }
      const message = `${what}: could not identify existing identifier URI`;
      throw new CloudError(message, { code: "IdentifierUriNotFound", notFound: false });
    });
  },
};

async function read(id: string, call: Call<GraphClient>): Promise<Properties> {
  const { applicationId, uri } = parse(id);
  const name = identifierUriName(id);
  const { identifierUris = [] } = await call.client.exclusively(applicationId, () =>
    attempting(`retrieving ${name}`, call.client.get(applicationId, call)),
  );
  if (!(identifierUris as string[]).includes(uri)) {
    throw new CloudError(`${name} was not found`, { code: "NotFound", notFound: true });
  }
  return { applicationId, identifierUri: uri };
}

async function change(
  applicationId: string,
  what: string,
  call: Call<GraphClient>,
  edit: (uris: string[]) => string[],
): Promise<void> {
  const { client } = call;
  await client.exclusively(applicationId, async () => {
    const { identifierUris = [] } = await attempting(
      `retrieving ${applicationName(applicationId)}`,
      client.get(applicationId, call),
    );
    const edited = { identifierUris: edit(identifierUris as string[]) };
    await attempting(what, client.patch(applicationId, edited, call));
  });
}

function parse(id: string): { applicationId: string; uri: string } {
  const [applicationId = "", encoded = ""] = id.split("/identifierUris/");
  return { applicationId, uri: Buffer.from(encoded, "base64").toString() };
}
