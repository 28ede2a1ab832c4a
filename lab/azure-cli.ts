/** Plays the part of the Azure CLI that the pages of the documentation and the components use, on the lab's Azure. */
import { parseArgs } from "node:util";
import { azureEnvironment } from "./pulumi/plugins/azure-login/azure-environment";
import { AzureSession } from "./pulumi/plugins/azure-login/azure-session";
import { ARM_SCOPE, ArmClient } from "./pulumi/plugins/azure-native/arm-client";
import { GRAPH_SCOPE, GraphClient } from "./pulumi/plugins/azuread/graph-client";

/** Any date serves in the lab; the Azure CLI finds out by the type. */
const API_VERSION = "2024-07-01";

const METHODS = ["GET", "POST", "PATCH", "DELETE"] as const;

const OPTIONS = {
  method: { type: "string", default: "get" },
  url: { type: "string", default: "" },
  body: { type: "string" },
  ids: { type: "string", default: "" },
  id: { type: "string", default: "" },
  "owner-object-id": { type: "string", default: "" },
  name: { type: "string", default: "" },
  query: { type: "string", default: "" },
  resource: { type: "string", default: "" },
  tenant: { type: "string" },
  output: { type: "string", short: "o", default: "json" },
  yes: { type: "boolean" },
} as const;

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: OPTIONS,
  });
  const environment = azureEnvironment({});
  const session = new AzureSession(environment);
  const signal = AbortSignal.timeout(60_000);
  const groups = `/subscriptions/${environment.subscriptionId}/resourceGroups`;
  const arm = new ArmClient(session, undefined);
  const graph = new GraphClient(session);
  const show = (value: unknown): void => {
    print(value, values.query, values.output);
  };
  switch (positionals.join(" ")) {
    case "account get-access-token":
      // A program that deploys may be signed in otherwise. Recorded: what the Azure CLI says without a login.
      if (environment.azRefreshToken === undefined) {
        throw new Error("Please run 'az login' to setup account.");
      }
      show({ accessToken: await session.accessToken(`${values.resource}/.default`, signal) });
      return;
    case "ad signed-in-user show":
      show(await graph.get("/me", { signal }));
      return;
    case "ad app owner add": {
      const objectId = await applicationObjectId(graph, values.id, signal);
      const owner = { "@odata.id": graph.reference(values["owner-object-id"]) };
      await graph.post(`/applications/${objectId}/owners/$ref`, owner, { signal });
      return;
    }
    case "ad app delete":
      await graph.delete(`/applications/${await applicationObjectId(graph, values.id, signal)}`, { signal });
      return;
    case "rest": {
      const url = values.url
        .replace("https://graph.microsoft.com", environment.graphEndpoint)
        .replace("https://management.azure.com", environment.armEndpoint);
      const scope = url.startsWith(environment.graphEndpoint) ? GRAPH_SCOPE : ARM_SCOPE;
      const method = METHODS.find((known) => known === values.method.toUpperCase());
      if (method === undefined) {
        throw new Error(`the lab's az does not know the method ${values.method}`);
      }
      const sent = values.body === undefined ? {} : { body: JSON.parse(values.body) as unknown };
      const { status, body } = await session.send({ method, url, scope, signal, ...sent });
      if (status >= 400) {
        throw new Error(`${method} ${values.url}: ${status} ${JSON.stringify(body)}`);
      }
      show(body);
      return;
    }
    case "group list":
      show((await arm.get({ id: groups, apiVersion: API_VERSION }, signal)).value);
      return;
    case "group delete":
      await arm.delete({ id: `${groups}/${values.name}`, apiVersion: API_VERSION }, signal);
      return;
    case "resource delete":
      await arm.delete({ id: values.ids, apiVersion: API_VERSION }, signal);
      return;
    default:
      throw new Error(`the lab's az does not know: ${args.join(" ")}`);
  }
}

async function applicationObjectId(
  graph: GraphClient,
  clientId: string,
  signal: AbortSignal,
): Promise<string> {
  const filter = encodeURIComponent(`appId eq '${clientId}'`);
  const [application] = await graph.list(`/applications?$filter=${filter}`, { signal });
  if (application === undefined) {
    throw new Error(`no application has the ID ${clientId}`);
  }
  return String(application.id);
}

/** Prints JSON, or a string as it is with `--output tsv`. Of queries only the name of one member is known. */
function print(value: unknown, query: string, output: string): void {
  if (value === undefined) {
    return;
  }
  if (query !== "" && !/^\w+$/.test(query)) {
    throw new Error(`the lab's az does not know the query ${query}`);
  }
  const shown = query === "" ? value : (value as Readonly<Record<string, unknown>>)[query];
  process.stdout.write(`${output === "tsv" ? String(shown) : JSON.stringify(shown)}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`ERROR: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
