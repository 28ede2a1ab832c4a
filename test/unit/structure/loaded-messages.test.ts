import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { PROJECT_ROOT } from "../../../tools/project-root";

/** The files of `messages` that a built file loads. */
function loadedMessages(file: string): string[] {
  const program = path.join(PROJECT_ROOT, "tools/costs/print-loaded-files.cjs");
  const printed = execFileSync(process.execPath, [program, path.join(PROJECT_ROOT, "dist", file)], {
    encoding: "utf8",
  });
  const folder = path.join(PROJECT_ROOT, "dist/messages");
  return (JSON.parse(printed) as string[])
    .map((loaded) => path.relative(folder, loaded))
    .filter((loaded) => !loaded.startsWith(".."))
    .sort();
}

describe("the messages that a role of the components loads", function () {
  this.timeout(60_000);

  it("are those of its area, and none of the pack, the readers, VMs, or the installer", () => {
    assert.deepEqual(loadedMessages("components/federated-role/federated-role.js"), [
      "about.js",
      "arguments.js",
      "catalog.js",
      "entra.js",
      "iam.js",
      "index.js",
      "nearest-name.js",
      "project.js",
      "roles.js",
      "without-secrets.js",
      "wording.js",
    ]);
  });
});
