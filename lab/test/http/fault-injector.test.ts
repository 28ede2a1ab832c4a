import assert from "node:assert/strict";
import type { FaultRule } from "../../http/fault";
import { FaultInjector } from "../../http/fault-injector";
import { LoopbackServer } from "../../http/loopback-server";

describe("FaultInjector", () => {
  let faults: FaultInjector;
  let server: LoopbackServer;
  /** What was done. */
  let work: string[];

  beforeEach(async () => {
    faults = new FaultInjector();
    work = [];
    const values = new Map<string, string>();
    server = await LoopbackServer.listen(
      faults.around((request, response) => {
        const { method = "", url = "" } = request;
        work.push(`${method} ${url}`);
        if (method === "PUT") {
          values.set(url, `written ${work.length}`);
        }
        const value = values.get(url);
        response.writeHead(value === undefined ? 404 : 200, { "content-type": "text/plain" });
        response.write("value: ");
        response.end(value ?? "none");
      }),
    );
  });

  afterEach(() => server.close());

  async function ask(method: string, path: string): Promise<[status: number, body: string]> {
    const response = await fetch(server.url + path, { method });
    return [response.status, await response.text()];
  }

  const all = (rule: Omit<FaultRule, "route">) => faults.add({ route: /./, ...rule });

  it("does nothing without rules, nor to requests of other routes", async () => {
    const rule = faults.add({ route: /^GET \/other/, fault: { kind: "cut" } });
    assert.deepEqual(await ask("PUT", "/a"), [200, "value: written 1"]);
    assert.deepEqual(await ask("GET", "/a"), [200, "value: written 1"]);
    assert.deepEqual(rule.struck, []);
  });

  it("strikes after so many requests, as often as it is told, until it is removed", async () => {
    const answer = { status: 418, body: "tea" };
    const rule = all({ fault: { kind: "answer", answer }, after: 1, count: 2 });
    const statuses = [];
    for (let request = 1; request <= 4; request++) {
      statuses.push((await ask("GET", "/a"))[0]);
    }
    assert.deepEqual(statuses, [404, 418, 418, 404]);
    assert.deepEqual(rule.struck, ["GET /a", "GET /a"]);
    const forever = all({ fault: { kind: "answer", answer } });
    assert.deepEqual(await ask("GET", "/a"), [418, "tea"]);
    forever.remove();
    assert.deepEqual(await ask("GET", "/a"), [404, "value: none"]);
  });

  it("strikes by chance, the same requests for the same seed and others for another", async () => {
    const struck = async (seed: number): Promise<string> => {
      const rule = all({ fault: { kind: "answer", answer: { status: 503 } }, probability: 0.5, seed });
      const statuses = [];
      for (let request = 1; request <= 40; request++) {
        statuses.push((await ask("GET", "/a"))[0]);
      }
      rule.remove();
      return statuses.map((status) => (status === 503 ? "x" : ".")).join("");
    };
    const first = await struck(7);
    assert.equal(await struck(7), first);
    assert.notEqual(await struck(8), first);
    assert.ok(first.includes("x") && first.includes("."), first);
  });

  it("makes an answer up, and nothing is done", async () => {
    all({ fault: { kind: "answer", answer: { status: 429, headers: { "retry-after": "3" } } } });
    const response = await fetch(`${server.url}/a`, { method: "PUT" });
    assert.deepEqual([response.status, response.headers.get("retry-after")], [429, "3"]);
    assert.deepEqual(work, []);
  });

  it("cuts the connection, and nothing is done", async () => {
    all({ fault: { kind: "cut" } });
    await assert.rejects(ask("PUT", "/a"), TypeError);
    assert.deepEqual(work, []);
  });

  it("loses the answer to what is done, and tells in between", async () => {
    const told: string[] = [];
    const onStrike = () => {
      told.push(...work);
    };
    all({ fault: { kind: "lost-answer" }, count: 1, onStrike });
    await assert.rejects(ask("PUT", "/a"), TypeError);
    assert.deepEqual(told, ["PUT /a"]);
    assert.deepEqual(await ask("GET", "/a"), [200, "value: written 1"]);
  });

  it("changes the body of an answer, whose length fits again", async () => {
    all({ fault: { kind: "wrong-body", change: (body) => body.toUpperCase() + "!" } });
    const response = await fetch(`${server.url}/a`, { method: "PUT" });
    assert.deepEqual(
      [response.status, response.headers.get("content-type"), response.headers.get("content-length")],
      [200, "text/plain", "17"],
    );
    assert.equal(await response.text(), "VALUE: WRITTEN 1!");
  });

  it("denies what is done", async () => {
    all({ fault: { kind: "false-answer", answer: { status: 404, body: "none" } }, count: 1 });
    assert.deepEqual(await ask("PUT", "/a"), [404, "none"]);
    assert.deepEqual(await ask("GET", "/a"), [200, "value: written 1"]);
  });

  it("cuts the connection within an answer", async () => {
    all({ fault: { kind: "cut-answer", share: 0.5 } });
    const response = await fetch(`${server.url}/a`, { method: "PUT" });
    assert.deepEqual([response.status, response.headers.get("content-length")], [200, "16"]);
    await assert.rejects(response.text(), TypeError);
    assert.deepEqual(work, ["PUT /a"]);
  });

  it("answers late, or never", async () => {
    all({ fault: { kind: "latency", milliseconds: 60 }, count: 1 });
    const began = performance.now();
    assert.deepEqual(await ask("PUT", "/a"), [200, "value: written 1"]);
    // Timers may be a millisecond early.
    assert.ok(performance.now() - began >= 58);
    const gone = new AbortController();
    all({
      fault: { kind: "latency", milliseconds: Infinity },
      onStrike: () => {
        gone.abort();
      },
    });
    await assert.rejects(fetch(`${server.url}/b`, { method: "PUT", signal: gone.signal }), {
      name: "AbortError",
    });
    assert.deepEqual(work, ["PUT /a"]);
  });

  it("lets reads of a thing lag behind writes to it", async () => {
    const thing = ({ operation }: { operation: string }) => operation.split(" ")[1];
    const absent = { status: 404, body: "not yet" };
    const writes = /^PUT /;
    faults.add({ route: /^GET /, fault: { kind: "lagging-reads", writes, reads: 2, thing, absent } });
    await ask("PUT", "/a");
    assert.deepEqual(await ask("GET", "/a"), [404, "not yet"]);
    assert.deepEqual(await ask("GET", "/b"), [404, "value: none"]);
    assert.deepEqual(await ask("GET", "/a"), [404, "not yet"]);
    assert.deepEqual(await ask("GET", "/a"), [200, "value: written 1"]);
    await ask("PUT", "/a");
    assert.deepEqual(await ask("GET", "/a"), [200, "value: written 1"]);
    assert.deepEqual(await ask("GET", "/a"), [200, "value: written 1"]);
    assert.match((await ask("GET", "/a"))[1], /^value: written (?!1$)/);
  });

  it("lets the oldest rule that strikes decide", async () => {
    all({ fault: { kind: "answer", answer: { status: 500 } }, count: 1 });
    all({ fault: { kind: "answer", answer: { status: 501 } }, count: 1 });
    assert.deepEqual([(await ask("GET", "/a"))[0], (await ask("GET", "/a"))[0]], [500, 501]);
    all({ fault: { kind: "cut" } });
    faults.clear();
    assert.deepEqual(await ask("GET", "/a"), [404, "value: none"]);
  });
});
