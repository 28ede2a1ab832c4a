import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { AzureApi } from "../../../../../cli/clouds/microsoft/azure-api";

describe("a list of an API of Azure", () => {
  let server: Server;
  let endpoint: string;
  /** The statuses of the next answers. `0` breaks the connection. */
  let busy: number[];
  let next: (page: number) => string | undefined;

  beforeEach(async () => {
    busy = [];
    server = createServer((request, response) => {
      const status = busy.shift();
      if (status === 0) {
        request.socket.destroy();
        return;
      }
      if (status !== undefined) {
        const error = { code: "NoAnswer", message: "m" };
        response
          .writeHead(status, { "Retry-After": "0" })
          .end(JSON.stringify(status === 400 ? { error } : {}));
        return;
      }
      const page = Number(new URL(request.url ?? "/", endpoint).searchParams.get("page") ?? 1);
      response.end(JSON.stringify({ value: [{ page }], nextLink: next(page) }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const credential = {
    getToken: () => Promise.resolve({ token: "token", expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  const api = () => new AzureApi({ endpoint, scope: "x", credential });
  const list = () => api().list("/things");

  it("is read page by page", async () => {
    next = (page) => (page < 3 ? `${endpoint}/things?page=${page + 1}` : undefined);
    assert.deepEqual(await list(), { value: [{ page: 1 }, { page: 2 }, { page: 3 }] });
  });

  it("is refused if it goes on at another host, which gets no token", async () => {
    next = () => "https://elsewhere.invalid/things?page=2";
    assert.deepEqual(await list(), { refused: "the list goes on at another host" });
  });

  it("is asked for again if the API throttles, like everything else", async () => {
    next = () => undefined;
    busy = [429, 503];
    assert.deepEqual(await list(), { value: [{ page: 1 }] });
    for (const read of [() => api().get("/things"), () => api().readBy("/things")]) {
      busy = [429, 503];
      assert.deepEqual(await read(), { value: { value: [{ page: 1 }] } });
    }
    busy = [429, 429, 429, 429, 429];
    assert.deepEqual(await list(), { refused: "429 error", status: 429, code: "error" });
    assert.deepEqual(busy, []);
  });

  it("is asked for again if the connection breaks, and is then refused without a status", async () => {
    next = () => undefined;
    busy = [0];
    assert.deepEqual(await list(), { value: [{ page: 1 }] });
    busy = [0, 0, 0, 0, 0];
    assert.deepEqual(await list(), { refused: "fetch failed: other side closed" });
    assert.deepEqual(busy, []);
  });

  it("is refused with its status if the API answers with the code of a broken connection", async () => {
    busy = [400];
    assert.deepEqual(await list(), { refused: "400 NoAnswer: m", status: 400, code: "NoAnswer" });
  });

  it("is refused if it does not end, and not cut", async () => {
    next = (page) => `${endpoint}/things?page=${page + 1}`;
    assert.deepEqual(await list(), { refused: "the list has more than 50 pages" });
  });
});
