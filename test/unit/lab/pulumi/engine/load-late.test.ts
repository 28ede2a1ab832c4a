import assert from "node:assert/strict";
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../../../lab/project-root";

const LOAD_LATE = path.join(PROJECT_ROOT, "dist/lab/pulumi/engine/load-late.js");

/** Shows whether a part of the SDK's dependencies is loaded, before and after something needs it. */
const PROGRAM = `
const loaded = (part) => Object.keys(require.cache).some((file) => file.includes(part));
const parts = ["/@npmcli/arborist/", "/typescript/lib/", "/pulumi/automation/"];
const pulumi = require("@pulumi/pulumi");
const before = parts.map(loaded);
const names = Object.keys(pulumi.automation).sort();
pulumi.runtime.serializeFunction((word) => word + "!").then(({ text }) => {
  process.stdout.write(JSON.stringify({ before, after: parts.map(loaded), names, text }));
});
`;

async function run(...options: string[]) {
  const { stdout } = await execa(process.execPath, [...options, "-e", PROGRAM], { cwd: PROJECT_ROOT });
  return JSON.parse(stdout) as { before: boolean[]; after: boolean[]; names: string[]; text: string };
}

describe("what programs of the lab load late of Pulumi's SDK", function () {
  this.timeout(60_000);

  it("is not loaded until it is used, and is then the same", async () => {
    const [late, usual] = [await run("-r", LOAD_LATE), await run()];
    assert.deepEqual(usual.before, [true, true, true]);
    assert.deepEqual(late.before, [false, false, false]);
    // This function needs no package of its own, so nothing looks for packages.
    assert.deepEqual(late.after, [false, true, true]);
    assert.deepEqual([late.names, late.text], [usual.names, usual.text]);
    assert.ok(late.names.includes("LocalWorkspace"));
  });
});
