/** How the component signs in to Microsoft Graph, with the SDK of Azure, whose requests are led to a server of the test. */
import assert from "node:assert/strict";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import https, { type RequestOptions } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import * as pulumi from "@pulumi/pulumi";
import { execa } from "execa";
import { withoutKnownSecrets } from "../../../../components/arguments/secret-values";
import { EntraGraph } from "../../../../components/logins/entra-graph";
import { LoopbackServer } from "../../../../lab/http";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { declare, TENANT_ID } from "../mock-clouds";

const CLIENT = "33333333-aaaa-4bbb-8ccc-000000000003";
const ME = "44444444-aaaa-4bbb-8ccc-000000000004";
const PUBLIC_LOGIN = `login.microsoftonline.com/${TENANT_ID}/oauth2/v2.0/token`;
const GITHUB = "https://pipelines.actions.githubusercontent.com/abc/idtoken?api-version=2.0";
const GRAPH = "https://graph.microsoft.com";

/** Variables that configure a login. The tests inherit none of them. */
const LOGIN_VARIABLES =
  /^(?:ARM_|AZURE_|ACTIONS_ID_TOKEN_|SYSTEM_|IDENTITY_|MSI_|https?_proxy$|HTTPS?_PROXY$)/;

const tokenOf = (oid: string): string =>
  ["e30", Buffer.from(JSON.stringify({ oid })).toString("base64url"), "signature"].join(".");

/** Source as a module that Node loads by its address. */
const asModule = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`;

/** A request that the SDK sent. */
interface Sent {
  /** Without its query. */
  readonly url: string;
  readonly form: Readonly<Record<string, string>>;
}

describe("EntraGraph", function () {
  this.timeout("20s");
  let environment: NodeJS.ProcessEnv;
  let fetchBefore: typeof fetch;
  let requestBefore: typeof https.request;
  let server: LoopbackServer;
  let folder: string;
  /** Requests of the SDK. */
  let sent: Sent[];
  /** Requests of the component: address and header. */
  let fetched: (readonly [url: string, authorization: string | null])[];
  /** What Entra and pipelines answer. */
  let answer: Readonly<Record<string, unknown>>;
  let status: number;

  beforeEach(async () => {
    environment = process.env;
    const others = Object.entries(environment).filter(([name]) => !LOGIN_VARIABLES.test(name));
    folder = await mkdtemp(path.join(tmpdir(), "entra-graph-"));
    // No Azure CLI but the one that a case puts there.
    process.env = { ...Object.fromEntries(others), PATH: folder };
    [sent, fetched] = [[], []];
    answer = { token_type: "Bearer", expires_in: 3600, access_token: tokenOf(ME) };
    status = 200;
    server = await LoopbackServer.listen((request, response) => {
      void text(request).then((body) => {
        const [url = ""] = (request.url ?? "").slice(1).split("?");
        sent.push({ url, form: Object.fromEntries(new URLSearchParams(body)) });
        response.writeHead(status, { "content-type": "application/json" });
        response.end(JSON.stringify({ ...answer, oidcToken: "devops.token" }));
      });
    });
    requestBefore = https.request;
    const led = ({ hostname, path: rest, method, headers }: RequestOptions, answered: () => void) =>
      http.request(`${server.url}/${hostname ?? ""}${rest ?? ""}`, { method, headers }, answered);
    Object.assign(https, { request: led });
    fetchBefore = globalThis.fetch;
    globalThis.fetch = (input, init) => {
      const request = new Request(input, init);
      fetched.push([request.url, request.headers.get("authorization")]);
      const body = request.url.startsWith(GITHUB)
        ? { value: "github.token" }
        : { value: [{ id: "an owner" }] };
      return Promise.resolve(Response.json(body));
    };
  });

  afterEach(async () => {
    process.env = environment;
    globalThis.fetch = fetchBefore;
    Object.assign(https, { request: requestBefore });
    await server.close();
    await rm(folder, { recursive: true });
  });

  /** What Microsoft Graph lists for a component whose provider is logged in as someone. */
  const list = async (config: Readonly<Record<string, string>> = {}): Promise<unknown> => {
    const { result } = await declare(
      () => {
        const listed = new EntraGraph(new pulumi.ComponentResource("t:t:T", "t")).list("/owners");
        // The promise is looked at below.
        listed.catch(() => undefined);
        return { listed };
      },
      { config, answer: () => ({ tenantId: TENANT_ID, objectId: ME, clientId: CLIENT }) },
    );
    return result.listed;
  };

  const secret = { ARM_CLIENT_ID: CLIENT, ARM_CLIENT_SECRET: "s3cret" };
  /** What the last form proves the application with. */
  const proof = () => {
    const { client_id, client_secret, client_assertion, scope } = sent.at(-1)?.form ?? {};
    return { client_id, client_secret, client_assertion, scope };
  };
  const assertion = (token: string) => ({
    client_id: CLIENT,
    client_secret: undefined,
    client_assertion: token,
    scope: `${GRAPH}/.default`,
  });

  /** Puts an Azure CLI on the path, which keeps its arguments next to it. */
  const azureCli = async (...lines: readonly string[]): Promise<void> => {
    const file = path.join(folder, "az");
    await writeFile(file, ["#!/bin/sh", `echo "$*" > '${folder}/arguments'`, ...lines, ""].join("\n"));
    await chmod(file, 0o755);
  };
  const cliAnswer = () =>
    `echo '${JSON.stringify({ accessToken: tokenOf(ME), expires_on: Math.floor(Date.now() / 1000) + 3600 })}'`;

  it("signs in with the client secret, and shows neither the secret nor the token", async () => {
    Object.assign(process.env, secret);
    assert.deepEqual(await list(), [{ id: "an owner" }]);
    assert.deepEqual(fetched, [[`${GRAPH}/v1.0/owners`, `Bearer ${tokenOf(ME)}`]]);
    assert.deepEqual(
      sent.map(({ url }) => url),
      [PUBLIC_LOGIN],
    );
    assert.deepEqual(proof(), { ...assertion("-"), client_secret: "s3cret", client_assertion: undefined });
    assert.equal(withoutKnownSecrets(`${tokenOf(ME)} s3cret`), "[secret] [secret]");
  });

  it("takes the provider's configuration before the environment", async () => {
    Object.assign(process.env, secret, { ARM_CLIENT_ID: "of-the-environment" });
    await list({ "azuread:clientId": CLIENT });
    assert.equal(proof().client_id, CLIENT);
  });

  for (const [name, login, graph] of [
    ["usgovernment", "login.microsoftonline.us", "https://graph.microsoft.us"],
    ["china", "login.partner.microsoftonline.cn", "https://microsoftgraph.chinacloudapi.cn"],
  ] as const) {
    it(`signs in to the national cloud ${name}`, async () => {
      Object.assign(process.env, secret, { ARM_ENVIRONMENT: name });
      await list();
      assert.deepEqual(
        sent.map(({ url }) => url),
        [`${login}/${TENANT_ID}/oauth2/v2.0/token`],
      );
      assert.equal(proof().scope, `${graph}/.default`);
      assert.equal(fetched[0]?.[0], `${graph}/v1.0/owners`);
    });
  }

  it("refuses a cloud that it does not know", async () => {
    Object.assign(process.env, secret, { ARM_ENVIRONMENT: "moon" });
    await assert.rejects(list(), {
      message:
        "unknown Azure environment. Expected public, usgovernment, or china [azure-environment-unknown]",
    });
    assert.deepEqual(sent, []);
  });

  it("signs in with an OIDC token, and with one in a file", async () => {
    Object.assign(process.env, {
      ARM_CLIENT_ID: CLIENT,
      ARM_USE_OIDC: "true",
      ARM_OIDC_TOKEN: "given.token",
    });
    await list();
    assert.deepEqual(proof(), assertion("given.token"));
    const file = path.join(folder, "token");
    await writeFile(file, "token.of.file\n");
    Object.assign(process.env, { ARM_OIDC_TOKEN: "", ARM_OIDC_TOKEN_FILE_PATH: file });
    await list();
    assert.deepEqual(proof(), assertion("token.of.file"));
  });

  describe("in a job of GitHub", () => {
    beforeEach(() => {
      Object.assign(process.env, {
        ARM_CLIENT_ID: CLIENT,
        ARM_USE_OIDC: "true",
        ACTIONS_ID_TOKEN_REQUEST_URL: GITHUB,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-token",
      });
    });

    it("requests the OIDC token", async () => {
      await list();
      assert.deepEqual(fetched[0], [
        `${GITHUB}&audience=api%3A%2F%2FAzureADTokenExchange`,
        "Bearer request-token",
      ]);
      assert.deepEqual(proof(), assertion("github.token"));
      assert.equal(withoutKnownSecrets("Bearer request-token"), "Bearer [secret]");
    });

    it("reports a request without an OIDC token", async () => {
      globalThis.fetch = () => Promise.resolve(Response.json({}));
      await assert.rejects(list(), /GitHub answered without an OIDC token \[oidc-token-missing\]/);
      globalThis.fetch = () => Promise.resolve(new Response("no", { status: 403 }));
      await assert.rejects(
        list(),
        /GitHub refused the request for an OIDC token: 403 \[oidc-token-refused\]/,
      );
    });

    it("does not request a token if the provider does not use OIDC", async () => {
      process.env.ARM_USE_OIDC = "";
      await azureCli(cliAnswer());
      await list();
      assert.deepEqual([sent, fetched.map(([url]) => url)], [[], [`${GRAPH}/v1.0/owners`]]);
    });
  });

  it("requests the OIDC token of a service connection of Azure DevOps", async () => {
    Object.assign(process.env, {
      ARM_CLIENT_ID: CLIENT,
      ARM_USE_OIDC: "true",
      ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID: "connection",
      SYSTEM_OIDCREQUESTURI: "https://vstoken.dev.azure.com/abc/oidctoken",
      SYSTEM_ACCESSTOKEN: "request-token",
    });
    await list();
    assert.deepEqual(
      [...new Set(sent.map(({ url }) => url))],
      ["vstoken.dev.azure.com/abc/oidctoken", PUBLIC_LOGIN],
    );
    assert.deepEqual(proof(), assertion("devops.token"));
    assert.equal(withoutKnownSecrets("request-token"), "[secret]");
  });

  it("asks the Azure CLI for a token of the tenant", async () => {
    await azureCli(cliAnswer());
    assert.deepEqual(await list(), [{ id: "an owner" }]);
    assert.match(
      await readFile(path.join(folder, "arguments"), "utf8"),
      new RegExp(`^account get-access-token .*--resource ${GRAPH} --tenant ${TENANT_ID}\n$`),
    );
    assert.deepEqual(sent, []);
  });

  it("reports what the Azure CLI lacks: a login, or itself", async () => {
    await assert.rejects(list(), /Azure CLI could not be found/);
    await azureCli("echo 'ERROR: Please run az login to setup account.' >&2", "exit 1");
    await assert.rejects(list(), /Please run 'az login'/);
  });

  it("reports why Entra refused", async () => {
    Object.assign(process.env, secret);
    [answer, status] = [
      { error: "invalid_client", error_description: "AADSTS7000215: s3cret is wrong" },
      401,
    ];
    await assert.rejects(list(), (error: Error) => {
      assert.match(withoutKnownSecrets(error.message), /AADSTS7000215: \[secret\] is wrong/);
      return true;
    });
  });

  it("refuses the login of another identity than the provider's", async () => {
    Object.assign(process.env, secret);
    answer = { ...answer, access_token: tokenOf("somebody-else") };
    await assert.rejects(list(), {
      message:
        "the azuread provider uses another login than this program's environment [azure-login-differs]",
    });
    assert.deepEqual(fetched, []);
  });

  for (const [how, variables] of [
    ["a client certificate in a variable", { ARM_CLIENT_ID: CLIENT, ARM_CLIENT_CERTIFICATE: "TUlJ" }],
    ["a client ID in a file", { ARM_CLIENT_ID_FILE_PATH: "/id", ARM_CLIENT_SECRET: "s3cret" }],
    ["a client secret in a file", { ARM_CLIENT_ID: CLIENT, ARM_CLIENT_SECRET_FILE_PATH: "/secret" }],
  ] as const) {
    it(`reports that it cannot sign in with ${how}`, async () => {
      Object.assign(process.env, variables);
      await azureCli(cliAnswer());
      await assert.rejects(list(), {
        message: `the provider signs in with ${how}, which the component does not support [azure-login-unsupported]`,
      });
      assert.deepEqual([sent, fetched], [[], []]);
    });
  }

  it("names the package to install if the Azure SDK is missing", async () => {
    const resolve = `export async function resolve(name, context, next) {
      if (name === "@azure/identity") throw Object.assign(new Error(name), { code: "ERR_MODULE_NOT_FOUND" });
      return next(name, context);
    }`;
    const hidden = `import { register } from "node:module"; register(${JSON.stringify(asModule(resolve))});`;
    const program = `const pulumi = require("@pulumi/pulumi");
      const { EntraGraph } = require("./dist/components/logins/entra-graph.js");
      const call = () => ({ tenantId: "t", objectId: "o" });
      pulumi.runtime.setMocks({ newResource: ({ name }) => ({ id: name, state: {} }), call });
      new EntraGraph(new pulumi.ComponentResource("t:t:T", "t")).list("/owners").catch(({ message }) => console.log(message));`;
    const { stdout } = await execa(process.execPath, ["--import", asModule(hidden), "--eval", program], {
      cwd: PROJECT_ROOT,
    });
    assert.equal(
      stdout,
      "the package @azure/identity is not installed. Run: npm install @azure/identity [azure-identity-missing]",
    );
  });

  it("signs in once for all calls of a deployment", async () => {
    Object.assign(process.env, secret);
    await declare(
      () => {
        const parent = new pulumi.ComponentResource("t:t:T", "t");
        return [1, 2, 3].map(() => new EntraGraph(parent).list("/owners"));
      },
      { answer: () => ({ tenantId: TENANT_ID, objectId: ME, clientId: CLIENT }) },
    ).then(({ result }) => Promise.all(result));
    assert.deepEqual([sent.length, fetched.length], [1, 3]);
  });
});
