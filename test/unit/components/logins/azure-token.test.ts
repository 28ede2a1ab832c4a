import assert from "node:assert/strict";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { withoutSecrets } from "../../../../components/arguments/secret-values";
import { azureLogin, type AzureProvider } from "../../../../components/logins/azure-token";

const TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
const CLIENT = "33333333-aaaa-4bbb-8ccc-000000000003";
const ME = "44444444-aaaa-4bbb-8ccc-000000000004";
const PUBLIC_LOGIN = `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`;
const GITHUB = "https://pipelines.actions.githubusercontent.com/abc/idtoken?api-version=2.0";
const AZURE_DEVOPS = "https://vstoken.dev.azure.com/abc/oidctoken";

/** Variables that configure a login. The tests inherit none of them. */
const LOGIN_VARIABLES = /^(?:ARM_|ACTIONS_ID_TOKEN_|SYSTEM_|https?_proxy$|HTTPS?_PROXY$)/;

const tokenOf = (oid: string): string =>
  ["e30", Buffer.from(JSON.stringify({ oid })).toString("base64url"), "signature"].join(".");

/** A request that left the process. */
interface Sent {
  readonly url: string;
  readonly method: string;
  readonly authorization: string | null;
  readonly form: Readonly<Record<string, string>>;
}

describe("azureLogin", () => {
  let environment: NodeJS.ProcessEnv;
  let fetchBefore: typeof fetch;
  let folder: string;
  let sent: Sent[];
  let answers: Readonly<Record<string, unknown>>;

  beforeEach(async () => {
    environment = process.env;
    const others = Object.entries(environment).filter(([name]) => !LOGIN_VARIABLES.test(name));
    folder = await mkdtemp(path.join(tmpdir(), "azure-token-"));
    // No Azure CLI but the one that a case puts there.
    process.env = { ...Object.fromEntries(others), PATH: folder };
    sent = [];
    answers = { access_token: tokenOf(ME), value: "github.token", oidcToken: "devops.token" };
    fetchBefore = globalThis.fetch;
    globalThis.fetch = async (input, init) => {
      const request = new Request(input, init);
      const form = Object.fromEntries(new URLSearchParams(await request.text()));
      const authorization = request.headers.get("authorization");
      sent.push({ url: request.url, method: request.method, authorization, form });
      return Response.json(answers);
    };
  });

  afterEach(async () => {
    process.env = environment;
    globalThis.fetch = fetchBefore;
    pulumi.runtime.setAllConfig({});
    await rm(folder, { recursive: true });
  });

  const login = async (provider: AzureProvider = "azuread", objectId = ME) =>
    azureLogin(provider, "graph", { tenantId: TENANT, objectId });

  const signIn = (
    proof: Readonly<Record<string, string>>,
    scope = "https://graph.microsoft.com",
  ): object => ({
    grant_type: "client_credentials",
    client_id: CLIENT,
    scope: `${scope}/.default`,
    ...proof,
  });
  const assertion = (token: string): object =>
    signIn({
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: token,
    });

  /** Puts an Azure CLI on the path, which keeps its arguments beside it. */
  const azureCli = async (...lines: readonly string[]): Promise<void> => {
    const file = path.join(folder, "az");
    await writeFile(file, ["#!/bin/sh", `echo "$*" > '${folder}/arguments'`, ...lines, ""].join("\n"));
    await chmod(file, 0o755);
  };

  it("signs in by the client secret", async () => {
    Object.assign(process.env, { ARM_CLIENT_ID: CLIENT, ARM_CLIENT_SECRET: "s3cret" });
    assert.deepEqual(await login(), { token: tokenOf(ME), endpoint: "https://graph.microsoft.com" });
    assert.deepEqual(sent, [
      { url: PUBLIC_LOGIN, method: "POST", authorization: null, form: signIn({ client_secret: "s3cret" }) },
    ]);
    assert.equal(withoutSecrets(`token ${tokenOf(ME)}`), "token [secret]");
  });

  it("takes the provider's configuration before the environment, and not that of the other provider", async () => {
    Object.assign(process.env, { ARM_CLIENT_ID: "of-the-environment", ARM_CLIENT_SECRET: "s3cret" });
    pulumi.runtime.setAllConfig({ "azuread:clientId": CLIENT, "azure-native:clientId": "of-the-other" });
    await login("azuread");
    await login("azure-native");
    assert.deepEqual(
      sent.map(({ form }) => form.client_id),
      [CLIENT, "of-the-other"],
    );
  });

  for (const [name, loginHost, graph] of [
    ["usgovernment", "login.microsoftonline.us", "https://graph.microsoft.us"],
    ["china", "login.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn"],
  ] as const) {
    it(`signs in to the national cloud ${name}`, async () => {
      Object.assign(process.env, {
        ARM_CLIENT_ID: CLIENT,
        ARM_CLIENT_SECRET: "s3cret",
        ARM_ENVIRONMENT: name,
      });
      assert.equal((await login()).endpoint, graph);
      assert.deepEqual(
        sent.map(({ url, form }) => [url, form.scope]),
        [[`https://${loginHost}/${TENANT}/oauth2/v2.0/token`, `${graph}/.default`]],
      );
    });
  }

  it("refuses a cloud that it does not know", async () => {
    process.env.ARM_ENVIRONMENT = "moon";
    await assert.rejects(login(), {
      message:
        "unknown Azure environment. Expected public, usgovernment, or china [azure-environment-unknown]",
    });
    assert.deepEqual(sent, []);
  });

  it("signs in by an OIDC token, and by one in a file", async () => {
    Object.assign(process.env, {
      ARM_CLIENT_ID: CLIENT,
      ARM_USE_OIDC: "true",
      ARM_OIDC_TOKEN: "given.token",
    });
    await login();
    const file = path.join(folder, "token");
    await writeFile(file, "token.of.file\n");
    Object.assign(process.env, { ARM_OIDC_TOKEN: "", ARM_OIDC_TOKEN_FILE_PATH: file });
    await login();
    assert.deepEqual(
      sent.map(({ form }) => form),
      [assertion("given.token"), assertion("token.of.file")],
    );
  });

  it("requests the OIDC token of a job of GitHub", async () => {
    Object.assign(process.env, {
      ARM_CLIENT_ID: CLIENT,
      ARM_USE_OIDC: "true",
      ACTIONS_ID_TOKEN_REQUEST_URL: GITHUB,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-token",
    });
    await login();
    assert.deepEqual(sent, [
      {
        url: `${GITHUB}&audience=api%3A%2F%2FAzureADTokenExchange`,
        method: "GET",
        authorization: "Bearer request-token",
        form: {},
      },
      { url: PUBLIC_LOGIN, method: "POST", authorization: null, form: assertion("github.token") },
    ]);
    assert.equal(withoutSecrets("Bearer request-token"), "Bearer [secret]");
  });

  it("requests the OIDC token of a service connection of Azure DevOps", async () => {
    Object.assign(process.env, {
      ARM_CLIENT_ID: CLIENT,
      ARM_USE_OIDC: "true",
      ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID: "connection",
      SYSTEM_OIDCREQUESTURI: AZURE_DEVOPS,
      SYSTEM_ACCESSTOKEN: "request-token",
    });
    await login();
    assert.deepEqual(sent, [
      {
        url: `${AZURE_DEVOPS}?audience=api%3A%2F%2FAzureADTokenExchange&api-version=7.1&serviceConnectionId=connection`,
        method: "POST",
        authorization: "Bearer request-token",
        form: {},
      },
      { url: PUBLIC_LOGIN, method: "POST", authorization: null, form: assertion("devops.token") },
    ]);
  });

  it("says who answered a request without an OIDC token", async () => {
    Object.assign(process.env, {
      ARM_CLIENT_ID: CLIENT,
      ARM_USE_OIDC: "true",
      ACTIONS_ID_TOKEN_REQUEST_URL: GITHUB,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-token",
    });
    answers = {};
    await assert.rejects(login(), { message: "GitHub answered without an OIDC token [oidc-token-missing]" });
    globalThis.fetch = () => Promise.resolve(new Response("no", { status: 403 }));
    await assert.rejects(login(), {
      message: "GitHub refused the request for an OIDC token: 403 [oidc-token-refused]",
    });
  });

  it("leaves the request of GitHub alone where the provider does not use OIDC", async () => {
    Object.assign(process.env, {
      ARM_CLIENT_ID: CLIENT,
      ACTIONS_ID_TOKEN_REQUEST_URL: GITHUB,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-token",
    });
    await azureCli(`echo '{"accessToken": "${tokenOf(ME)}"}'`);
    assert.equal((await login()).token, tokenOf(ME));
    assert.deepEqual(sent, []);
  });

  it("asks the Azure CLI for a token of the tenant", async () => {
    await azureCli(`echo '{"accessToken": "${tokenOf(ME)}"}'`);
    assert.equal((await login()).token, tokenOf(ME));
    assert.equal(
      await readFile(path.join(folder, "arguments"), "utf8"),
      `account get-access-token --resource https://graph.microsoft.com --tenant ${TENANT} --output json\n`,
    );
    assert.deepEqual(sent, []);
  });

  it("says that there is no login when the Azure CLI fails, and when there is none", async () => {
    const message = "found no client secret, no OIDC token, and no login of the Azure CLI [azure-login-none]";
    await assert.rejects(login(), { message });
    await azureCli("echo 'Please run az login' >&2", "exit 1");
    await assert.rejects(login(), { message });
  });

  it("says why Entra refused, without the secret", async () => {
    Object.assign(process.env, { ARM_CLIENT_ID: CLIENT, ARM_CLIENT_SECRET: "s3cret" });
    answers = { error: "invalid_client", error_description: "s3cret is wrong" };
    await assert.rejects(login(), {
      message: "Entra refused the login: invalid_client [azure-login-refused]",
    });
  });

  it("refuses the login of another identity than the provider's", async () => {
    Object.assign(process.env, { ARM_CLIENT_ID: CLIENT, ARM_CLIENT_SECRET: "s3cret" });
    answers = { access_token: tokenOf("somebody-else") };
    await assert.rejects(login("azuread"), {
      message:
        "the azuread provider uses another login than this program's environment [azure-login-differs]",
    });
  });

  for (const [how, variables] of [
    ["a client certificate", { ARM_CLIENT_ID: CLIENT, ARM_CLIENT_CERTIFICATE_PATH: "/certificate.pfx" }],
    ["a client certificate", { ARM_CLIENT_ID: CLIENT, ARM_CLIENT_CERTIFICATE: "TUlJ" }],
    ["a client ID in a file", { ARM_CLIENT_ID_FILE_PATH: "/id", ARM_CLIENT_SECRET: "s3cret" }],
    ["a client secret in a file", { ARM_CLIENT_ID: CLIENT, ARM_CLIENT_SECRET_FILE_PATH: "/secret" }],
    ["the workload identity of AKS", { ARM_USE_AKS_WORKLOAD_IDENTITY: "true" }],
    ["a managed identity", { ARM_USE_MSI: "true" }],
  ] as const) {
    it(`says that it cannot sign in by ${how}`, async () => {
      Object.assign(process.env, variables);
      await azureCli(`echo '{"accessToken": "${tokenOf(ME)}"}'`);
      await assert.rejects(login(), {
        message: `the provider signs in with ${how}, which this check does not support. A client secret, an OIDC token, and the Azure CLI work [azure-login-unsupported]`,
      });
      assert.deepEqual(sent, []);
    });
  }
});
