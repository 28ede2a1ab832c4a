/** How clients get their programs, and run them. */
import { readFileSync } from "node:fs";
import { cp, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import {
  ensurePythonEnvironment,
  findExecutable,
  isExecutableFile,
  type PythonEnvironment,
  runProcessGroup,
} from "../../lab/pulumi/toolchain";
import { cachedBuild, EXECUTABLE } from "./cached-build";
import type { Command } from "./client";

/**
 * A program that a package of Debian installs.
 *
 * @returns what it prints when it is asked for its version
 * @throws Error with the remedy when it is not there
 */
export async function debianProgram(file: string, ask: string): Promise<string> {
  if (!(await isExecutableFile(file))) {
    throw new Error(`${file} is missing. To install it, run: sudo sh test/clients/prepare-debian.sh`);
  }
  const { stdout, stderr } = await execa(file, [ask]);
  return stdout === "" ? stderr : stdout;
}

/**
 * A client in Go, compiled as `go.mod` and `go.sum` lock it.
 *
 * @param title what it is, in messages
 * @param sources absolute path of its module
 * @param program package of the program. Default is the module's own
 * @param windows whether it is for Windows on x64. Default is this system
 */
export async function goProgram(
  title: string,
  sources: string,
  { program = ".", windows = false } = {},
): Promise<string> {
  const executable = windows ? `${EXECUTABLE}.exe` : EXECUTABLE;
  const target = windows ? { GOOS: "windows", GOARCH: "amd64" } : {};
  return cachedBuild({
    title,
    sources,
    executable,
    compile: async (module, result, { environment, signal }) => {
      const go = await findExecutable("go", environment.PATH);
      if (go === undefined) {
        throw new Error("no go executable on PATH");
      }
      await runProcessGroup(
        go,
        ["build", "-mod=readonly", "-ldflags", "-s -w", "-o", path.join(result, "bin", executable), program],
        { cwd: module, environment: { ...environment, ...target, CGO_ENABLED: "0", GOWORK: "off" }, signal },
      );
    },
    remedy: "Compiling it needs Go >= 1.25 (https://go.dev/dl/) and a module proxy.",
  });
}

/**
 * A client in Java: the class `ListBucket`. Maven puts it and everything that it needs into `target/lib`.
 *
 * @param title what it is, in messages
 * @param sources absolute path of the folder with its POM
 * @returns absolute path of the executable. The folder `lib` beside its folder has the classes
 */
export async function javaProgram(title: string, sources: string): Promise<string> {
  return cachedBuild({
    title,
    sources,
    compile: async (project, result, { environment, signal }) => {
      const mvn = await findExecutable("mvn", environment.PATH);
      if (mvn === undefined) {
        throw new Error("no mvn executable on PATH");
      }
      // Maven refuses here what does not have the checksum that its repository names.
      await runProcessGroup(mvn, ["-q", "-B", "-C", "package"], { cwd: project, environment, signal });
      await cp(path.join(project, "target/lib"), path.join(result, "lib"), { recursive: true });
      await mkdir(path.join(result, "bin"));
      await writeFile(path.join(result, "bin", EXECUTABLE), START_JAVA, { mode: 0o755 });
    },
    remedy: "Compiling it needs a JDK >= 17 and Maven: sudo sh test/clients/prepare-debian.sh.",
  });
}

const START_JAVA = `#!/bin/sh
exec java -cp "$(dirname "$0")/../lib/*" ListBucket "$@"
`;

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

/**
 * The version that a lock file has for a client.
 *
 * @param pattern its first group is the version
 * @throws Error naming the file when the pattern is not in it
 */
export function lockedVersion(file: string, pattern: RegExp): string {
  const version = pattern.exec(readFileSync(file, "utf8"))?.[1];
  if (version === undefined) {
    throw new Error(`${file} has no ${String(pattern)}`);
  }
  return version;
}

/**
 * Runs a command line once for each listing, as a script of the user would. `$1` in it is the bucket.
 *
 * @param listing a simple command for the shell
 */
export function inTurn(listing: string): Command {
  const loop = `call=0
while [ "$call" -lt "$2" ]; do
  [ "$call" -eq 0 ] || sleep "$3"
  ${listing} || exit
  call=$((call + 1))
done`;
  return ["/bin/sh", "-c", loop, "list-bucket"];
}
