/** Runs a plugin as the executable that the engine starts. */
import { fstatSync } from "node:fs";
import type { Plugin } from "./plugin";
import { ProviderServer } from "./provider-server";

/**
 * Serves the plugin on a free loopback port and prints the port as the first line on standard output, as the engine
 * expects. Ends with the engine: that closes the standard input it opened, even when it is killed.
 */
export async function servePlugin<Client>(plugin: Plugin<Client>): Promise<void> {
  const { port } = await ProviderServer.listen(plugin, process.env);
  endWithEngine();
  process.stdout.write(`${port}\n`);
}

function endWithEngine(): void {
  const input = fstatSync(0);
  if (!input.isFIFO() && !input.isSocket()) {
    return;
  }
  process.stdin.once("close", () => process.exit()).resume();
}
