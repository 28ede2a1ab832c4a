import assert from "node:assert/strict";
import { LoopbackServer } from "../../http/loopback-server";

describe("LoopbackServer", () => {
  it("answers on 127.0.0.1 at the port that the system picked, until it is closed", async () => {
    const server = await LoopbackServer.listen((_request, response) => response.end("here"));
    assert.equal(server.url, `http://127.0.0.1:${server.port}`);
    assert.equal(await (await fetch(server.url)).text(), "here");
    await server.close();
    await assert.rejects(fetch(server.url));
  });

  it("names the port and the remedy when the port is taken", async () => {
    const first = await LoopbackServer.listen(() => undefined);
    await assert.rejects(
      LoopbackServer.listen(() => undefined, { port: first.port }),
      {
        message: `127.0.0.1:${first.port}: the port is in use. Stop the program that listens there, or choose another port (0 selects a free one)`,
      },
    );
    await first.close();
  });

  it("closes although a client still waits for an answer", async () => {
    const server = await LoopbackServer.listen(() => undefined);
    const waiting = assert.rejects(fetch(server.url));
    await new Promise((resolve) => setImmediate(resolve));
    await server.close();
    await waiting;
  });
});
