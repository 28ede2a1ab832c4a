import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request as sendRequest } from "node:http";
import { EgressGateway } from "../../../azure/vm/egress-gateway";
import { LoopbackServer } from "../../../http/loopback-server";

/** The status with which a server answers `CONNECT`. */
async function tunnel(url: string, path: string): Promise<number | undefined> {
  const request = sendRequest(url, { method: "CONNECT", path }).end();
  const [answer] = (await once(request, "connect")) as [IncomingMessage];
  return answer.statusCode;
}

describe("EgressGateway", () => {
  let target: LoopbackServer;
  let gateway: EgressGateway;
  let isOpen = true;
  let seen: IncomingMessage | undefined;

  before(async () => {
    target = await LoopbackServer.listen((request, response) => {
      seen = request;
      response.writeHead(207, { "X-Answer": "a", "Content-Type": "text/plain" });
      request.pipe(response);
    });
    gateway = await EgressGateway.start(target.url, () => isOpen);
  });

  after(async () => {
    await gateway.stop();
    await target.close();
  });

  it("names the machine's public address, whatever the machine writes there, or none", async () => {
    isOpen = true;
    const headers = { "X-Lab-Source-Ip": "192.0.2.1" };
    await fetch(gateway.url, { headers });
    assert.equal(seen?.headers["x-lab-source-ip"], undefined);
    const named = await EgressGateway.start(
      target.url,
      () => true,
      () => "203.0.113.7",
    );
    await fetch(named.url, { headers });
    assert.equal(seen?.headers["x-lab-source-ip"], "203.0.113.7");
    await named.stop();
  });

  it("hands on method, address, headers and body, the host as it was called, and the answer", async () => {
    isOpen = true;
    const response = await fetch(`${gateway.url}/bucket/a%20b?x=%2F`, {
      method: "PUT",
      headers: { "X-Amz-Date": "now", Authorization: "AWS4" },
      body: "content",
    });
    assert.deepEqual(
      [response.status, response.headers.get("X-Answer"), await response.text()],
      [207, "a", "content"],
    );
    assert.equal(seen?.method, "PUT");
    assert.equal(seen.url, "/bucket/a%20b?x=%2F");
    assert.equal(`http://${seen.headers.host ?? ""}`, gateway.url);
    assert.deepEqual([seen.headers["x-amz-date"], seen.headers.authorization], ["now", "AWS4"]);
  });

  it("answers a request for a tunnel by whether the machine's network reaches the address and the port", async () => {
    const asked: (readonly [string, number])[] = [];
    const local = await EgressGateway.start(
      target.url,
      () => false,
      () => undefined,
      (to, port) => {
        asked.push([to, port]);
        return to === "10.0.1.4";
      },
    );
    assert.deepEqual(
      [await tunnel(local.url, "10.0.1.4:22"), await tunnel(local.url, "10.0.1.5:443")],
      [200, 504],
    );
    assert.deepEqual(asked, [
      ["10.0.1.4", 22],
      ["10.0.1.5", 443],
    ]);
    await local.stop();
    assert.equal(await tunnel(gateway.url, "10.0.1.4:22"), 504);
  });

  it("cuts the connection when there is no way out", async () => {
    isOpen = false;
    await assert.rejects(fetch(gateway.url), (error: Error) => {
      assert.match((error.cause as Error).message, /other side closed|ECONNRESET/);
      return true;
    });
  });

  it("cuts the connection when the other end is not there", async () => {
    const lost = await EgressGateway.start("http://127.0.0.1:1", () => true);
    await assert.rejects(fetch(lost.url));
    await lost.stop();
  });
});
