/** `azuread.ApplicationIdentifierUri`: one URI among those of an application. */
import { CloudError } from "../kernel/cloud-error";
import { isUnknown, text } from "../kernel/property-value";
import type { Call, ResourceType } from "../kernel/resource-type";
import { attempting, type GraphClient } from "./graph-client";

/** The table row. IDs are `/applications/<object ID>/identifierUris/<URI in base64>`. */
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
    await change(applicationId, `creating ${id}`, call, (uris) => {
      if (!uris.includes(uri)) return [...uris, uri];
      const message = `A resource with the ID "${id}" already exists: import it, or leave its creation to what made it`;
      throw new CloudError(message, { code: "ImportAsDuplicate", notFound: false });
    });
    return { id, state: inputs };
  },

  async read(id, call) {
    const { applicationId, uri } = parse(id);
    const { identifierUris = [] } = await call.client.get(applicationId, call);
    if (!(identifierUris as string[]).includes(uri)) {
      throw new CloudError(`${id} was not found`, { code: "NotFound", notFound: true });
    }
    return { applicationId, identifierUri: uri };
  },

  async delete(id, _last, call) {
    const { applicationId, uri } = parse(id);
    await change(applicationId, `deleting ${id}`, call, (uris) => {
      if (uris.includes(uri)) return uris.filter((other) => other !== uri);
      const message = `deleting ${id}: could not identify existing identifier URI`;
      throw new CloudError(message, { code: "IdentifierUriNotFound", notFound: false });
    });
  },
};

async function change(
  applicationId: string,
  what: string,
  call: Call<GraphClient>,
  edit: (uris: string[]) => string[],
): Promise<void> {
  const { client } = call;
  await client.exclusively(applicationId, async () => {
    const { identifierUris = [] } = await attempting(
      `retrieving ${applicationId}`,
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
