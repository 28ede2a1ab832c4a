import assert from "node:assert/strict";
import { MicrosoftApi } from "../../../../../cli/collect/microsoft/microsoft-api";
import { LoopbackServer } from "../../../../../lab/http/loopback-server";

/** What a service answers to one request. */
interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

describe("an API of Microsoft's", () => {
  let server: LoopbackServer;
  let asked: string[];
  let replies: ((url: string) => Reply)[];

  beforeEach(async () => {
    asked = [];
    replies = [];
    server = await LoopbackServer.listen((request, response) => {
      const url = request.url ?? "";
      asked.push(url);
      const { status = 200, headers = {}, body = {} } = replies.shift()?.(url) ?? {};
      response.writeHead(status, headers).end(JSON.stringify(body));
    });
  });

  afterEach(async () => {
    await server.close();
  });

  const api = () =>
    new MicrosoftApi({
      credential: {
        getToken: () => Promise.resolve({ token: "t", expiresOnTimestamp: Date.now() + 3_600_000 }),
      },
      scope: "https://graph.microsoft.com",
      endpoint: server.url,
    });

  const all = async (path: string) => {
    const items: unknown[] = [];
    for await (const item of api().list(path, "Some.Right")) {
      items.push(item.id);
    }
    return items;
  };

  it("gives the members of all pages", async () => {
    replies = [
      () => ({ body: { value: [{ id: 1 }], "@odata.nextLink": `${server.url}/next` } }),
      () => ({ body: { value: [{ id: 2 }], nextLink: `${server.url}/last` } }),
      () => ({ body: { value: [{ id: 3 }] } }),
    ];
    assert.deepEqual(await all("/first"), [1, 2, 3]);
    assert.deepEqual(asked, ["/first", "/next", "/last"]);
  });

  it("never takes its token to another host", async () => {
    replies = [() => ({ body: { value: [], nextLink: "https://attacker.example/next" } })];
    await assert.rejects(all("/first"), { state: "failed", code: "OtherHost" });
  });

  it("asks again when it is throttled, after the time that the service asks for", async () => {
    const begin = Date.now();
    replies = [
      () => ({ status: 429, headers: { "retry-after": "1" } }),
      () => ({ status: 503, headers: { "retry-after": "0" } }),
      () => ({ body: { value: [{ id: 1 }] } }),
    ];
    assert.deepEqual(await all("/first"), [1]);
    assert.ok(Date.now() - begin >= 1_000);
  });

  it("gives up after eight tries, and says what the service says", async () => {
    const error = { code: "TooManyRequests", message: "Slow down." };
    replies = Array.from({ length: 9 }, () => () => ({
      status: 429,
      headers: { "retry-after": "0" },
      body: { error },
    }));
    await assert.rejects(all("/first"), { state: "failed", message: "429 TooManyRequests: Slow down" });
    assert.equal(asked.length, 8);
  });

  it("names the permission of what is refused", async () => {
    replies = [() => ({ status: 403, body: { error: { code: "Denied", message: "No." } } })];
    await assert.rejects(all("/first"), { state: "refused", needs: "Some.Right", code: "Denied" });
  });

  it("reads the lists of a batch, whatever their order, with their further pages and throttled parts", async () => {
    replies = [
      () => ({
        body: {
          responses: [
            { id: "1", status: 429, headers: { "Retry-After": "0" }, body: {} },
            { id: "0", status: 200, body: { value: [{ id: "a" }], "@odata.nextLink": `${server.url}/a2` } },
            { id: "2", status: 404, body: { error: { code: "Request_ResourceNotFound" } } },
          ],
        },
      }),
      () => ({ body: { responses: [{ id: "1", status: 200, body: { value: [{ id: "b" }] } }] } }),
      () => ({ body: { value: [{ id: "a2" }] } }),
    ];
    assert.deepEqual(await api().lists("v1.0", ["/a", "/b", "/gone"], "Some.Right"), [
      [{ id: "a" }, { id: "a2" }],
      [{ id: "b" }],
      [],
    ]);
    assert.deepEqual(asked, ["/v1.0/$batch", "/v1.0/$batch", "/a2"]);
  });
});
