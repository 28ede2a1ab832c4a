import assert from "node:assert/strict";
import { fetch, ProxyAgent } from "undici";
import { CertificateAuthority } from "../../http/certificate-authority";
import { ConnectProxy } from "../../http/connect-proxy";
import { LoopbackServer } from "../../http/loopback-server";

describe("ConnectProxy", () => {
  let authority: CertificateAuthority;
  let server: LoopbackServer;
  let proxy: ConnectProxy;

  before(async () => {
    authority = await CertificateAuthority.create("a test");
    const certificate = await authority.issue(["localhost", "served.example"]);
    server = await LoopbackServer.listen(({ headers }, response) => response.end(headers.host), {
      certificate,
    });
    proxy = await ConnectProxy.listen({ serves: (host) => host === "served.example", port: server.port });
  });

  after(async () => {
    await proxy.close();
    await server.close();
  });

  it("leads a served host to the listener, which the client knows by the host's name", async () => {
    const dispatcher = new ProxyAgent({ uri: proxy.url, requestTls: { ca: authority.certificate } });
    const response = await fetch("https://served.example/path", { dispatcher });
    assert.equal(await response.text(), "served.example");
    await dispatcher.close();
  });

  it("refuses every other host, other ports, and plain HTTP", async () => {
    const dispatcher = new ProxyAgent({ uri: proxy.url, requestTls: { ca: authority.certificate } });
    for (const url of ["https://example.com/", "https://served.example:8443/", "http://served.example/"]) {
      await assert.rejects(
        fetch(url, { dispatcher }),
        ({ cause }: Error) => String((cause as Error).cause).includes("Proxy response (403)"),
        url,
      );
    }
    await dispatcher.close();
    assert.equal((await fetch(proxy.url)).status, 403);
  });

  it("cuts its connections when it closes", async () => {
    const short = await ConnectProxy.listen({ serves: () => true, port: server.port });
    const dispatcher = new ProxyAgent({ uri: short.url, requestTls: { ca: authority.certificate } });
    await (await fetch("https://served.example/", { dispatcher })).text();
    await short.close();
    await assert.rejects(fetch("https://served.example/", { dispatcher }));
    await dispatcher.close();
  });
});
