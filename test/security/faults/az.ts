/** Plays the part of the Azure CLI that the recovery page uses, on the lab's Azure, signed in as the deployer. */
import { parseArgs } from "node:util";
import { GRAPH_SCOPE } from "../../../lab/pulumi/plugins/azuread/graph-client";
import { azureEnvironment } from "../../../lab/pulumi/plugins/azure/azure-environment";
import { AzureSession } from "../../../lab/pulumi/plugins/azure/azure-session";
import { ARM_SCOPE, ArmClient } from "../../../lab/pulumi/plugins/azure-native/arm-client";

/** Any date serves in the lab; the Azure CLI finds out by the type. */
const API_VERSION = "2024-07-01";

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      method: { type: "string", default: "get" },
      url: { type: "string", default: "" },
      ids: { type: "string", default: "" },
      name: { type: "string", default: "" },
      yes: { type: "boolean" },
    },
  });
  const environment = azureEnvironment({});
  const session = new AzureSession(environment);
  const signal = AbortSignal.timeout(60_000);
  const groups = `/subscriptions/${environment.subscriptionId}/resourceGroups`;
  const arm = new ArmClient(session, undefined);
  switch (positionals.join(" ")) {
    case "rest": {
      const url = values.url
        .replace("https://graph.microsoft.com", environment.graphEndpoint)
        .replace("https://management.azure.com", environment.armEndpoint);
      const scope = url.startsWith(environment.graphEndpoint) ? GRAPH_SCOPE : ARM_SCOPE;
      const method = values.method.toUpperCase() as "GET" | "DELETE";
      const { status, body } = await session.send({ method, url, scope, signal });
      if (status >= 400) throw new Error(`${method} ${values.url}: ${status} ${JSON.stringify(body)}`);
      print(body);
      return;
    }
    case "group list":
      print((await arm.get({ id: groups, apiVersion: API_VERSION }, signal)).value);
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

function print(value: unknown): void {
  if (value !== undefined) process.stdout.write(`${JSON.stringify(value)}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
