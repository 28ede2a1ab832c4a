import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { findExecutable } from "./executable-search";
import type { FoundPython } from "./requirement-problems";

/** How long a Python may take to start, in milliseconds. */
const START_TIMEOUT = 20_000;

/** Runs in Python 2 as well, so that the message can name an old Python. */
const PROBE = `
import sys
print("%d.%d.%d" % sys.version_info[:3])
try:
    import ensurepip, venv
    print("venv")
except ImportError:
    print("no venv")
`;

/** The Pythons on PATH that run: `python3` before `python`. */
export async function findPythons(environment: NodeJS.ProcessEnv): Promise<FoundPython[]> {
  const found = await Promise.all(
    ["python3", "python"].map(async (name) => {
      const file = await findExecutable(name, environment.PATH);
      return file === undefined ? undefined : await probe(file, environment);
    }),
  );
  return found.filter((python) => python !== undefined);
}

async function probe(path: string, environment: NodeJS.ProcessEnv): Promise<FoundPython | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, ["-c", PROBE], {
      env: environment,
      timeout: START_TIMEOUT,
    });
    const [version = "", venv] = stdout.trim().split(/\r?\n/);
    return { path, version, hasVenv: venv === "venv" };
  } catch {
    return undefined; // Version managers leave such executables for versions that are not installed.
  }
}
