/** Clients that are compiled, once for each state of their sources and locks. */
import { createHash } from "node:crypto";
import { cp, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { ensureCachedProgram, type WorkContext } from "../../lab/pulumi/toolchain";

/** Name of each compiled client's executable. */
export const EXECUTABLE = "list-bucket";

/** How to compile one. */
export interface Build {
  /** What it is, in messages: `the client for Rust`. */
  readonly title: string;
  /** Absolute path of the folder with its sources and its lock. */
  readonly sources: string;
  /** Name of the executable. Default: {@link EXECUTABLE}. */
  readonly executable?: string;
  /** Compiles in a copy of the sources, which may be written to. `bin/<executable>` goes into `result`. */
  readonly compile: (sources: string, result: string, context: WorkContext) => Promise<void>;
  /** What a person can do when it cannot be compiled: a sentence. */
  readonly remedy: string;
}

/**
 * Takes a client from the per-user cache or compiles it.
 *
 * @returns absolute path of the executable
 * @throws Error with the compiler's reason and the remedy
 */
export async function cachedBuild(build: Build): Promise<string> {
  const { title, sources, executable = EXECUTABLE, compile, remedy } = build;
  const name = [path.basename(sources), ...(executable === EXECUTABLE ? [] : [executable])].join("-");
  const cacheName = `client-${name}-${await digest(sources)}`;
  return ensureCachedProgram(
    {
      title,
      cacheName,
      executable,
      remedy,
      fill: async (workspace, context) => {
        const copy = path.join(workspace, "sources");
        await cp(sources, copy, { recursive: true, filter: isSource });
        await compile(copy, path.join(workspace, "result"), context);
      },
    },
    { report: () => undefined },
  );
}

async function digest(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && isSource(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
  const hash = createHash("sha256");
  for (const file of files.sort()) {
    hash
      .update(path.relative(folder, file))
      .update("\0")
      .update(await readFile(file))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 12);
}

/** Whether a file belongs to the client: the row of the matrix beside it does not. */
function isSource(file: string): boolean {
  return !file.endsWith(".ts");
}
