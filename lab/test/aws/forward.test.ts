import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { Forwarder } from "../../aws/forward";
import { LoopbackServer } from "../../http/loopback-server";

describe("what the AWS double hands on to the emulator", () => {
  let target: LoopbackServer;
  let server: LoopbackServer;
  let forwarder: Forwarder;

  beforeEach(async () => {
    target = await LoopbackServer.listen((incoming, response) => {
      const hash = createHash("sha256");
      incoming.on("data", (chunk: Buffer) => hash.update(chunk));
      incoming.on("end", () => {
        const { method, url, rawHeaders } = incoming;
        response.writeHead(404, { "X-Amz-Id-2": "kept" });
        response.end(JSON.stringify({ method, url, rawHeaders, sha256: hash.digest("hex") }));
      });
    });
    forwarder = new Forwarder(target.url, ["x-secret"]);
    server = await LoopbackServer.listen((incoming, response) => {
      forwarder.forward(incoming, response, { "x-added": "by the forwarder" });
    });
  });

  afterEach(async () => {
    await server.close();
    forwarder.close();
    await target.close();
  });

  it("is the same request to the letter, but for withheld headers and added ones", async () => {
    const outgoing = request(`${server.url}/bucket/a%2Fb+c?x-id=Put&x-id=Object`, {
      method: "PUT",
      headers: ["Host", "s3.example", "X-Amz-Date", "now", "X-SECRET", "1", "Connection", "close"],
    });
    const answered = new Promise<string>((resolve, reject) => {
      outgoing.on("error", reject).on("response", (response) => {
        assert.equal(response.statusCode, 404);
        assert.equal(response.headers["x-amz-id-2"], "kept");
        text(response).then(resolve, reject);
      });
    });
    outgoing.end("body");
    const seen = JSON.parse(await answered) as {
      method: string;
      url: string;
      rawHeaders: string[];
      sha256: string;
    };
    assert.equal(seen.method, "PUT");
    assert.equal(seen.url, "/bucket/a%2Fb+c?x-id=Put&x-id=Object");
    assert.deepEqual(seen.rawHeaders.slice(0, 4), ["Host", "s3.example", "X-Amz-Date", "now"]);
    assert.deepEqual(seen.rawHeaders.slice(4, 6), ["x-added", "by the forwarder"]);
    assert.ok(!seen.rawHeaders.some((header) => header.toLowerCase() === "x-secret"));
    assert.equal(seen.sha256, createHash("sha256").update("body").digest("hex"));
  });

  it("streams bodies of any size", async () => {
    const body = randomBytes(20_000_000);
    const response = await fetch(server.url, { method: "PUT", body });
    const { sha256 } = (await response.json()) as { sha256: string };
    assert.equal(sha256, createHash("sha256").update(body).digest("hex"));
  });

  it("answers 503 when the emulator is gone", async () => {
    await target.close();
    assert.equal((await fetch(server.url)).status, 503);
  });
});
