import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { PluginVersion } from "./plugin-search";
import { ProcessError, runProcessGroup } from "./process-group";
import { withHeartbeat, type WorkContext } from "./provisioning";

/** What {@link downloadPlugin} works with. */
export interface PluginDownload extends WorkContext {
  /** Absolute path of the Pulumi CLI. */
  readonly pulumi: string;
  /** The folder of plugins to install into, see `pluginFolder`. Created if it does not exist. */
  readonly folder: string;
}

/**
 * Installs a provider plugin with `pulumi plugin install`, which downloads it from Pulumi's site.
 *
 * @throws Error whose message is one line with the reason
 * @throws the signal's reason when aborted
 */
export async function downloadPlugin(
  { name, version }: PluginVersion,
  download: PluginDownload,
): Promise<void> {
  const { pulumi, folder, report, signal, environment } = download;
  await mkdir(folder, { recursive: true });
  try {
    await withHeartbeat(
      report,
      (seconds) => `downloading the plugin ${name} ${version} from get.pulumi.com: ${seconds} s`,
      () =>
        runProcessGroup(pulumi, ["--non-interactive", "plugin", "install", "resource", name, version], {
          // The CLI refuses to install in the folder of this project, which is a program and a plugin at once.
          cwd: folder,
          environment: {
            ...environment,
            PULUMI_HOME: path.dirname(folder),
            PULUMI_SKIP_UPDATE_CHECK: "true",
          },
          signal,
        }),
    );
  } catch (error) {
    throw error instanceof ProcessError ? new Error(reasonOf(error), { cause: error }) : error;
  }
}

/** The CLI names the cause in a warning for each attempt, and ends with the number of attempts. */
function reasonOf({ message, lines }: ProcessError): string {
  const [, cause] =
    lines
      .map((line) => /^warning: Error downloading plugin: (?:Get "[^"]*": )?(.+)$/.exec(line))
      .findLast((match) => match !== null) ?? [];
  return cause ?? message;
}
