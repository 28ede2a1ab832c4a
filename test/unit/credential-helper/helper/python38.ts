/** Finds an interpreter of Python 3.8, where the machine has one. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Path of a Python 3.8, from PATH or from pyenv's versions; undefined where there is none. */
export function findPython38(): string | undefined {
  const versions = join(process.env.PYENV_ROOT ?? join(homedir(), ".pyenv"), "versions");
  const installed = existsSync(versions) ? readdirSync(versions) : [];
  const own = installed
    .filter((name) => name.startsWith("3.8."))
    .map((name) => join(versions, name, "bin/python3.8"));
  // pyenv's launcher on PATH ends with a failure where no 3.8 is chosen.
  return ["python3.8", ...own].find((path) => spawnSync(path, ["-I", "-c", ""]).status === 0);
}
