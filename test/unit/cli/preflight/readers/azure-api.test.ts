import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { AzureApi } from "../../../../../cli/preflight/readers/azure-api";

describe("a list of an API of Azure", () => {
  let server: Server;
  let endpoint: string;
  let next: (page: number) => string | undefined;

  beforeEach(async () => {
    server = createServer((request, response) => {
      const page = Number(new URL(request.url ?? "/", endpoint).searchParams.get("page") ?? 1);
      response.end(JSON.stringify({ value: [{ page }], nextLink: next(page) }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const list = () => new AzureApi(endpoint, "token").list("/things");

  it("is read page by page", async () => {
    next = (page) => (page < 3 ? `${endpoint}/things?page=${page + 1}` : undefined);
    assert.deepEqual(await list(), { value: [{ page: 1 }, { page: 2 }, { page: 3 }] });
  });

  it("is refused if it goes on at another host, which gets no token", async () => {
    next = () => "https://elsewhere.invalid/things?page=2";
    assert.deepEqual(await list(), { refused: "the list goes on at another host" });
  });

  it("is refused if it does not end, and not cut", async () => {
    next = (page) => `${endpoint}/things?page=${page + 1}`;
    assert.deepEqual(await list(), { refused: "the list has more than 50 pages" });
  });
});
