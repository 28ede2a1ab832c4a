/** `azuread.AppRoleAssignment`. */
import { CloudError } from "../kernel/cloud-error";
import { type Properties, text } from "../kernel/property-value";
import type { ResourceType } from "../kernel/resource-type";
import { patiently, untilSeen } from "./consistency";
import { attempting, type GraphClient, type GraphObject } from "./graph-client";
import { isUuid, notAUuid } from "./validators";

/** The table row. IDs are `/servicePrincipals/<resource object ID>/appRoleAssignedTo/<assignment ID>`. */
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
    await attempting(
      `Service principal not found for resource (Object ID: "${resourceId}")`,
      patiently(call, () => client.get(resource, call)),
    );
    const body = { appRoleId: inputs.appRoleId, principalId: inputs.principalObjectId, resourceId };
    const asked = patiently(
      call,
      () => client.post(`${resource}/appRoleAssignedTo`, body, call),
      // What Graph says when it does not know the principal yet.
      (error) => error.notFound || error.message.includes("Not a valid reference update"),
    );
    const created = await attempting("Could not create app role assignment", asked);
    const id = `${resource}/appRoleAssignedTo/${String(created.id)}`;
    await attempting(
      `Waiting for app role assignment ${id} to take effect`,
      untilSeen(call, () => client.get(id, call)),
    );
    return { id, state: state(created) };
  },

  async read(id, call) {
    const [collection = "", assignmentId = ""] = id.split(/\/(?=[^/]+$)/);
    const assignments = await attempting(
      `retrieving app role assignments: ${id}`,
      call.client.list(collection, call),
    );
    const found = assignments.find((assignment) => assignment.id === assignmentId);
    if (found === undefined)
      throw new CloudError(`${id} was not found`, { code: "NotFound", notFound: true });
    return state(found);
  },

  async delete(id, _last, call) {
    await attempting(`Deleting app role assignment ${id}`, call.client.delete(id, call));
  },
};

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
