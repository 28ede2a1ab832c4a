/** The double of `az`, asked as an official provider plugin asks: `test/clients/azure-cli` compares it with the real one. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { decodeJwt } from "jose";
import { LAB_ROOT } from "../lab-root";
import { describeWithAzureLab, TENANT_ID } from "../testing/azure-lab";

const DOUBLE = path.join(LAB_ROOT, "dist/lab/azure-cli.js");
const GRAPH_SCOPE = "https://graph.microsoft.com/.default";
const CA_FILE = path.join(tmpdir(), `azure-cli-${randomUUID()}.pem`);

describeWithAzureLab("The double of the Azure CLI", { caFile: CA_FILE }, function (lab) {
  this.timeout(30_000);
  let person: ReturnType<ReturnType<typeof lab>["azure"]["addPerson"]>;

  before(() => {
    person = lab().azure.addPerson({ displayName: "Ada" });
  });

  after(() => rm(CA_FILE, { force: true }));

  const run = async (args: readonly string[], further = {}): Promise<string> => {
    const env = { ...lab().azure.environment(), ...person.environment, ...further };
    return (await execa(process.execPath, [DOUBLE, ...args], { env })).stdout;
  };
  const az = async (...args: readonly string[]): Promise<Record<string, unknown>> =>
    JSON.parse(await run(args)) as Record<string, unknown>;

  it("says its version, for plugins that need at least 2.30.0 and less than 3", async () => {
    assert.deepEqual(await az("version", "-o=json"), {
      "azure-cli": "2.91.0",
      "azure-cli-core": "2.91.0",
      "azure-cli-telemetry": "1.1.0",
      extensions: {},
    });
  });

  it("hands out a token for a scope", async () => {
    const shown = await az(
      "account",
      "get-access-token",
      "--scope",
      GRAPH_SCOPE,
      "--tenant",
      TENANT_ID,
      "-o=json",
    );
    const { oid, aud } = decodeJwt(String(shown.accessToken));
    assert.deepEqual([oid, aud], [person.objectId, "https://graph.microsoft.com"]);
    assert.deepEqual(Object.keys(shown), ["accessToken", "expires_on", "tenant", "tokenType"]);
    assert.equal(shown.tokenType, "Bearer");
  });

  it("signs in at another address, which knows the lab's own name of Microsoft Graph", async () => {
    const tls = lab().azure.tls();
    const scope = `${tls.endpoints.graph}/.default`;
    const asked = ["account", "get-access-token", "--scope", scope, "--tenant", TENANT_ID, "-o=json"];
    const there = { NODE_EXTRA_CA_CERTS: tls.caFile, LAB_AZ_LOGIN_ENDPOINT: tls.endpoints.login };
    const { accessToken } = JSON.parse(await run(asked, there)) as { readonly accessToken: string };
    assert.equal(decodeJwt(accessToken).aud, "https://graph.microsoft.com");
    await assert.rejects(run(asked), /AADSTS500011/);
  });

  it("shows the account in JSON", async () => {
    assert.equal((await az("account", "show", "-o=json")).tenantId, TENANT_ID);
  });
});
