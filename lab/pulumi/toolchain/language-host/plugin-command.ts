import type { RunPluginRequest } from "@pulumi/pulumi/proto/language_pb";
import type { NodeCommand } from "./program-command";
import { sdkEntry } from "./sdk-entry";

/** How a plugin is started: {@link NodeCommand} and the working directory. */
export interface PluginCommand extends NodeCommand {
  readonly cwd: string;
}

/**
 * How the SDK's programs are called for a plugin that is written for Node: `run-policy-pack` for a policy pack
 * (kind `analyzer`), `run-plugin` for everything else. A policy pack runs in its own folder, where the SDK of policy
 * packs reads the pack's version from package.json.
 *
 * @throws Error when the SDK is not installed for the plugin
 */
export function pluginCommand(request: RunPluginRequest): PluginCommand {
  const directory = request.getInfo()?.getProgramDirectory() ?? request.getProgram();
  const args = request.getArgsList();
  const environment = Object.fromEntries(
    request.getEnvList().map((entry) => {
      const equals = entry.indexOf("=");
      return [entry.slice(0, equals), entry.slice(equals + 1)];
    }),
  );
  return request.getKind() === "analyzer"
    ? { args: [sdkEntry("run-policy-pack", directory), ...args, directory], environment, cwd: directory }
    : { args: [sdkEntry("run-plugin", directory), directory, ...args], environment, cwd: request.getPwd() };
}
