import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { guestPaths, renderInstallScript } from "../../../credential-helper/index";
import { ending, start } from "./helper/run-helper";
import { goodProfile } from "./profiles";
import { VmFolder } from "./vm-folder";

/** The install script that version 0.1.0 gave a VM, from a stack that it deployed. */
function earlierScript(): string {
  const state = join(__dirname, "../components/federation/fixtures/state-0.1.0.json");
  const scripts = new Set<string>();
  JSON.parse(readFileSync(state, "utf8"), (name, value: unknown) => {
    if (name === "script" && typeof value === "string") {
      scripts.add(value);
    }
    return value;
  });
  const [script, ...more] = scripts;
  assert.ok(script !== undefined && more.length === 0);
  return script;
}

describe("An installation of version 0.1.0", () => {
  let vm: VmFolder;

  beforeEach(() => {
    vm = new VmFolder();
  });
  afterEach(() => {
    vm.remove();
  });

  const version = async () =>
    (await ending(start([vm.at(guestPaths.helper), ["--version"]], { HOME: vm.at("root") }))).stdout;

  it("is updated", async () => {
    assert.equal((await vm.install(earlierScript())).exitCode, 0);
    assert.equal(await version(), "azure-to-aws 0.1.0\n");
    const run = await vm.install(renderInstallScript({ profiles: [goodProfile] }));
    assert.deepEqual([run.exitCode, run.stderr], [0, ""]);
    assert.equal(await version(), "azure-to-aws 0.2.0\n");
  });
});
