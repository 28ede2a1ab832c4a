/** What a shell of the Azure CLI's tests inherits, and what it leaves. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ExecaError } from "execa";
import { AzShell, describeWithCliLab, signInAsPerson } from "./cli-lab";

describe("A shell of the Azure CLI's tests", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "az-shell-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("has nothing of the developer's environment but PATH", async () => {
    process.env.AZURE_CONFIG_DIR = "/home/developer/.azure";
    process.env.LAB_CLI_TEST = "leaked";
    try {
      const shown = await new AzShell(folder, { ARM_CLIENT_ID: "id" }).run("env");
      const names = shown.split("\n").map((line) => line.split("=", 1)[0]);
      const ofTheShell = ["PWD", "OLDPWD", "SHLVL", "_"];
      assert.deepEqual(names.filter((name) => !ofTheShell.includes(name ?? "")).sort(), [
        "ARM_CLIENT_ID",
        "HOME",
        "LANG",
        "PATH",
      ]);
      assert.match(shown, new RegExp(`^HOME=${folder}$`, "m"));
    } finally {
      Reflect.deleteProperty(process.env, "AZURE_CONFIG_DIR");
      Reflect.deleteProperty(process.env, "LAB_CLI_TEST");
    }
  });

  it("ends what still runs in it, with its children", async () => {
    const shell = new AzShell(folder, {});
    const child = shell.start("sleep 600 & echo started; wait");
    await once(child.stdout, "data");
    await shell.stop();
    // The background process holds the output open, so this comes only once it has ended too.
    const { signal } = await child.catch((error: unknown) => error as ExecaError);
    assert.equal(signal, "SIGKILL");
  });
});

describeWithCliLab("A sign-in of the Azure CLI's tests", function (lab) {
  this.timeout(120_000);

  it("ends the CLI when the person cannot enter the code", async () => {
    const shell = await lab().realShell("nobody");
    const nobody = randomUUID();
    await assert.rejects(signInAsPerson(lab(), shell, nobody), {
      message: `${nobody}: the lab has no person with this ID`,
    });
  });
});
