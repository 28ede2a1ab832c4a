/** The double of `az`, asked as an official provider plugin asks: `test/clients/azure-cli` compares it with the real one. */
import assert from "node:assert/strict";
import path from "node:path";
import { execa } from "execa";
import { decodeJwt } from "jose";
import { PROJECT_ROOT } from "../../../lab/project-root";
import { describeWithAzureLab, TENANT_ID } from "./azure/azure-lab";

const DOUBLE = path.join(PROJECT_ROOT, "dist/lab/azure-cli.js");
const GRAPH_SCOPE = "https://graph.microsoft.com/.default";

describeWithAzureLab("The double of the Azure CLI", {}, function (lab) {
  this.timeout(30_000);
  let person: ReturnType<ReturnType<typeof lab>["azure"]["addPerson"]>;

  before(() => {
    person = lab().azure.addPerson({ displayName: "Ada" });
  });

  const az = async (...args: readonly string[]): Promise<Record<string, unknown>> => {
    const env = { ...lab().azure.environment(), ...person.environment };
    return JSON.parse((await execa(process.execPath, [DOUBLE, ...args], { env })).stdout) as Record<
      string,
      unknown
    >;
  };

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

  it("shows the account in JSON", async () => {
    assert.equal((await az("account", "show", "-o=json")).tenantId, TENANT_ID);
  });
});
