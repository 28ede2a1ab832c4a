import { mkdir, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { ProcessError, runProcessGroup } from "./process-group";
import { withHeartbeat, type WorkContext } from "./provisioning";
import { type PulumiCliSource, TESTED_PULUMI_VERSION } from "./pulumi-cli-source";
import { builtFile } from "./toolchain-files";

/** How often the size of the download is looked at, in milliseconds. */
const WATCH = 1000;

/**
 * The official release, by the installer that the Automation API runs. It carries the language hosts.
 * After a failed attempt, the source fails at once: another attempt would only cost time.
 *
 * @param stallTime how long the download may stall before it is given up, in milliseconds
 */
export function officialRelease(stallTime = 20_000): PulumiCliSource {
  let failedBefore: Error | undefined;
  return {
    origin: "release",
    title: "official release",
    async fill(workspace, context) {
      if (failedBefore !== undefined) {
        throw failedBefore;
      }
      try {
        await download(workspace, stallTime, context);
      } catch (error) {
        context.signal.throwIfAborted();
        failedBefore = new Error(describe(error), { cause: error });
        throw failedBefore;
      }
    },
  };
}

async function download(
  workspace: string,
  stallTime: number,
  { report, signal, environment }: WorkContext,
): Promise<void> {
  const temporary = path.join(workspace, "tmp");
  await mkdir(temporary);
  const stalled = new AbortController();
  let size = 0;
  let lastGrowth = Date.now();
  const watch = async () => {
    const now = await directorySize(workspace);
    if (now !== size) {
      size = now;
      lastGrowth = Date.now();
    } else if (Date.now() - lastGrowth > stallTime) {
      stalled.abort(new Error(`no data for ${Math.round(stallTime / 1000)} s`));
    }
  };
  const timer = setInterval(() => void watch(), Math.min(WATCH, stallTime));
  try {
    await withHeartbeat(
      report,
      (seconds) =>
        `downloading the Pulumi CLI ${TESTED_PULUMI_VERSION}: ${Math.round(size / 1e6)} MB, ${seconds} s`,
      () =>
        runProcessGroup(
          process.execPath,
          [builtFile("release-installer.js"), path.join(workspace, "result"), TESTED_PULUMI_VERSION],
          {
            environment: { ...environment, TMPDIR: temporary },
            signal: AbortSignal.any([signal, stalled.signal]),
          },
        ),
    );
  } finally {
    clearInterval(timer);
  }
}

/** Bytes of all files under a folder that is being written to. */
async function directorySize(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      stat(path.join(entry.parentPath, entry.name)).then(
        (found) => found.size,
        () => 0, // Gone meanwhile.
      ),
    );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

function describe(error: unknown): string {
  if (error instanceof ProcessError) {
    // The installer's error contains code, stdout, stderr, and cause. The last line is the reason.
    return (error.lines.at(-1) ?? error.message).replace(/^ *err\?: Error: /, "");
  }
  return error instanceof Error ? error.message : String(error);
}
