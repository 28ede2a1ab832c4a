import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { useFixture } from "./fixture";
import { jwt } from "./replies";
import { said } from "./said";

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
        stderr: `azure-to-aws: ${said("source-unusable", { source, reason: missing })}\n`,
      });
    });
  }

  const arc = { IDENTITY_ENDPOINT: "http://localhost:40342/metadata/identity/oauth2/token" };
  const others: Record<string, [host: string, env: Record<string, string>]> = {
    "Service Fabric": [
      "Service Fabric",
      {
        IDENTITY_ENDPOINT: "https://10.0.0.4:2377/metadata/identity/oauth2/token",
        IDENTITY_HEADER: "h",
        IDENTITY_SERVER_THUMBPRINT: "t",
      },
    ],
    "Azure Arc": ["Azure Arc", { ...arc, IMDS_ENDPOINT: "http://localhost:40342" }],
    "Azure Machine Learning": [
      "Azure Machine Learning",
      { MSI_ENDPOINT: "http://127.0.0.1:46808/MSI/auth", MSI_SECRET: "s" },
    ],
    "Azure Cloud Shell": ["Azure Cloud Shell", { MSI_ENDPOINT: "http://localhost:50342/oauth2/token" }],
    "Azure Cloud Shell without variables of its own": [
      "Azure Cloud Shell",
      { AZUREPS_HOST_ENVIRONMENT: "cloud-shell/1.0" },
    ],
  };
  for (const [name, [host, env]] of Object.entries(others)) {
    it(`from nowhere on ${name}, which it would take for something else, unless --source says so`, async () => {
      assert.deepEqual(await fixture.run({ env }), notSupported(host));
      assert.equal(await asked(env, ["--source", "imds"]), "imds");
    });
  }

  it("from nowhere where Azure Arc's agent is installed, unless --source says so", async () => {
    const times = { "sources.ARC_AGENT": fixture.folder };
    assert.deepEqual(await fixture.run({ times }), notSupported("Azure Arc"));
    assert.equal((await fixture.run({ times, args: ["--source", "imds"] })).exitCode, 0);
  });

  for (const [variable, value] of Object.entries({
    IMDS_ENDPOINT: "http://localhost:40342",
    MSI_ENDPOINT: "http://127.0.0.1:41056/MSI/token/",
    MSI_SECRET: "853b9a84",
  })) {
    it(`from an app's identity endpoint although ${variable} is set, as some apps have it`, async () => {
      assert.equal(await asked({ ...fixture.clouds.appEnvironment, [variable]: value }), "identity");
    });
  }

  it("not from a stored secret, with which Microsoft's libraries would begin", async () => {
    const env = { AZURE_TENANT_ID: "t", AZURE_CLIENT_ID: "c", AZURE_CLIENT_SECRET: "s" };
    assert.equal(await asked(env), "imds");
  });
});

function notSupported(host: string) {
  return {
    exitCode: 1,
    stdout: "",
    stderr: `azure-to-aws: ${said("source-unsupported", { host })}\n`,
  };
}
