/** `npm start -w lab -- --tls`: Azure's SDKs, the Azure CLI, and preflight in a shell of the lab, as docs/how-to/use-the-lab.md has them. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { describeUse } from "../../../lab";
import { describeWithLab } from "../../../lab/testing/with-lab";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { azureCli, INSTALLATION_TIMEOUT } from "../../clients/azure-cli/azure-cli";
import { pythonPackages } from "../../clients/programs";

/** The lock file with `azure-identity`. */
const AZURE_IDENTITY = path.join(PROJECT_ROOT, "test/clients/azure/identity/requirements.txt");

describeWithLab("a shell of a lab with TLS", { azureTls: true }, function (lab) {
  this.timeout("2m");
  let told: string;
  let page: string;
  let programs: string;

  before(async function () {
    this.timeout(INSTALLATION_TIMEOUT);
    const { bin } = await pythonPackages(AZURE_IDENTITY);
    const real = path.dirname(await azureCli());
    // The Python with azure-identity comes first: the Azure CLI brings another one.
    programs = [bin, path.dirname(process.execPath), real, "/usr/bin", "/bin"].join(path.delimiter);
    told = await describeUse(lab());
    page = await readFile(path.join(PROJECT_ROOT, "docs/how-to/use-the-lab.md"), "utf8");
  });

  const file = (name: string): string => path.join(lab().directory, name);
  /** Runs commands in a shell that has read these files, and has nothing else of this process. */
  const run = async (files: readonly string[], commands: string) => {
    const lines = files.map((name) => `. '${file(name)}'`);
    return execa("/bin/sh", ["-euc", [...lines, commands].join("\n")], {
      env: { PATH: programs, HOME: lab().directory },
      extendEnv: false,
      cwd: PROJECT_ROOT,
      reject: false,
    });
  };
  const TLS = ["environment.sh", "tls.sh"];

  it("is told its file and the addresses for programs that ignore proxies", () => {
    const { arm, graph, login } = lab().azure.tls().endpoints;
    assert.ok(told.includes(`\n  . ${file("tls.sh")}\n`), told);
    for (const address of [arm, graph, login]) {
      assert.ok(told.includes(` ${address}\n`), told);
    }
    assert.equal(new Set([arm, graph, login]).size, 3);
  });

  it("has no variable with a real host, and no other cloud or login", async () => {
    for (const name of TLS) {
      const text = await readFile(file(name), "utf8");
      const hosts = [...text.matchAll(/https?:\/\/([^/:\s]+)/g)].map(([, host]) => host);
      assert.deepEqual([...new Set(hosts)], ["127.0.0.1"], name);
    }
    const given = "AZURE_AUTHORITY_HOST=https://login.microsoftonline.us AZURE_USERNAME=me";
    const { stdout } = await run(
      [],
      `export ${given}
       . '${file("environment.sh")}'; . '${file("as-broad.sh")}'; . '${file("tls.sh")}'
       echo "\${AZURE_AUTHORITY_HOST-unset} \${AZURE_USERNAME-unset}"
       test "$AZURE_CLIENT_ID" = "$ARM_CLIENT_ID" && test "$AZURE_CLIENT_SECRET" = "$ARM_CLIENT_SECRET" && echo same`,
    );
    assert.deepEqual(stdout.split("\n"), ["unset unset", "same"]);
  });

  it("runs the example of docs/how-to/use-the-lab.md: azure-identity, the Azure CLI, and preflight", async () => {
    const [, block = ""] = /^```sh\n(pip install azure-identity.*?)^```/ms.exec(page) ?? [];
    const commands = block
      .replace(/^pip install .*\n/, "")
      .replaceAll("/tmp/azure-to-aws-lab-XXXXXX", lab().directory)
      .replace('--tenant "$ARM_TENANT_ID"', "$& --output none");
    const { stdout, stderr, exitCode } = await run([], commands);
    assert.equal(exitCode, 0, `${stdout}\n${stderr}`);
    const [byPython, byCli, ...preflight] = stdout.split("\n");
    assert.deepEqual([byPython, byCli], ["Lab", "Lab"]);
    assert.doesNotMatch(preflight.join("\n"), /^\s*wrong/m);
    assert.match(preflight.join("\n"), new RegExp(lab().azure.environment().ARM_SUBSCRIPTION_ID ?? "-"));
  });

  const PYTHON = `python3 -c '
import os
from azure.identity import ClientSecretCredential
names = ("ARM_TENANT_ID", "ARM_CLIENT_ID", "ARM_CLIENT_SECRET")
credential = ClientSecretCredential(*(os.environ[name] for name in names))
print(credential.get_token("https://graph.microsoft.com/.default").token[:2])'`;
  const JAVASCRIPT = `node --input-type=module --eval '
import { ClientSecretCredential } from "@azure/identity";
const { ARM_TENANT_ID, ARM_CLIENT_ID, ARM_CLIENT_SECRET } = process.env;
const credential = new ClientSecretCredential(ARM_TENANT_ID, ARM_CLIENT_ID, ARM_CLIENT_SECRET);
console.log((await credential.getToken("https://graph.microsoft.com/.default")).token.slice(0, 2));'`;

  for (const [library, program, refusal] of [
    ["azure-identity for Python", PYTHON, /certificate verify failed/],
    [
      "@azure/identity",
      JAVASCRIPT,
      /login\.microsoftonline\.com: not available, because the shell|network_error/,
    ],
  ] as const) {
    it(`gives ${library} a token, but not without tls.sh`, async () => {
      const { stdout, stderr } = await run(TLS, program);
      assert.equal(stdout, "ey", stderr);
      const without = await run(["environment.sh"], program);
      assert.equal(without.stdout, "");
      assert.match(without.stderr, refusal);
    });
  }

  it("starts with the program of docs/how-to/use-the-lab.md", async () => {
    const [, program = ""] = /^```js\n(import \{ startClouds.*?)^```/ms.exec(page) ?? [];
    const { stdout } = await execa(process.execPath, ["--input-type=module", "--eval", program], {
      cwd: PROJECT_ROOT,
    });
    const ports = stdout.match(/https:\/\/localhost:\d+/g) ?? [];
    assert.equal(new Set(ports).size, 3);
    assert.match(stdout, /proxy: 'http:\/\/127\.0\.0\.1:\d+'/);
  });
});
