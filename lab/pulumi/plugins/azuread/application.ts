/** `azuread.Application`. */
import { randomUUID } from "node:crypto";
import { CloudError } from "../kernel/cloud-error";
import { isObject, pick, type Properties, sameSet, text } from "../kernel/property-value";
import type { Call, Change, Creation, ResourceType } from "../kernel/resource-type";
import { disableRoles } from "./application-roles";
import { applicationProblems } from "./application-rules";
import { changedInGraph, fromGraph, toGraph } from "./application-shape";
import { patiently, untilGone } from "./consistency";
import { duplicateName } from "./existing-resource";
import { attempting, type GraphClient, type GraphObject } from "./graph-client";
import { importedInputs } from "./imported-inputs";
import { initialOwners, listOwners, settleOwners, updateOwners } from "./owners";
import { applicationName, lastSegment } from "./resource-names";
import { vanishing } from "./vanishing";

/** What the provider sends when the program says nothing of it. */
const defaults: GraphObject = { api: { requestedAccessTokenVersion: 1 } };

/** Defaults in the provider's schema. */
const schemaDefaults: Properties = {
  api: { oauth2PermissionScopes: { enabled: true, type: "User" }, requestedAccessTokenVersion: 1 },
  appRoles: { enabled: true },
  signInAudience: "AzureADMyOrg",
};

/**
 * The table row. IDs are `/applications/<object ID>`.
 *
 * Source (source code): terraform-provider-azuread v3.8.0, `applications/application_resource.go`.
 */
export const application: ResourceType<GraphClient> = {
  token: "azuread:index/application:Application",
  replaceOnChanges: [],
  sets: ["appRoles", "groupMembershipClaims", "identifierUris", "owners", "requiredResourceAccesses", "tags"],
  // Optional and not computed in the provider's schema: what others wrote goes when the program does not give it.
  cleared: ["appRoles", "description", "identifierUris", "notes", "owners", "serviceManagementReference"],
  recomputed: { appRoleIds: ["appRoles"], oauth2PermissionScopeIds: ["api"] },

  complete: (inputs) => {
    const { api, appRoles } = inputs;
    return {
      preventDuplicateNames: false,
      signInAudience: "AzureADMyOrg",
      ...inputs,
      ...(isObject(api) ? { api: { requestedAccessTokenVersion: 1, ...api } } : {}),
      ...(Array.isArray(appRoles)
        ? { appRoles: appRoles.map((role) => (isObject(role) ? { enabled: true, ...role } : role)) }
        : {}),
    };
  },

  validate: applicationProblems,

  imported: (state) => importedInputs(state, schemaDefaults),
  // Nothing of the block is compared: it is computed, and no program can give it here.
  asInputs: (state) => ({ ...state, featureTags: [] }),

  async create(inputs, call) {
    if (inputs.preventDuplicateNames === true) {
      await refuseDuplicate(text(inputs.displayName), undefined, call);
    }
    const { client } = call;
    const owners = await initialOwners(inputs, call);
    const body = { ...defaults, ...toGraph(inputs), "owners@odata.bind": owners.bound };
    const created = await attempting(
      "Could not create application",
      client.post("/applications", body, call),
    );
    const id = `/applications/${String(created.id)}`;
    call.setId(id);
    await proveReplicated(id, text(inputs.displayName), call);
    await settleOwners(id, owners, `application with object ID: ${quoted(id)}`, call);
    return { id, state: await vanishing(read(id, call, inputs)) };
  },

  read: (id, call, known = {}) => read(id, call, known),

  async update(id, change, call) {
    const { client } = call;
    const { news } = change;
    await client.exclusively(id, async () => {
      if (news.preventDuplicateNames === true) {
        await refuseDuplicate(text(news.displayName), lastSegment(id), call);
      }
      await changeApplication(id, change, call);
      const name = `application with object ID: ${quoted(id)}`;
      await updateOwners(id, change, { retrieve: name, change: name }, call);
    });
    return vanishing(read(id, call, news));
  },

  async delete(id, _last, call) {
    const { client } = call;
    await client.delete(id, call).catch((error: unknown) => {
      if (!(error instanceof CloudError)) {
        throw error;
      }
      // The provider has the reason in the summary and in the detail.
      throw error.within(`deleting ${applicationName(id)}: ${error.message}`);
    });
    await attempting(
      `Waiting for deletion of application with object ID ${quoted(id)}`,
      untilGone(call, () => client.get(id, call)),
    );
  },
};

/**
 * Gives a new application a name for a moment and its own one after it, which shows whether the copy that answers has it.
 * A refusal by 404 or 409 is repeated (source code: `applicationUpdateRetryFunc`).
 */
async function proveReplicated(id: string, displayName: string, call: Creation<GraphClient>): Promise<void> {
  for (const name of [`TERRAFORM_UPDATE_${randomUUID()}`, displayName]) {
    const patched = patiently(
      call,
      () => call.client.patch(id, { displayName: name }, call),
      ({ status, message }) =>
        status === 404 ||
        status === 409 ||
        (status === 400 && message.includes("cannot be deleted or updated unless disabled first")),
    );
    await patched.catch((error: unknown) => {
      if (!(error instanceof CloudError)) {
        throw error;
      }
      throw error.within(
        error.notFound
          ? "Timed out whilst waiting for new application to be replicated in Azure AD"
          : `Failed to patch application with object ID ${quoted(id)} after creating`,
      );
    });
  }
}

async function changeApplication(id: string, { olds, news }: Change, call: Call<GraphClient>): Promise<void> {
  if (!sameSet(olds.appRoles ?? [], news.appRoles ?? [])) {
    await attempting(
      `Could not disable App Roles for application with object ID ${quoted(id)}`,
      disableRoles(id, news, call),
    );
  }
  await attempting(
    `Could not update application with object ID: ${quoted(id)}`,
    call.client.patch(id, changedInGraph(olds, news), call),
  );
}

async function read(id: string, call: Call<GraphClient>, known: Properties): Promise<Properties> {
  const { client } = call;
  const name = applicationName(id);
  const found = await attempting(`Retrieving ${name}`, client.get(id, call));
  const beta = client.getBeta(`${id}?$select=oauth2RequirePostResponse`, call);
  const { oauth2RequirePostResponse } = await attempting(
    `Retrieving additional properties for ${name}`,
    beta,
  );
  return {
    ...fromGraph({ ...found, oauth2RequirePostResponse }),
    owners: await attempting(`Could not retrieve owners for ${name}`, listOwners(id, call)),
    ...pick(known, ["preventDuplicateNames"]),
  };
}

async function refuseDuplicate(
  displayName: string,
  except: string | undefined,
  call: Call<GraphClient>,
): Promise<void> {
  const found = await call.client.find("applications", "displayName", displayName, call);
  const other = found.find(({ id }) => id !== except);
  if (other !== undefined) {
    throw duplicateName(String(other.id), displayName, "azuread_application");
  }
}

function quoted(id: string): string {
  return JSON.stringify(lastSegment(id));
}
