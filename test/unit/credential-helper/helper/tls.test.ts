import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createServer as createProxy } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { useFixture } from "./fixture";
import { commandOf, ending, noPauses, start } from "./run-helper";
import { said, saidLike } from "./said";

const fixtures = join(__dirname, "../fixtures");
const authority = join(fixtures, "tls-certificate.pem");

describe("To STS by TLS, the credential helper", () => {
  const fixture = useFixture();
  const servers: Server[] = [];
  let port = 0;

  beforeEach(async () => {
    const secure = createTlsServer(
      { cert: readFileSync(authority), key: readFileSync(join(fixtures, "tls-key.pem")) },
      (request, response) => {
        fixture.clouds.handle(request, response);
      },
    );
    port = await listen(secure);
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  });

  it("trusts the authority that AWS_CA_BUNDLE names", async () => {
    const env = { AWS_ENDPOINT_URL_STS: `https://127.0.0.1:${port}`, AWS_CA_BUNDLE: authority };
    const run = await fixture.run({ env });
    assert.equal(run.exitCode, 0, run.stderr);
  });

  it("sends no token to a server whose certificate it does not trust, and names the remedy", async () => {
    const run = await fixture.run({
      env: { AWS_ENDPOINT_URL_STS: `https://127.0.0.1:${port}` },
      times: noPauses,
    });
    assert.equal(run.exitCode, 1);
    assert.match(
      run.stderr,
      new RegExp(
        `^azure-to-aws: ${saidLike("certificate-untrusted", { place: String.raw`AWS STS at 127\.0\.0\.1 \(127\.0\.0\.1:\d+\)`, reason: ".+" })}\n$`,
      ),
    );
    assert.deepEqual(fixture.clouds.sts.seen, []);
  });

  it("logs no keys of the connection where SSLKEYLOGFILE is set, even if not isolated from the environment", async () => {
    const log = join(fixture.folder, "keys.log");
    const options = fixture.options({
      env: {
        AWS_ENDPOINT_URL_STS: `https://127.0.0.1:${port}`,
        AWS_CA_BUNDLE: authority,
        SSLKEYLOGFILE: log,
      },
    });
    const [file, args] = commandOf(options);
    const unisolated = args.filter((arg) => arg !== "-IS");
    const run = await ending(start([file, unisolated], options.env));
    assert.equal(run.exitCode, 0, run.stderr);
    assert.ok(!existsSync(log));
  });

  for (const [name, path] of [
    ["is missing", "/nowhere/bundle.pem"],
    ["holds no certificate", join(fixtures, "tls-key.pem")],
  ] as const) {
    it(`says that AWS_CA_BUNDLE ${name}`, async () => {
      const env = { AWS_ENDPOINT_URL_STS: `https://127.0.0.1:${port}`, AWS_CA_BUNDLE: path };
      const run = await fixture.run({ env });
      assert.equal(run.exitCode, 1);
      assert.match(
        run.stderr,
        new RegExp(`^azure-to-aws: ${saidLike("ca-bundle-invalid", { reason: ".+" })}\n$`),
      );
      assert.ok(run.stderr.includes(path));
    });
  }

  describe("through a proxy", () => {
    const seen: { target: string; authorization: string | undefined }[] = [];
    let proxy = "";

    beforeEach(async () => {
      seen.length = 0;
      const server = createProxy();
      server.on("connect", (request, client: Socket) => {
        seen.push({ target: request.url ?? "", authorization: request.headers["proxy-authorization"] });
        if (
          request.headers["x-refuse"] !== undefined ||
          request.headers["proxy-authorization"] === "Basic bm86bm8="
        ) {
          client.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
          return;
        }
        const upstream = connect(port, "127.0.0.1", () => {
          client.write("HTTP/1.1 200 Connection established\r\n\r\n");
          upstream.pipe(client).pipe(upstream);
        });
        upstream.on("error", () => client.destroy());
        client.on("error", () => upstream.destroy());
        // A pipe does not end its other side where one is reset.
        client.once("close", () => upstream.destroy());
        upstream.once("close", () => client.destroy());
      });
      proxy = `127.0.0.1:${await listen(server)}`;
    });

    /** The variables that lead to the real name of STS in eu-west-1, by the proxy. */
    const through = (url: string, env: Record<string, string> = {}) => ({
      times: noPauses,
      args: ["--region", "eu-west-1"],
      env: { AWS_ENDPOINT_URL_STS: "", AWS_CA_BUNDLE: authority, https_proxy: url, ...env },
    });

    it("reaches STS under its own name, with TLS to STS and not to the proxy", async () => {
      const run = await fixture.run(through(`http://${proxy}`));
      assert.equal(run.exitCode, 0, run.stderr);
      assert.deepEqual(seen, [{ target: "sts.eu-west-1.amazonaws.com:443", authorization: undefined }]);
      assert.equal(fixture.clouds.sts.seen.length, 1);
      assert.equal(fixture.clouds.sts.seen[0]?.headers.host, "sts.eu-west-1.amazonaws.com");
    });

    it("sends no token to a server with another's certificate", async () => {
      const run = await fixture.run({ ...through(`http://${proxy}`), args: ["--region", "eu-central-1"] });
      assert.equal(run.exitCode, 1);
      assert.match(
        run.stderr,
        new RegExp(
          saidLike("certificate-untrusted", { place: String.raw`.*sts\.eu-central-1\.amazonaws\.com:443\)` }),
        ),
      );
      assert.deepEqual(fixture.clouds.sts.seen, []);
    });

    it("gives the proxy the user name and password that it wants", async () => {
      const run = await fixture.run(through(`http://u%40x:p%3Aw@${proxy}`));
      assert.equal(run.exitCode, 0, run.stderr);
      assert.equal(seen[0]?.authorization, `Basic ${Buffer.from("u@x:p:w").toString("base64")}`);
    });

    it("says what a proxy answered that refuses, without the password", async () => {
      const run = await fixture.run(through(`http://no:no@${proxy}`));
      assert.deepEqual(run, {
        exitCode: 1,
        stdout: "",
        stderr: `azure-to-aws: ${said("proxy-refused", {
          place: "AWS STS (sts.eu-west-1.amazonaws.com:443)",
          proxy,
          reason: "Tunnel connection failed: 407 Proxy Authentication Required",
        })}\n`,
      });
    });

    it("says that a proxy's URL makes no sense, without its password", async () => {
      const run = await fixture.run(through("socks5://u:hunter2@127.0.0.1:1"));
      assert.deepEqual(run, {
        exitCode: 1,
        stdout: "",
        stderr: `azure-to-aws: ${said("proxy-invalid")}\n`,
      });
    });

    it("leaves out the proxy for what no_proxy names", async () => {
      const env = { no_proxy: ".amazonaws.com", AWS_ENDPOINT_URL_STS: `https://127.0.0.1:${port}` };
      const run = await fixture.run(through(`http://${proxy}`, env));
      assert.equal(run.exitCode, 0, run.stderr);
      assert.deepEqual(seen, []);
    });
  });

  async function listen(server: Server): Promise<number> {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    servers.push(server);
    return (server.address() as AddressInfo).port;
  }
});
