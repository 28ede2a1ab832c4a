/** Python packages of a client, in the per-user cache. */
import path from "node:path";
import { execa } from "execa";
import {
  ensurePythonEnvironment,
  type PythonEnvironment,
} from "../../lab/pulumi/toolchain/python-environment";

/**
 * An environment with what a lock file lists.
 *
 * @param requirements absolute path of the lock file. Default is the lab's own
 */
export async function pythonPackages(requirements?: string): Promise<PythonEnvironment> {
  return ensurePythonEnvironment({
    report: () => undefined,
    ...(requirements === undefined ? {} : { requirements }),
  });
}

/** The version of a package that is installed. */
export async function installedVersion({ python }: PythonEnvironment, name: string): Promise<string> {
  const script = "import sys; from importlib.metadata import version; print(version(sys.argv[1]))";
  return (await execa(python, ["-I", "-c", script, name])).stdout;
}

/** A command that runs a program below this folder. */
export function pythonProgram({ python }: PythonEnvironment, program: string): readonly [string, string] {
  return [python, path.join(__dirname, program)];
}
