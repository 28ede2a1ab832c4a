/** `azuread.AppRoleAssignment`. */
import { CloudError } from "../kernel/cloud-error";
import { type Properties, text } from "../kernel/property-value";
import type { Call, ResourceType } from "../kernel/resource-type";
import { patiently } from "./consistency";
import { attempting, type GraphClient, type GraphObject } from "./graph-client";
import { assignmentName } from "./resource-names";
import { isUuid, notAUuid } from "./validators";
import { vanishing } from "./vanishing";

/**
 * The table row. IDs are `/servicePrincipals/<resource object ID>/appRoleAssignedTo/<assignment ID>`.
 *
 * Source (source code): terraform-provider-azuread v3.8.0, `approleassignments/app_role_assignment_resource.go`. It looks
 * for the resource once and for what it created once, and repeats only the creation.
 */
export const appRoleAssignment: ResourceType<GraphClient> = {
  token: "azuread:index/appRoleAssignment:AppRoleAssignment",
  replaceOnChanges: "*",

  validate: (inputs) =>
    ["appRoleId", "principalObjectId", "resourceObjectId"]
      .filter((name) => !isUuid(inputs[name]))
      .map((name) => notAUuid(name, inputs[name])),

  async create(inputs, call) {
    const { client } = call;
    const resourceId = text(inputs.resourceObjectId);
    const resource = `/servicePrincipals/${resourceId}`;
    await client.get(resource, call).catch((error: unknown) => {
      if (!(error instanceof CloudError)) {
        throw error;
      }
      const what = error.notFound ? "Service principal not found" : "Could not retrieve service principal";
      throw error.within(`${what} for resource (Object ID: ${JSON.stringify(resourceId)})`);
    });
    const body = { appRoleId: inputs.appRoleId, principalId: inputs.principalObjectId, resourceId };
    const asked = patiently(
      call,
      () => client.post(`${resource}/appRoleAssignedTo`, body, call),
      // What Graph says when it does not know the principal yet.
      (error) =>
        error.notFound || (error.status === 400 && error.message.includes("Not a valid reference update")),
    );
    const created = await attempting("Could not create app role assignment", asked);
    const id = `${resource}/appRoleAssignedTo/${String(created.id)}`;
    call.setId(id);
    return { id, state: await vanishing(read(id, call)) };
  },

  read,

  async delete(id, _last, call) {
    await call.client.delete(id, call).catch((error: unknown) => {
      if (!(error instanceof CloudError)) {
        throw error;
      }
      // The provider has the reason in the summary and in the detail.
      throw error.within(`Deleting ${assignmentName(id)}: ${error.message}`);
    });
  },
};

async function read(id: string, call: Call<GraphClient>): Promise<Properties> {
  return state(await attempting(`retrieving ${assignmentName(id)}`, call.client.get(id, call)));
}

function state(graph: GraphObject): Properties {
  const text = (name: string): string => (typeof graph[name] === "string" ? graph[name] : "");
  return {
    appRoleId: text("appRoleId"),
    principalDisplayName: text("principalDisplayName"),
    principalObjectId: text("principalId"),
    principalType: text("principalType"),
    resourceDisplayName: text("resourceDisplayName"),
    resourceObjectId: text("resourceId"),
  };
}
