import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { LAB_ROOT } from "../../lab-root";

const MODULE = path.join(LAB_ROOT, "dist/lab/azure/lead-to-lab.js");

describe("fetches of programs in the lab", () => {
  /** Where a program's fetch goes, seen by a fetch that only prints. */
  async function led(address: string): Promise<string> {
    const program = `globalThis.fetch = async (address) => console.log(address);
      require(${JSON.stringify(MODULE)});
      void fetch(${JSON.stringify(address)});`;
    const env = {
      LAB_ARM_ENDPOINT: "http://127.0.0.1:1/arm",
      LAB_LOGIN_ENDPOINT: "http://127.0.0.1:1/login",
    };
    const { stdout } = await promisify(execFile)(process.execPath, ["--eval", program], { env });
    return stdout.trim();
  }

  for (const [address, expected] of [
    ["https://management.azure.com/subscriptions?a=b", "http://127.0.0.1:1/arm/subscriptions?a=b"],
    ["https://login.microsoftonline.com/t/token", "http://127.0.0.1:1/login/t/token"],
    ["https://example.org/management.azure.com", "https://example.org/management.azure.com"],
    ["https://management.azure.com.example.org/", "https://management.azure.com.example.org/"],
    ["http://127.0.0.1:2/", "http://127.0.0.1:2/"],
  ] as const) {
    it(`are led from ${address}`, async () => {
      assert.equal(await led(address), expected);
    });
  }

  it("are led for Node's own client too, which the SDKs of Azure use, with method and headers", async () => {
    const program = `require(${JSON.stringify(MODULE)});
      const server = require("node:http").createServer(({ method, url, headers }, response) => {
        response.end([method, url, headers.accept].join(" "));
      });
      server.listen(0, "127.0.0.1", () => {
        process.env.LAB_LOGIN_ENDPOINT = "http://127.0.0.1:" + server.address().port + "/login";
        const options = { hostname: "login.microsoftonline.com", path: "/t/token?a=b", method: "POST", headers: { accept: "a/b" } };
        require("node:https").request(options, (response) => {
          response.on("data", (chunk) => console.log(String(chunk))).on("end", () => server.close());
        }).end();
      });`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--eval", program], { env: {} });
    assert.equal(stdout, "POST /login/t/token?a=b a/b\n");
    const other = `require(${JSON.stringify(MODULE)});
      require("node:https").request({ hostname: "localhost", port: 1, path: "/" }).on("error", ({ code }) => console.log(code));`;
    const elsewhere = await promisify(execFile)(process.execPath, ["--eval", other], { env: {} });
    assert.equal(elsewhere.stdout, "ECONNREFUSED\n");
  });

  it("go through no proxy, which would lead out of the machine", async () => {
    const program = `require(${JSON.stringify(MODULE)}); console.log(process.env.HTTPS_PROXY + process.env.https_proxy);`;
    const env = { HTTPS_PROXY: "http://proxy.example", https_proxy: "http://proxy.example" };
    const { stdout } = await promisify(execFile)(process.execPath, ["--eval", program], { env });
    assert.equal(stdout, "\n");
  });

  describe("in the shell of a lab", () => {
    /** What a program prints that asks for an address with Node's own client, which ignores proxies. */
    const ask = async (address: string, environment: Record<string, string>): Promise<string> => {
      const program = `require(${JSON.stringify(MODULE)});
        require(${JSON.stringify(address.replace(/:.*/, ""))}).get(${JSON.stringify(address)})
          .on("error", ({ code, message }) => console.log(code + " " + message));`;
      const { stdout } = await promisify(execFile)(process.execPath, ["--eval", program], {
        env: environment,
      });
      return stdout.trim();
    };

    for (const shell of ["http", "tls"]) {
      it(`look up no other machine than this one (${shell})`, async () => {
        assert.equal(
          await ask("https://login.microsoftonline.invalid/", { LAB_SHELL: shell }),
          "ENOTFOUND login.microsoftonline.invalid: not available, because the shell of the lab reaches only this machine. " +
            "For the SDKs of Azure, start the lab with TLS: npm start -w lab -- --tls [lab-host-blocked]",
        );
        assert.match(await ask("http://localhost:1/", { LAB_SHELL: shell }), /^ECONNREFUSED /);
      });
    }

    it("let a program listen on this machine", async () => {
      const program = `require(${JSON.stringify(MODULE)});
        const server = require("http").createServer().listen(0, "127.0.0.1", () => {
          console.log(server.address().address);
          server.close();
        });`;
      const env = { LAB_SHELL: "http" };
      const { stdout } = await promisify(execFile)(process.execPath, ["--eval", program], { env });
      assert.equal(stdout, "127.0.0.1\n");
    });

    it("keep the lab's own proxy where it leads to the lab, and no other", async () => {
      const program = `require(${JSON.stringify(MODULE)}); console.log(process.env.HTTPS_PROXY + process.env.https_proxy);`;
      for (const [LAB_SHELL, expected] of [
        ["http", ""],
        ["tls", "http://a/http://b/"],
      ] as const) {
        const env = { LAB_SHELL, HTTPS_PROXY: "http://a/", https_proxy: "http://b/" };
        const { stdout } = await promisify(execFile)(process.execPath, ["--eval", program], { env });
        assert.equal(stdout, `${expected}\n`);
      }
    });
  });
});
