import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { decodeJwt } from "jose";
import { Agent, type Dispatcher, fetch, ProxyAgent, type RequestInit, type Response } from "undici";
import type { AzureTls } from "../../azure/azure-tls";
import {
  AzureLab,
  describeWithAzureLab,
  GROUP,
  LOCATION,
  SUBSCRIPTION_ID,
  TENANT_ID,
} from "../../testing/azure-lab";

const CA_FILE = path.join(tmpdir(), `azure-tls-${randomUUID()}.pem`);
const VERSION = "api-version=2024-07-01";

/** A client that trusts the lab's authority. */
class Client {
  constructor(
    private readonly lab: AzureLab,
    private readonly dispatcher: Dispatcher,
  ) {}

  async json(url: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
    return (await (await this.send(url, init)).json()) as Record<string, unknown>;
  }

  async send(url: string, init: RequestInit = {}): Promise<Response> {
    return fetch(url, { ...init, dispatcher: this.dispatcher });
  }

  /** Signs in at `login` and calls `url` with a token for `resource`. */
  async call(login: string, resource: string, url: string, init: RequestInit = {}): Promise<Response> {
    const { ARM_CLIENT_ID = "", ARM_CLIENT_SECRET = "" } = this.lab.azure.environment();
    const { access_token: token } = await this.json(`${login}/${TENANT_ID}/oauth2/v2.0/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: ARM_CLIENT_ID,
        client_secret: ARM_CLIENT_SECRET,
        scope: `${resource}/.default`,
      }),
    });
    return this.send(url, {
      ...init,
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${String(token)}` },
    });
  }

  /** Where the second page of a list is, of which a batch reads the first page. */
  async secondPageOfBatch(login: string, graph: string): Promise<string> {
    const requests = [{ id: "a", method: "GET", url: "/servicePrincipals?$top=1&$select=id" }];
    const answer = await this.call(login, graph, `${graph}/v1.0/$batch`, {
      method: "POST",
      body: JSON.stringify({ requests }),
    });
    const { responses } = (await answer.json()) as {
      readonly responses?: readonly { readonly id: string; readonly status: number; readonly body: object }[];
    };
    assert.deepEqual([answer.status, responses?.map(({ id, status }) => [id, status])], [200, [["a", 200]]]);
    const { "@odata.nextLink": next = "" } = (responses?.[0]?.body ?? {}) as Record<string, string>;
    assert.equal((await this.call(login, graph, next)).status, 200);
    return next;
  }
}

function withClient(
  lab: AzureLab,
  connect: (tls: AzureTls, ca: string) => Dispatcher,
  work: (client: Client, tls: AzureTls) => Promise<void>,
): Promise<void> {
  const tls = lab.azure.tls();
  const dispatcher = connect(tls, readFileSync(tls.caFile, "utf8"));
  return work(new Client(lab, dispatcher), tls).finally(() => dispatcher.close());
}

describeWithAzureLab("The Azure double with TLS, at its own origins", { caFile: CA_FILE }, (lab) => {
  after(() => rm(CA_FILE, { force: true }));

  const direct = (work: (client: Client, tls: AzureTls) => Promise<void>) =>
    withClient(lab(), (_tls, ca) => new Agent({ connect: { ca } }), work);

  it("shows a certificate that only the lab's authority vouches for", async () => {
    await assert.rejects(
      fetch(`${lab().azure.tls().endpoints.arm}/metadata/endpoints`),
      ({ cause }: Error) => {
        return (cause as NodeJS.ErrnoException).code === "UNABLE_TO_VERIFY_LEAF_SIGNATURE";
      },
    );
  });

  it("names the origins in the metadata of each version", () =>
    direct(async (client, { endpoints: { arm, graph, login } }) => {
      const url = `${arm}/metadata/endpoints?api-version=`;
      const described = await client.json(`${url}2022-09-01`);
      const { loginEndpoint } = described.authentication as Record<string, unknown>;
      assert.deepEqual(
        [described.resourceManager, described.microsoftGraphResourceId, loginEndpoint],
        [`${arm}/`, `${graph}/`, login],
      );
      const listed: unknown = await client.json(`${url}2019-05-01`);
      const [first] = listed as readonly Record<string, Record<string, unknown>>[];
      assert.deepEqual(
        [first?.resourceManager, first?.authentication?.loginEndpoint],
        [`${arm}/`, `${login}/`],
      );
      const located = await client.json(`${url}2018-01-01`);
      const { public: cloud } = located.cloudEndpoint as Record<string, Record<string, unknown>>;
      assert.equal(cloud?.endpoint, new URL(arm).host);
      const plain = await client.json(`${url}2015-01-01`);
      assert.equal((plain.authentication as Record<string, unknown>).loginEndpoint, `${login}/`);
    }));

  it("names the origins in discovery documents, but the public issuer", () =>
    direct(async (client, { endpoints: { login } }) => {
      const base = `${login}/${TENANT_ID}`;
      const second = await client.json(`${base}/v2.0/.well-known/openid-configuration`);
      assert.deepEqual(
        [second.issuer, second.token_endpoint, second.jwks_uri],
        [
          `https://login.microsoftonline.com/${TENANT_ID}/v2.0`,
          `${base}/oauth2/v2.0/token`,
          `${base}/discovery/v2.0/keys`,
        ],
      );
      const any = await client.json(`${login}/organizations/v2.0/.well-known/openid-configuration`);
      assert.equal(any.issuer, "https://login.microsoftonline.com/{tenantid}/v2.0");
      const { keys } = (await client.json(String(any.jwks_uri))) as { keys: readonly { issuer: string }[] };
      assert.equal(keys[0]?.issuer, any.issuer);
    }));

  it("takes the origins as names of Resource Manager and Graph, and issues tokens with the public names", () =>
    direct(async (client, { endpoints: { arm, graph, login } }) => {
      const subscriptions = await client.call(login, arm, `${arm}/subscriptions?${VERSION}`);
      const { value } = (await subscriptions.json()) as { value: readonly { subscriptionId: string }[] };
      assert.deepEqual(
        value.map(({ subscriptionId }) => subscriptionId),
        [SUBSCRIPTION_ID],
      );
      const applications = await client.call(login, graph, `${graph}/v1.0/applications`);
      assert.equal(applications.status, 200);
      const token = await lab().token("graph.microsoft.com");
      assert.equal(decodeJwt(token).iss, `https://sts.windows.net/${TENANT_ID}/`);
    }));

  it("reads the lists of a batch, and lets their next pages be read at the origin", () =>
    direct(async (client, { endpoints: { graph, login } }) => {
      const next = await client.secondPageOfBatch(login, graph);
      assert.equal(next, `${graph}/v1.0/servicePrincipals?%24top=1&%24select=id&%24skiptoken=1`);
    }));

  it("lets a long operation be followed at the origin where it began", () =>
    direct(async (client, { endpoints: { arm, login } }) => {
      await lab().put(GROUP, { location: LOCATION });
      const deletion = await client.call(login, arm, `${arm}${GROUP}?${VERSION}`, { method: "DELETE" });
      const address = deletion.headers.get("Location") ?? "";
      assert.ok(address.startsWith(`${arm}/subscriptions/${SUBSCRIPTION_ID}/operationresults/`), address);
      assert.ok([200, 202].includes((await client.call(login, arm, address)).status));
    }));
});

describeWithAzureLab("The Azure double with TLS, by its public names", { caFile: CA_FILE }, (lab) => {
  after(() => rm(CA_FILE, { force: true }));

  const proxied = (work: (client: Client, tls: AzureTls) => Promise<void>) =>
    withClient(
      lab(),
      ({ proxy }, ca) => new ProxyAgent({ uri: proxy, requestTls: { ca } }),
      async (client, tls) => work(client, tls),
    );

  it("gives a client the addresses that Azure gives", () =>
    proxied(async (client) => {
      const url = "https://management.azure.com/metadata/endpoints?api-version=2022-09-01";
      const { resourceManager, microsoftGraphResourceId, authentication } = await client.json(url);
      assert.deepEqual(
        [
          resourceManager,
          microsoftGraphResourceId,
          (authentication as Record<string, unknown>).loginEndpoint,
        ],
        [
          "https://management.azure.com/",
          "https://graph.microsoft.com/",
          "https://login.microsoftonline.com",
        ],
      );
    }));

  it("reads the lists of a batch, and lets their next pages be read at the public name", () =>
    proxied(async (client) => {
      const next = await client.secondPageOfBatch(
        "https://login.microsoftonline.com",
        "https://graph.microsoft.com",
      );
      assert.equal(
        next,
        "https://graph.microsoft.com/v1.0/servicePrincipals?%24top=1&%24select=id&%24skiptoken=1",
      );
    }));

  it("lets a long operation be followed at the public name", () =>
    proxied(async (client) => {
      const [login, arm] = ["https://login.microsoftonline.com", "https://management.azure.com"];
      await lab().put(GROUP, { location: LOCATION });
      const deletion = await client.call(login, arm, `${arm}${GROUP}?${VERSION}`, { method: "DELETE" });
      const address = deletion.headers.get("Location") ?? "";
      assert.ok(address.startsWith(`${arm}/subscriptions/${SUBSCRIPTION_ID}/operationresults/`), address);
      assert.ok([200, 202].includes((await client.call(login, arm, address)).status));
    }));

  it("refuses a token for an origin of the lab at the public name", () =>
    proxied(async (client, { endpoints }) => {
      const answer = await client.call(
        "https://login.microsoftonline.com",
        endpoints.arm,
        "https://management.azure.com/subscriptions",
      );
      assert.equal(answer.status, 401);
    }));

  it("tells Microsoft's hosts from others", () =>
    proxied(async (client) => {
      const url = "https://login.microsoftonline.com/common/discovery/instance?api-version=1.1";
      const known = await client.json(
        `${url}&authorization_endpoint=https://login.microsoftonline.com/${TENANT_ID}/oauth2/v2.0/authorize`,
      );
      assert.equal(
        known.tenant_discovery_endpoint,
        `https://login.microsoftonline.com/${TENANT_ID}/v2.0/.well-known/openid-configuration`,
      );
      const unknown = await client.send(
        `${url}&authorization_endpoint=https://localhost/${TENANT_ID}/oauth2/v2.0/authorize`,
      );
      const { error, error_codes: codes } = (await unknown.json()) as Record<string, unknown>;
      assert.deepEqual([unknown.status, error, codes], [400, "invalid_instance", [50049]]);
    }));

  it("lets faults strike by the same paths as without TLS", () =>
    proxied(async (client) => {
      const { struck, remove } = lab().azure.faults.add({
        route: /^GET \/management\.azure\.com\/metadata/,
        fault: { kind: "answer", answer: { status: 503 } },
      });
      const url = "https://management.azure.com/metadata/endpoints?api-version=2022-09-01";
      assert.equal((await client.send(url)).status, 503);
      assert.equal(struck.length, 1);
      remove();
    }));

  it("has an environment with a proxy and a certificate for each kind of client", () => {
    const tls = lab().azure.tls();
    assert.deepEqual(tls.environment(), {
      HTTPS_PROXY: tls.proxy,
      https_proxy: tls.proxy,
      NO_PROXY: "localhost,127.0.0.1",
      no_proxy: "localhost,127.0.0.1",
      REQUESTS_CA_BUNDLE: CA_FILE,
      SSL_CERT_FILE: CA_FILE,
      NODE_EXTRA_CA_CERTS: CA_FILE,
    });
  });
});

describe("The Azure double without TLS", () => {
  it("says how to have TLS", async () => {
    const lab = await AzureLab.start();
    assert.throws(() => lab.azure.tls(), {
      message: "the lab does not support TLS. Start it with azureTls, or the double with caFile",
    });
    await lab.stop();
  });
});

describe("The Azure double with TLS that cannot start", () => {
  it("leaves nothing listening", async () => {
    const listening = () =>
      process.getActiveResourcesInfo().filter((name) => name === "TCPServerWrap").length;
    const before = listening();
    const caFile = path.join(tmpdir(), randomUUID(), "ca.pem");
    await assert.rejects(AzureLab.start({ caFile }), { code: "ENOENT" });
    // Node takes a closed handle off its list some turns later.
    for (let turn = 0; turn < 1000 && listening() > before; turn++) {
      await setImmediate();
    }
    assert.equal(listening(), before);
  });
});
