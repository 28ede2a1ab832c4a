/** Functions of azure-native that programs call. */
import type { PluginFunction } from "../kernel/plugin";
import { pick, type Properties } from "../kernel/property-value";
import { azureNativeTypes } from "../schema/azure-native";
import { fromArmBody } from "./arm-body";
import { ARM_SCOPE, type ArmClient } from "./arm-client";
import { fillPath } from "./arm-path";
import type { ArmRow } from "./arm-type";
import { armRows } from "./rows";

/** Functions that return an existing resource: `get<Name>` for every resource type. */
const getters = armRows.map((row) => [row.token.replace(/:(?=[^:]+$)/, ":get"), getter(row)] as const);

/** By token. */
export const azureNativeFunctions: Readonly<Record<string, PluginFunction<ArmClient>>> = {
  "azure-native:authorization:getClientConfig": async (_args, { client, signal }) => {
    const { tenantId, clientId, subscriptionId } = client.session.environment;
    const { oid } = await client.session.claims(ARM_SCOPE, signal);
    return { clientId, objectId: String(oid), subscriptionId, tenantId };
  },
  ...Object.fromEntries(getters),
};

function getter(row: ArmRow): PluginFunction<ArmClient> {
  return async (args, { client, signal }) => {
    const shape = azureNativeTypes.resources[row.token];
    if (shape?.apiVersion === undefined) {
      throw new Error(`no type information for ${row.token}`);
    }
    const address = { id: fillPath(row.path, client.subscriptionId, args), apiVersion: shape.apiVersion };
    // Unlike a resource's own reading, a function asks for no more than the program does.
    const query = typeof args.expand === "string" ? { $expand: args.expand } : {};
    const found = await client.get(address, signal, query);
    const state: Properties = fromArmBody(found as Properties, shape.outputs.includes("properties"));
    return { ...pick(state, ["id", ...shape.outputs]), azureApiVersion: shape.apiVersion };
  };
}
