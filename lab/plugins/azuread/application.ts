/** `azuread.Application`. */
import { CloudError } from "../kernel/cloud-error";
import {
  isObject,
  pick,
  type Properties,
  type PropertyValue,
  sameSet,
  sameValue,
  text,
} from "../kernel/property-value";
import type { Call, ResourceType } from "../kernel/resource-type";
import { applicationProblems } from "./application-rules";
import { fromGraph, toGraph } from "./application-shape";
import { attempting, type GraphClient, type GraphObject } from "./graph-client";
import { lastSegment } from "./graph-id";
import { patiently, untilGone } from "./consistency";

/** What the provider sends when the program says nothing of it. */
const defaults: GraphObject = { api: { requestedAccessTokenVersion: 1 } };

/** The table row. IDs are `/applications/<object ID>`. */
export const application: ResourceType<GraphClient> = {
  token: "azuread:index/application:Application",
  replaceOnChanges: [],
  equality: { appRoles: sameSet, groupMembershipClaims: sameSet, identifierUris: sameSet, tags: sameSet },
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

  async create(inputs, call) {
    if (inputs.preventDuplicateNames === true)
      await refuseDuplicate(text(inputs.displayName), undefined, call);
    const { client } = call;
    const created = await attempting(
      "Could not create application",
      client.post("/applications", { ...defaults, ...toGraph(inputs) }, call),
    );
    const id = `/applications/${String(created.id)}`;
    // A change of what is there already shows whether it is there for others.
    const replicated = patiently(call, () => client.patch(id, { displayName: inputs.displayName }, call));
    await attempting("Timed out whilst waiting for new application to be replicated in Azure AD", replicated);
    return { id, state: state(await patiently(call, () => client.get(id, call)), inputs) };
  },

  async read(id, call, known = {}) {
    return state(
      await attempting(
        `Retrieving Application with object ID "${lastSegment(id)}"`,
        call.client.get(id, call),
      ),
      known,
    );
  },

  async update(id, { olds, news }, call) {
    const { client } = call;
    const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
    const changed = names.filter((name) => !sameValue(olds[name], news[name]));
    if (news.preventDuplicateNames === true)
      await refuseDuplicate(text(news.displayName), lastSegment(id), call);
    await client.exclusively(id, async () => {
      const what = `Could not update application with object ID "${lastSegment(id)}"`;
      if (changed.includes("appRoles")) await attempting(what, disableRoles(id, news, call));
      await attempting(
        what,
        client.patch(id, { ...emptied(changed, news), ...toGraph(pick(news, changed)) }, call),
      );
    });
    return state(await client.get(id, call), news);
  },

  async delete(id, _last, call) {
    const { client } = call;
    const what = `application with object ID "${lastSegment(id)}"`;
    await attempting(`Deleting ${what}`, client.delete(id, call));
    await attempting(
      `Waiting for deletion of ${what}`,
      untilGone(call, () => client.get(id, call)),
    );
  },
};

function state(graph: GraphObject, inputs: Properties): Properties {
  return { ...fromGraph(graph), ...pick(inputs, ["preventDuplicateNames"]) };
}

/** What Graph is sent for properties that the program no longer gives. */
const blanks: Readonly<Record<string, null | readonly never[]>> = {
  appRoles: [],
  description: null,
  identifierUris: [],
  notes: null,
  serviceManagementReference: null,
  tags: [],
};

function emptied(changed: readonly string[], news: Properties): GraphObject {
  const isGone = (name: string): boolean => changed.includes(name) && news[name] === undefined;
  return Object.fromEntries(Object.entries(blanks).filter(([name]) => isGone(name)));
}

/** Members of an enabled role that cannot change. */
const guarded = ["allowedMemberTypes", "description", "displayName", "value"];

/** Graph refuses to remove or change a role that is enabled: it has to be disabled in a request of its own. */
async function disableRoles(id: string, news: Properties, call: Call<GraphClient>): Promise<void> {
  const wanted = (toGraph(pick(news, ["appRoles"])).appRoles ?? []) as GraphObject[];
  const existing = ((await call.client.get(id, call)).appRoles ?? []) as GraphObject[];
  const isKept = (role: GraphObject): boolean =>
    wanted.some(
      (other) => other.id === role.id && guarded.every((name) => sameMember(other[name], role[name])),
    );
  const leaving = existing.filter((role) => role.isEnabled === true && !isKept(role));
  if (leaving.length === 0) return;
  const appRoles = existing.map((role) => (leaving.includes(role) ? { ...role, isEnabled: false } : role));
  await call.client.patch(id, { appRoles: appRoles.map((role) => ({ ...role, origin: undefined })) }, call);
  // The change that follows is refused by a copy on which the roles are still enabled.
  const isEnabled = async (): Promise<true | undefined> => {
    const now = ((await call.client.get(id, call)).appRoles ?? []) as GraphObject[];
    return (
      now.some((role) => role.isEnabled === true && leaving.some((other) => other.id === role.id)) ||
      undefined
    );
  };
  await untilGone(call, isEnabled);
}

function sameMember(a: unknown, b: unknown): boolean {
  return sameValue((a ?? "") as PropertyValue, (b ?? "") as PropertyValue);
}

async function refuseDuplicate(
  displayName: string,
  except: string | undefined,
  call: Call<GraphClient>,
): Promise<void> {
  const found = await call.client.find("applications", "displayName", displayName, call);
  const other = found.find(({ id }) => id !== except);
  if (other === undefined) return;
  const message = `existing application with display name "${displayName}" found (object ID ${String(other.id)}): import it, or choose another name, or set preventDuplicateNames to false`;
  throw new CloudError(message, { code: "ImportAsDuplicate", notFound: false });
}
