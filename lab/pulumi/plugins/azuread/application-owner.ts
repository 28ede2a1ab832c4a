/** `azuread.ApplicationOwner`: one owner among those of an application. */
import { CloudError } from "../kernel/cloud-error";
import { text } from "../kernel/property-value";
import type { Call, ResourceType } from "../kernel/resource-type";
import { patiently } from "./consistency";
import { alreadyExists } from "./existing-resource";
import { attempting, type GraphClient } from "./graph-client";
import { addOwner, removeOwner } from "./owners";
import { ownerName } from "./resource-names";
import { isUuid, notAUuid } from "./validators";
import { vanishing } from "./vanishing";

/**
 * The table row. IDs are `/applications/<object ID>/owners/<object ID>`.
 *
 * Source (source code): terraform-provider-azuread v3.8.0, `applications/application_owner_resource.go`.
 */
export const applicationOwner: ResourceType<GraphClient> = {
  token: "azuread:index/applicationOwner:ApplicationOwner",
  replaceOnChanges: "*",
  validate: ({ ownerObjectId }) => (isUuid(ownerObjectId) ? [] : [notAUuid("ownerObjectId", ownerObjectId)]),

  async create(inputs, call) {
    const application = text(inputs.applicationId);
    const owner = text(inputs.ownerObjectId);
    const id = `${application}/owners/${owner}`;
    await call.client.exclusively(application, async () => {
      const name = ownerName(id);
      if (await attempting(`checking for presence of existing ${name}`, isOwner(id, call))) {
        throw alreadyExists(id, "azuread_application_owner");
      }
      const asked = patiently(
        call,
        () => addOwner(application, owner, call),
        ({ notFound }) => notFound,
      );
      await attempting(`adding ${name}`, asked);
    });
    call.setId(id);
    return { id, state: await vanishing(read(id, call)) };
  },

  read,

  async delete(id, _last, call) {
    const { application, owner } = parse(id);
    await call.client.exclusively(application, () =>
      attempting(`removing ${ownerName(id)}`, removeOwner(application, owner, call)),
    );
  },
};

async function read(
  id: string,
  call: Call<GraphClient>,
): Promise<{ applicationId: string; ownerObjectId: string }> {
  if (!(await attempting(`retrieving ${ownerName(id)}`, isOwner(id, call)))) {
    throw new CloudError(`${ownerName(id)} was not found`, { code: "NotFound", notFound: true });
  }
  const { application, owner } = parse(id);
  return { applicationId: application, ownerObjectId: owner };
}

async function isOwner(id: string, call: Call<GraphClient>): Promise<boolean> {
  const { application, owner } = parse(id);
  const found = await call.client
    .find(`${application.slice(1)}/owners`, "id", owner, call)
    .catch((error: unknown) => {
      if (error instanceof CloudError && error.notFound) {
        return [];
      }
      throw error;
    });
  return found.length > 0;
}

function parse(id: string): { application: string; owner: string } {
  const [application = "", owner = ""] = id.split("/owners/");
  return { application, owner };
}
