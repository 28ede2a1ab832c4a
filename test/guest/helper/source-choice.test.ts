import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { useFixture } from "./fixture";
import { jwt } from "./replies";

describe("The credential helper takes its token", () => {
  const fixture = useFixture();

  function everything(): Record<string, string> {
    const file = join(fixture.folder, "token");
    writeFileSync(file, jwt({ iss: "https://cluster/", aud: "a", sub: "s", exp: 4102444800 }));
    return { ...fixture.clouds.appEnvironment, ...fixture.clouds.podEnvironment(file) };
  }

  /** Which service was asked for a token, once. */
  async function asked(env: Record<string, string>, args: readonly string[] = []): Promise<string> {
    const run = await fixture.run({ env, args });
    assert.equal(run.exitCode, 0, run.stderr);
    const { imds, identity, entra } = fixture.clouds;
    const names = Object.entries({ imds, identity, entra }).flatMap(([name, side]) =>
      side.seen.map(() => name),
    );
    return names.join();
  }

  it("from workload identity first, as Microsoft's libraries do", async () => {
    assert.equal(await asked(everything()), "entra");
  });

  it("then from the app's identity endpoint", async () => {
    assert.equal(await asked({ ...everything(), AZURE_FEDERATED_TOKEN_FILE: "" }), "identity");
  });

  it("and else from the metadata service", async () => {
    assert.equal(await asked({}), "imds");
  });

  for (const variable of ["IDENTITY_ENDPOINT", "IDENTITY_HEADER"]) {
    it(`not from an identity endpoint without ${variable}`, async () => {
      assert.equal(await asked({ ...fixture.clouds.appEnvironment, [variable]: "" }), "imds");
    });
  }

  it("not from workload identity without AZURE_TENANT_ID", async () => {
    assert.equal(await asked({ ...everything(), AZURE_TENANT_ID: "" }), "identity");
  });

  for (const [source, service] of [
    ["workload-identity", "entra"],
    ["app-service", "identity"],
    ["imds", "imds"],
  ] as const) {
    it(`from ${source} where --source names it, whatever else is there`, async () => {
      assert.equal(await asked(everything(), ["--source", source]), service);
    });
  }

  for (const [source, missing] of [
    ["token-file", "AZURE_FEDERATED_TOKEN_FILE is not set"],
    ["workload-identity", "AZURE_FEDERATED_TOKEN_FILE and AZURE_TENANT_ID are not set"],
    ["app-service", "IDENTITY_ENDPOINT and IDENTITY_HEADER are not set"],
  ] as const) {
    it(`from ${source} only where that has what it needs, and says what is missing`, async () => {
      assert.deepEqual(await fixture.run({ args: ["--source", source] }), {
        exitCode: 1,
        stdout: "",
        stderr: `azure-to-aws: --source ${source} cannot be used: ${missing}\n`,
      });
    });
  }

  const others: Record<string, Record<string, string>> = {
    "Service Fabric": { IDENTITY_HEADER: "h", IDENTITY_SERVER_THUMBPRINT: "t" },
    "Azure Arc": { IMDS_ENDPOINT: "http://localhost:40342" },
  };
  for (const [host, variables] of Object.entries(others)) {
    const env = { IDENTITY_ENDPOINT: "http://localhost:40342/metadata/identity/oauth2/token", ...variables };
    it(`from nowhere on ${host}, which it would take for something else, unless --source says so`, async () => {
      assert.deepEqual(await fixture.run({ env }), {
        exitCode: 1,
        stdout: "",
        stderr:
          `azure-to-aws: this looks like ${host}, whose tokens cannot be read; ` +
          "if it is something else, name it with --source\n",
      });
      assert.equal(await asked(env, ["--source", "imds"]), "imds");
    });
  }
});
