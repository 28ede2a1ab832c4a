import assert from "node:assert/strict";
import { copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { packFolder } from "../../../../policypack/engine/pack-folder";
import { PROJECT_ROOT } from "../../../../tools/project-root";

describe("the folder of the pack", () => {
  it("is the same for sources and for built code in a checkout", async () => {
    const built = path.join(PROJECT_ROOT, "dist/policypack/engine/pack-folder.js");
    const { packFolder: fromBuilt } = (await import(built)) as { packFolder: typeof packFolder };
    assert.deepEqual([packFolder(), fromBuilt()], Array(2).fill(path.join(PROJECT_ROOT, "policypack")));
  });

  it("is the package in which the code is installed, and never a folder around it", async () => {
    const directory = await realpath(await mkdtemp(path.join(tmpdir(), "pack-folder-")));
    try {
      const installed = path.join(directory, "node_modules/@azure-to-aws/policy-pack");
      await mkdir(path.join(installed, "bin"), { recursive: true });
      await mkdir(path.join(directory, "policypack"));
      for (const folder of [installed, directory, path.join(directory, "policypack")]) {
        await writeFile(path.join(folder, "PulumiPolicy.yaml"), "");
      }
      const code = path.join(installed, "bin/pack.js");
      await copyFile(path.join(PROJECT_ROOT, "dist/policypack/engine/pack-folder.js"), code);
      const { packFolder: fromPackage } = (await import(code)) as { packFolder: typeof packFolder };
      assert.equal(fromPackage(), installed);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
