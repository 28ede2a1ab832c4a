/** The provider plugins within this process, for an engine that attaches to them. */
import type { AttachablePlugin } from "../engine/attached-plugins";
import { awsPlugin } from "./aws/plugin";
import { azureNativePlugin } from "./azure-native/plugin";
import { azureadPlugin } from "./azuread/plugin";
import type { Plugin } from "./kernel/plugin";
import { ProviderServer } from "./kernel/provider-server";

/** By package. */
export const ATTACHABLE_PLUGINS: readonly AttachablePlugin[] = [
  attachable(awsPlugin),
  attachable(azureNativePlugin),
  attachable(azureadPlugin),
];

function attachable<Client>(plugin: Plugin<Client>): AttachablePlugin {
  return {
    kind: "resource",
    name: plugin.name,
    async serve(environment) {
      if (plugin.needsOwnProcess?.(environment, process.env) === true) {
        return undefined;
      }
      const { port, server } = await ProviderServer.listen(plugin, environment);
      return {
        port,
        close: () => {
          server.close();
        },
      };
    },
  };
}
