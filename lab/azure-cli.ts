/**
 * Plays the commands of the Azure CLI that the components and the daily tests use, and starts faster than the real CLI.
 * `test/clients/azure-cli/double.test.ts` runs each command with the real CLI too, and compares the answers.
 */
import { parseArgs } from "node:util";
import { withCode } from "../messages";
import { LAB } from "../messages/lab";
import { azureEnvironment } from "./pulumi/plugins/azure-login/azure-environment";
import { AzureSession } from "./pulumi/plugins/azure-login/azure-session";
import { ARM_SCOPE, ArmClient } from "./pulumi/plugins/azure-native/arm-client";
import { GRAPH_SCOPE, GraphClient } from "./pulumi/plugins/azuread/graph-client";

/** The API version of Resource Manager that the Azure CLI uses for groups and providers. */
const API_VERSION = "2024-07-01";

/**
 * The version that the double says it has.
 *
 * @evidence source `az version` names the parts of the CLI and its extensions. Source: Azure/azure-cli
 *   src/azure-cli/azure/cli/command_modules/util/custom.py.
 */
const VERSION = {
  "azure-cli": "2.91.0",
  "azure-cli-core": "2.91.0",
  "azure-cli-telemetry": "1.1.0",
  extensions: {},
};

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
  scope: { type: "string" },
  tenant: { type: "string" },
  subscription: { type: "string" },
  output: { type: "string", short: "o", default: "json" },
  yes: { type: "boolean" },
} as const;

/** What a command can use. */
interface Context {
  readonly values: ReturnType<typeof read>["values"];
  readonly environment: ReturnType<typeof azureEnvironment>;
  readonly session: AzureSession;
  readonly signal: AbortSignal;
  readonly arm: ArmClient;
  readonly graph: GraphClient;
  /** ID of the collection of resource groups. */
  readonly groups: string;
}

/** Each command, with its output; undefined for none. */
const COMMANDS: Readonly<Record<string, (context: Context) => Promise<unknown>>> = {
  version: () => Promise.resolve(VERSION),
  "account show": async ({ environment, arm, graph, signal }) => {
    const { azRefreshToken, subscriptionId, tenantId } = environment;
    if (azRefreshToken === undefined) {
      throw new Error("Please run 'az login' to setup account.");
    }
    const address = { id: `/subscriptions/${subscriptionId}`, apiVersion: API_VERSION };
    const { displayName, state } = await arm.get(address, signal);
    const { userPrincipalName } = await graph.get("/me", { signal });
    const user = { name: userPrincipalName, type: "user" };
    return { id: subscriptionId, isDefault: true, name: displayName, state, tenantId, user };
  },
  "account get-access-token": async ({ environment, session, values, signal }) => {
    // A program that deploys may have another login. Recorded: the error of the Azure CLI without a login.
    if (environment.azRefreshToken === undefined) {
      throw new Error("Please run 'az login' to setup account.");
    }
    return accessToken(
      values.tenant === undefined ? session : sessionIn(values.tenant),
      values.scope ?? `${values.resource}/.default`,
      signal,
    );
  },
  "ad signed-in-user show": ({ graph, signal }) => graph.get("/me", { signal }),
  "ad app owner add": async ({ graph, values, signal }) => {
    const objectId = await applicationObjectId(graph, values.id, signal);
    const owner = { "@odata.id": graph.reference(values["owner-object-id"]) };
    await graph.post(`/applications/${objectId}/owners/$ref`, owner, { signal });
  },
  "ad app delete": async ({ graph, values, signal }) =>
    graph.delete(`/applications/${await applicationObjectId(graph, values.id, signal)}`, { signal }),
  rest: sendRequest,
  "group list": async ({ arm, groups, signal }) =>
    (await arm.get({ id: groups, apiVersion: API_VERSION }, signal)).value,
  "group delete": ({ arm, groups, values, signal }) =>
    arm.delete({ id: `${groups}/${values.name}`, apiVersion: API_VERSION }, signal),
  "resource delete": async ({ arm, values, signal }) =>
    arm.delete({ id: values.ids, apiVersion: await newestVersion(arm, values.ids, signal) }, signal),
};

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = read(args);
  const command = COMMANDS[positionals.join(" ")];
  if (command === undefined) {
    const known = Object.keys(COMMANDS).join(", ");
    throw new Error(withCode(LAB.say("lab-az-unsupported", `the command "${args.join(" ")}"`, known)));
  }
  const environment = environmentIn();
  const session = new AzureSession(environment);
  const shown = await command({
    values,
    environment,
    session,
    signal: AbortSignal.timeout(60_000),
    arm: new ArmClient(session, undefined),
    graph: new GraphClient(session),
    groups: `/subscriptions/${environment.subscriptionId}/resourceGroups`,
  });
  print(shown, values.query, values.output);
}

function sessionIn(tenantId: string): AzureSession {
  return new AzureSession(environmentIn({ tenantId }));
}

/** The environment, with the address at which the double signs in if that is not everyone's. */
function environmentIn(config: Readonly<Record<string, string>> = {}): ReturnType<typeof azureEnvironment> {
  const { LAB_AZ_LOGIN_ENDPOINT: loginEndpoint } = process.env;
  return azureEnvironment({ ...config, ...(loginEndpoint === undefined ? {} : { loginEndpoint }) });
}

/**
 * `az account get-access-token`.
 *
 * @evidence source The answer has the token, its type, its tenant, and its end in seconds since the epoch; members that nothing here
 *   reads are omitted. Source: azure-cli, `azure/cli/command_modules/profile/custom.py`, `get_access_token`; the readers are this
 *   project and hashicorp/go-azure-sdk sdk/auth/azure_cli_authorizer.go, which asks for `--scope`.
 */
async function accessToken(session: AzureSession, scope: string, signal: AbortSignal): Promise<unknown> {
  const token = await session.accessToken(scope, signal);
  const { exp, tid } = await session.claims(scope, signal);
  return { accessToken: token, expires_on: Number(exp), tenant: tid, tokenType: "Bearer" };
}

/** Like Python's parser of arguments, this takes `-o=json` too, which official provider plugins write. */
function read(args: readonly string[]) {
  const split = args.flatMap((arg) => /^(-\w)=(.*)$/s.exec(arg)?.slice(1) ?? [arg]);
  return parseArgs({ args: split, allowPositionals: true, options: OPTIONS });
}

/** `az rest`. */
async function sendRequest({ environment, session, values, signal }: Context): Promise<unknown> {
  const url = values.url
    .replace("https://graph.microsoft.com", environment.graphEndpoint)
    .replace("https://management.azure.com", environment.armEndpoint);
  const scope = url.startsWith(environment.graphEndpoint) ? GRAPH_SCOPE : ARM_SCOPE;
  const method = METHODS.find((known) => known === values.method.toUpperCase());
  if (method === undefined) {
    const known = METHODS.join(", ");
    throw new Error(withCode(LAB.say("lab-az-unsupported", `the method "${values.method}"`, known)));
  }
  const sent = values.body === undefined ? {} : { body: JSON.parse(values.body) as unknown };
  const { status, body } = await session.send({ method, url, scope, signal, ...sent });
  if (status >= 400) {
    throw new Error(`${method} ${values.url}: ${status} ${JSON.stringify(body)}`);
  }
  return body;
}

/**
 * The newest API version of a resource type that is not a preview.
 *
 * @evidence source The Azure CLI asks the resource provider for the versions of the type. Source: azure-cli,
 *   `azure/cli/command_modules/resource/custom.py`, `_resolve_api_version`.
 */
async function newestVersion(arm: ArmClient, id: string, signal: AbortSignal): Promise<string> {
  const [, subscription = "", namespace = "", rest = ""] =
    /^(\/subscriptions\/[^/]+)\/.*\/providers\/([^/]+)\/(.+)$/i.exec(id) ?? [];
  const type = rest
    .split("/")
    .filter((_segment, index) => index % 2 === 0)
    .join("/");
  const address = { id: `${subscription}/providers/${namespace}`, apiVersion: API_VERSION };
  const { resourceTypes } = await arm.get(address, signal);
  const known = (resourceTypes as readonly { resourceType: string; apiVersions: readonly string[] }[]).find(
    ({ resourceType }) => resourceType.toLowerCase() === type.toLowerCase(),
  );
  return known?.apiVersions.find((version) => !version.includes("preview")) ?? API_VERSION;
}

async function applicationObjectId(
  graph: GraphClient,
  clientId: string,
  signal: AbortSignal,
): Promise<string> {
  const filter = encodeURIComponent(`appId eq '${clientId}'`);
  const [application] = await graph.list(`/applications?$filter=${filter}`, { signal });
  if (application === undefined) {
    throw new Error(`${clientId}: no application has this client ID`);
  }
  return String(application.id);
}

/** Prints JSON, or an unquoted string with `--output tsv`. A query can only be the name of one member. */
function print(value: unknown, query: string, output: string): void {
  if (value === undefined) {
    return;
  }
  if (query !== "" && !/^\w+$/.test(query)) {
    throw new Error(withCode(LAB.say("lab-az-unsupported", `the query "${query}"`)));
  }
  const shown = query === "" ? value : (value as Readonly<Record<string, unknown>>)[query];
  process.stdout.write(`${output === "tsv" ? String(shown) : JSON.stringify(shown)}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`ERROR: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
