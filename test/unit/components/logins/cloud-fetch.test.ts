import assert from "node:assert/strict";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../../tools/project-root";

/** A server on the loopback that notes what it is asked for. */
class Noting {
  readonly asked: string[] = [];
  readonly #server = http.createServer((request, response) => {
    this.asked.push(`${request.method ?? ""} ${request.url ?? ""}`);
    response.end(this.name);
  });

  constructor(private readonly name: string) {
    this.#server.on("connect", (request, socket) => {
      this.asked.push(`CONNECT ${request.url ?? ""}`);
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

describe("cloudFetch", function () {
  this.timeout("30s");
  let proxy: Noting;
  let cloud: Noting;
  let proxyUrl: string;
  let cloudUrl: string;

  beforeEach(async () => {
    [proxy, cloud] = [new Noting("proxy"), new Noting("cloud")];
    [proxyUrl, cloudUrl] = await Promise.all([proxy.listen(), cloud.listen()]);
  });

  afterEach(() => {
    proxy.close();
    cloud.close();
  });

  /** What a process with these variables gets: they are read once. */
  const fetched = async (url: string, variables: Readonly<Record<string, string>>): Promise<string> => {
    const script = `require("./dist/components/logins/cloud-fetch.js").cloudFetch(process.argv[1], {})
      .then((response) => response.text()).catch((error) => "failed").then((text) => process.stdout.write(text));`;
    const none = {
      https_proxy: "",
      HTTPS_PROXY: "",
      http_proxy: "",
      HTTP_PROXY: "",
      no_proxy: "",
      NO_PROXY: "",
    };
    const env = { ...none, NODE_OPTIONS: "", ...variables };
    const { stdout, stderr } = await execa("node", ["-e", script, url], { cwd: PROJECT_ROOT, env });
    assert.equal(stderr, "", "no warning");
    return stdout;
  };

  it("goes to the cloud itself where there is no proxy", async () => {
    assert.equal(await fetched(`${cloudUrl}/path`, {}), "cloud");
    assert.deepEqual([proxy.asked, cloud.asked], [[], ["GET /path"]]);
  });

  it("goes through HTTP_PROXY", async () => {
    // An unencrypted request goes through the same tunnel as an encrypted one.
    await fetched(`${cloudUrl}/path`, { HTTP_PROXY: proxyUrl });
    assert.deepEqual(cloud.asked, []);
    assert.equal(proxy.asked.length, 1);
    assert.match(proxy.asked[0] ?? "", new RegExp(new URL(cloudUrl).host));
  });

  it("goes through HTTPS_PROXY to a cloud, whatever its name", async () => {
    // The proxy resolves the name: the request does not leave the machine.
    assert.equal(await fetched("https://management.invalid/path", { HTTPS_PROXY: proxyUrl }), "failed");
    assert.deepEqual(proxy.asked, ["CONNECT management.invalid:443"]);
  });

  it("leaves out the proxy for the hosts of NO_PROXY", async () => {
    assert.equal(
      await fetched(`${cloudUrl}/path`, { HTTP_PROXY: proxyUrl, NO_PROXY: "127.0.0.1,example.org" }),
      "cloud",
    );
    assert.deepEqual([proxy.asked, cloud.asked], [[], ["GET /path"]]);
  });
});
