/** The program that uses `@azure/arm-network`, with its packages, in the per-user cache: they are 125 MB. */
import { createHash } from "node:crypto";
import { chmod, cp, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { ensureCachedProgram, runProcessGroup } from "../../../../lab/pulumi/toolchain";

const PROGRAM = "manage-network.mjs";
const LOCK = ["package.json", "package-lock.json"] as const;

/**
 * Takes the program from the cache, or installs it as its lock file says.
 *
 * @returns absolute path of the executable
 * @throws Error with npm's reason and the remedy
 */
export async function networkProgram(): Promise<string> {
  const hash = createHash("sha256");
  for (const file of [...LOCK, PROGRAM]) {
    hash.update(await readFile(path.join(__dirname, file)));
  }
  return ensureCachedProgram(
    {
      title: "the program for @azure/arm-network",
      cacheName: `client-azure-network-${hash.digest("hex").slice(0, 12)}`,
      executable: PROGRAM,
      remedy: "Check that npm reaches a registry (npm view @azure/arm-network), then run again.",
      fill: async (workspace, { environment, signal }) => {
        const result = path.join(workspace, "result");
        const executable = path.join(result, "bin", PROGRAM);
        await mkdir(path.dirname(executable), { recursive: true });
        for (const file of LOCK) {
          await cp(path.join(__dirname, file), path.join(result, file));
        }
        await cp(path.join(__dirname, PROGRAM), executable);
        await chmod(executable, 0o755);
        await runProcessGroup("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], {
          cwd: result,
          environment,
          signal,
        });
      },
    },
    { report: () => undefined },
  );
}
