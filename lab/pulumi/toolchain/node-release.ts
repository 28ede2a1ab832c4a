/** Installs another version of Node than the running one, for tests, from the npm packages that `node` consists of. */
import { copyFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { ensureCachedProgram } from "./cached-program";
import { findExecutable } from "./executable-search";
import { runProcessGroup } from "./process-group";
import { type ProvisioningOptions, withHeartbeat, type WorkContext } from "./provisioning";

/**
 * Takes a Node from the per-user cache, or installs it there.
 *
 * @param version an exact one, such as `22.12.0`
 * @returns absolute path of the executable
 */
export async function ensureNode(version: string, options: ProvisioningOptions): Promise<string> {
  return ensureCachedProgram(
    {
      title: `Node ${version}`,
      cacheName: `node-${version}`,
      executable: "node",
      fill: (workspace, context) => install(version, workspace, context),
      remedy: "Check that npm reaches a registry (npm view node versions), and run again",
    },
    options,
  );
}

async function install(version: string, workspace: string, context: WorkContext): Promise<void> {
  const { report, signal, environment } = context;
  const npm = await findExecutable("npm", environment.PATH);
  if (npm === undefined) {
    throw new Error("no npm executable on PATH");
  }
  // The package `node` contains only a script that installs this one.
  const name = `node-${process.platform}-${process.arch}`;
  await withHeartbeat(
    report,
    (seconds) => `installing Node ${version} from npm: ${seconds} s`,
    () =>
      runProcessGroup(
        npm,
        [
          "install",
          "--prefix",
          workspace,
          "--ignore-scripts",
          "--no-audit",
          "--no-fund",
          "--no-save",
          `${name}@${version}`,
        ],
        { cwd: workspace, environment, signal },
      ),
  );
  const bin = path.join(workspace, "result", "bin");
  await mkdir(bin, { recursive: true });
  await copyFile(path.join(workspace, "node_modules", name, "bin", "node"), path.join(bin, "node"));
}
