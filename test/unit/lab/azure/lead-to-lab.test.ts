import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { PROJECT_ROOT } from "../../../../lab/project-root";

const MODULE = path.join(PROJECT_ROOT, "dist/lab/azure/lead-to-lab.js");

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

  it("go through no proxy, which would lead out of the machine", async () => {
    const program = `require(${JSON.stringify(MODULE)}); console.log(process.env.HTTPS_PROXY + process.env.https_proxy);`;
    const env = { HTTPS_PROXY: "http://proxy.example", https_proxy: "http://proxy.example" };
    const { stdout } = await promisify(execFile)(process.execPath, ["--eval", program], { env });
    assert.equal(stdout, "\n");
  });
});
