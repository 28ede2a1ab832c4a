import assert from "node:assert/strict";
import { MicrosoftApi } from "../../../../../cli/clouds/microsoft/microsoft-api";
import { LoopbackServer } from "../../../../../lab/http";

/** What a service answers to one request. */
interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

describe("an API of Microsoft's", () => {
  let server: LoopbackServer;
  let asked: string[];
  let authorizations: (string | undefined)[];
  let replies: ((url: string) => Reply)[];

  beforeEach(async () => {
    asked = [];
    authorizations = [];
    replies = [];
    server = await LoopbackServer.listen((request, response) => {
      const url = request.url ?? "";
      asked.push(url);
      authorizations.push(request.headers.authorization);
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

  it("goes on behind empty pages, and gives a member once that two pages have", async () => {
    const page = (value: readonly object[], next?: string) => () => ({
      body: { value, ...(next === undefined ? {} : { nextLink: `${server.url}${next}` }) },
    });
    replies = [
      page([], "/2"),
      page([{ id: "a" }, { name: "no ID" }], "/3"),
      page([], "/4"),
      page([{ id: "a" }, { id: "b" }, { name: "no ID either" }]),
    ];
    assert.deepEqual(await all("/1"), ["a", undefined, "b", undefined]);
    assert.deepEqual(asked, ["/1", "/2", "/3", "/4"]);
  });

  const expired = (code = "Directory_ExpiredPageToken") => ({
    status: 400,
    body: { error: { code, message: "m" } },
  });

  const pageTo = (next: string | undefined, ...ids: readonly string[]) => ({
    body: {
      value: ids.map((id) => ({ id })),
      ...(next === undefined ? {} : { "@odata.nextLink": `${server.url}${next}` }),
    },
  });

  it("begins a list again whose next page has expired, and gives each member once", async () => {
    replies = [
      () => pageTo("/old", "a", "b"),
      () => expired(),
      () => pageTo("/2", "a", "b"),
      () => pageTo("/3", "c"),
      () => expired("ExpiredSkipToken"),
      () => pageTo("/4", "a", "x", "b"),
      () => pageTo(undefined, "c", "d"),
    ];
    assert.deepEqual(await all("/1"), ["a", "b", "c", "x", "d"]);
    assert.deepEqual(asked, ["/1", "/old", "/1", "/2", "/3", "/1", "/4"]);
  });

  it("gives up on a list that expires without a new member, and at once on any other refusal", async () => {
    replies = Array.from(
      { length: 20 },
      (_, index) => () => (index % 2 === 0 ? pageTo("/old", "a") : expired()),
    );
    await assert.rejects(all("/1"), { state: "failed", code: "Directory_ExpiredPageToken" });
    assert.equal(asked.length, 12);
    asked = [];
    replies = [() => pageTo("/2", "a"), () => expired("Request_BadRequest")];
    await assert.rejects(all("/1"), { code: "Request_BadRequest" });
    assert.deepEqual(asked, ["/1", "/2"]);
    asked = [];
    replies = [() => expired()];
    await assert.rejects(all("/1"), { code: "Directory_ExpiredPageToken" });
    assert.deepEqual(asked, ["/1"]);
  });

  it("begins a list of a batch again by its own path", async () => {
    const owners = (next?: string) => ({
      value: [{ id: "o1" }],
      ...(next === undefined ? {} : { "@odata.nextLink": `${server.url}${next}` }),
    });
    replies = [
      () => ({ body: { responses: [{ id: "0", status: 200, body: owners("/old") }] } }),
      () => expired(),
      () => pageTo("/2", "o1"),
      () => pageTo(undefined, "o2"),
    ];
    const lists = await api().lists("v1.0", ["/applications/1/owners"], "Some.Right");
    assert.deepEqual(lists, [[{ id: "o1" }, { id: "o2" }]]);
    assert.deepEqual(asked, ["/v1.0/$batch", "/old", "/v1.0/applications/1/owners", "/2"]);
  });

  it("asks for a new token before the old one ends, and not earlier", async () => {
    for (const [minutes, tokens] of [
      [4, ["1", "2", "3"]],
      [60, ["1", "1", "1"]],
    ] as const) {
      let count = 0;
      const login = {
        credential: {
          getToken: () =>
            Promise.resolve({ token: String(++count), expiresOnTimestamp: Date.now() + minutes * 60_000 }),
        },
        scope: "https://graph.microsoft.com",
        endpoint: server.url,
      };
      replies = [
        () => ({ body: { value: [], nextLink: `${server.url}/2` } }),
        () => ({ body: { value: [], nextLink: `${server.url}/3` } }),
        () => ({ body: { value: [] } }),
      ];
      authorizations = [];
      for await (const item of new MicrosoftApi(login).list("/1", "Some.Right")) {
        assert.fail(JSON.stringify(item));
      }
      assert.deepEqual(
        authorizations,
        tokens.map((token) => `Bearer ${token}`),
      );
    }
  });

  it("asks the login again after it failed", async () => {
    let count = 0;
    const api = new MicrosoftApi({
      credential: {
        getToken: () =>
          ++count === 1
            ? Promise.reject(new Error("AADSTS700082: expired"))
            : Promise.resolve({ token: "t", expiresOnTimestamp: Date.now() + 3_600_000 }),
      },
      scope: "https://graph.microsoft.com",
      endpoint: server.url,
    });
    await assert.rejects(api.signIn(), { state: "failed", code: "Login" });
    await api.signIn();
    assert.equal(count, 2);
  });

  it("never takes its token to another host", async () => {
    replies = [() => ({ body: { value: [], nextLink: "https://attacker.example/next" } })];
    await assert.rejects(all("/first"), { state: "failed", code: "OtherHost" });
  });

  it("never takes its token to another host by a list of a batch", async () => {
    for (const link of [
      `${"x".repeat(server.url.length)}@attacker.example/next`,
      "https://attacker.example/",
    ]) {
      replies = [
        () => ({
          body: { responses: [{ id: "0", status: 200, body: { value: [], "@odata.nextLink": link } }] },
        }),
      ];
      await assert.rejects(api().lists("v1.0", ["/a"], "Some.Right"), { state: "failed", code: "OtherHost" });
    }
    assert.deepEqual(asked, ["/v1.0/$batch", "/v1.0/$batch"]);
  });

  it("refuses a link that is no address", async () => {
    replies = [() => ({ body: { value: [], nextLink: "not an address" } })];
    await assert.rejects(all("/first"), { state: "failed", code: "OtherHost" });
  });

  it("ends a list that leads back to a page that was read", async () => {
    const page = (next: string) => () => ({ body: { value: [{ id: 1 }], nextLink: `${server.url}${next}` } });
    replies = [page("/second"), page("/third"), page("/second"), page("/third")];
    await assert.rejects(all("/first"), { state: "failed", code: "EndlessList" });
    assert.deepEqual(asked, ["/first", "/second", "/third"]);
  });

  it("never takes an answer without a list for an empty list", async () => {
    for (const body of [{}, [], { value: null }, { value: {} }]) {
      replies = [() => ({ body })];
      await assert.rejects(all("/first"), { state: "failed", code: "NoList" });
    }
    replies = [() => ({ body: { responses: [{ id: "0", status: 200, body: {} }] } })];
    await assert.rejects(api().lists("v1.0", ["/a"], "Some.Right"), { state: "failed", code: "NoList" });
  });

  it("says that a part of a batch has no answer", async () => {
    replies = [() => ({ body: { responses: [] } })];
    await assert.rejects(api().lists("v1.0", ["/a"], "Some.Right"), {
      state: "failed",
      message: "NoAnswer: the batch has no answer to this request",
    });
  });

  it("waits until the moment that the service names", async () => {
    const begin = Date.now();
    replies = [
      () => ({ status: 429, headers: { "retry-after": new Date(begin + 2_500).toUTCString() } }),
      () => ({ status: 429, headers: { "retry-after": new Date(begin - 60_000).toUTCString() } }),
      () => ({ status: 429, headers: { "retry-after": "-5" } }),
      () => ({ body: { value: [] } }),
    ];
    assert.deepEqual(await all("/first"), []);
    // A moment of HTTP has no fractions of a second.
    assert.ok(Date.now() - begin >= 1_500);
    assert.equal(asked.length, 4);
  });

  it("follows no redirection", async () => {
    let taken = 0;
    const elsewhere = await LoopbackServer.listen((_, response) => {
      taken++;
      response.end('{ "value": [] }');
    });
    try {
      replies = [
        () => ({ status: 302, headers: { location: `${elsewhere.url}/first` }, body: {} }),
        () => ({ body: { value: [{ id: 1 }] } }),
      ];
      assert.deepEqual(await all("/first"), [1]);
      assert.equal(taken, 0);
    } finally {
      await elsewhere.close();
    }
  });

  it("quotes no token that the service repeats", async () => {
    const message = "The token eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2lnbmF0dXJl is not valid for Bearer abc";
    replies = [() => ({ status: 401, body: { error: { code: "InvalidAuthenticationToken", message } } })];
    await assert.rejects(all("/first"), {
      state: "failed",
      message: "401 InvalidAuthenticationToken: The token <token> is not valid for Bearer <token>",
    });
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
