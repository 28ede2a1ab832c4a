/** The commands of docs/how-to/take-over-a-hand-made-setup.md as they stand there, with clouds that print what they have of a set-up. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { IDENTITY, MACHINE, parts } from "./set-up-parts";

/** `aws` and `az` print a file that is called after their first words; `npx` runs the command line of this project. */
const SHELL = `
set -e
aws() { cat "printed/$1 $2"; }
az() { case "$1" in ad) cat "printed/$1 $2 $3" ;; *) cat "printed/$1 $2" ;; esac; }
npx() {
  [ "$1" = "@azure-to-aws/cli" ] || return 1
  shift
  "$NODE" "$PROJECT/dist/cli/azure-to-aws.js" "$@"
}
`;

describe("docs/how-to/take-over-a-hand-made-setup.md", function () {
  this.timeout(60_000);
  let folder = "";
  let page = "";

  before(async () => {
    page = await readFile(path.join(PROJECT_ROOT, "docs/how-to/take-over-a-hand-made-setup.md"), "utf8");
    folder = await mkdtemp(path.join(tmpdir(), "import-page-"));
    await writeFile(path.join(folder, "package.json"), '{ "name": "project" }');
    const all = parts();
    const userAssignedIdentities = { [IDENTITY]: {} };
    const printed = {
      "iam get-role": all.role,
      "iam list-role-policies": { PolicyNames: ["reports"] },
      "iam get-role-policy": all["policy-reports"],
      "iam list-attached-role-policies": { AttachedPolicies: [] },
      "iam get-open-id-connect-provider": all.provider,
      "ad app show": all.application,
      "ad sp show": all.servicePrincipal,
      "rest --url": all.assignments,
      "identity show": all.identity,
      "vm show": {
        id: MACHINE,
        type: "Microsoft.Compute/virtualMachines",
        identity: { userAssignedIdentities },
      },
    };
    await mkdir(path.join(folder, "printed"));
    for (const [name, content] of Object.entries(printed)) {
      await writeFile(path.join(folder, "printed", name), JSON.stringify(content));
    }
  });
  after(() => rm(folder, { recursive: true }));

  /** The one shell block with a command, with words for what the reader puts in. */
  function blockWith(command: string): string {
    const blocks = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = ""]) => block);
    const [found = "", ...more] = blocks.filter((block) => block.includes(command));
    assert.deepEqual([found === "", more], [false, []], command);
    return found.replaceAll(/<[^<>\n]+>/g, "given");
  }

  /** Runs a block in the folder of a project. */
  async function carryOut(block: string): Promise<string> {
    const { exitCode, stderr } = await execa("sh", ["-c", SHELL + block], {
      cwd: folder,
      reject: false,
      env: {
        NODE: process.execPath,
        PROJECT: PROJECT_ROOT,
        TS_NODE_PROJECT: path.join(PROJECT_ROOT, "tsconfig.json"),
      },
    });
    assert.equal(exitCode, 0, stderr);
    return stderr;
  }

  it("exports each part into a file of its own, in a folder that has nothing else", async () => {
    await carryOut(blockWith("aws iam get-role "));
    assert.deepEqual((await readdir(path.join(folder, "exports"))).sort(), [
      "application.json",
      "assignments.json",
      "attached.json",
      "identity.json",
      "policy.json",
      "provider.json",
      "role.json",
      "service-principal.json",
      "vm.json",
    ]);
  });

  it("writes the same import file each time, beside it and the project's package.json", async () => {
    await carryOut(blockWith("aws iam get-role "));
    const block = blockWith("@azure-to-aws/cli import ");
    const file = path.join(folder, "import.json");
    const said = await carryOut(block);
    const written = await readFile(file, "utf8");
    assert.match(said, /^new AzureToAwsFederation\("orders", \{\n/);
    assert.match(written, /"logicalName": "orders-reader-assignment"/);
    assert.equal(await carryOut(block), said);
    assert.equal(await readFile(file, "utf8"), written);
  });
});
