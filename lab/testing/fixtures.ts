/** Shared by the tests of this folder: temporary folders and stand-ins for programs on PATH. */
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** A temporary folder with a space and a quote in its name; Mocha's hooks make and remove it around each test. */
export function useTemporaryDirectory(): () => string {
  let directory = "";
  beforeEach(async () => {
    directory = await realpath(await mkdtemp(path.join(tmpdir(), "lab's toolchain ")));
  });
  afterEach(async () => {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });
  return () => directory;
}

/** Writes an executable POSIX shell script, which finds the system's own commands whatever PATH it is called with. */
export async function writeScript(file: string, body: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\nPATH=/usr/bin:/bin\n${body}\n`);
  await chmod(file, 0o755);
}

/** How long {@link until} waits at most, in milliseconds. */
const PATIENCE = 30_000;

/** Waits until `condition` holds, looking often. */
export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!(await condition())) {
    if (Date.now() > end) {
      throw new Error(`waited ${PATIENCE / 1000} s in vain for ${condition.toString()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Whether a process of that ID exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Body of a stand-in for `pulumi` that only knows its version. */
export function fakePulumi(version: string): string {
  return `test "$1" = version && echo v${version}`;
}

/**
 * Body of a stand-in for `go`: notes its folder, arguments and some of its environment in the file `log`, says what the
 * real one says, and writes a stand-in for `pulumi` to where `-o` says.
 *
 * @param then further shell commands, before it writes
 */
export function fakeGo(log: string, then = ""): string {
  return `
echo "$PWD $CGO_ENABLED $GOWORK $*" >> '${log.replaceAll("'", String.raw`'\''`)}'
echo "go: downloading example.com/one v1.0.0" >&2
echo "go: downloading example.com/two v1.0.0" >&2
echo "example.com/one/package" >&2
${then}
while test "$1" != -o; do shift; done
mkdir -p "$(dirname "$2")"
printf '#!/bin/sh\\n${fakePulumi("3.259.0")}\\n' > "$2"
chmod +x "$2"`;
}
