import { Catalog, entry } from "./catalog";

const NODES = "20.19 or newer (not 21; of the 22 line, 22.12 or newer)";

/** What is wrong with the machine on which the executable plugin starts. Its launchers print these before anything is loaded. */
export const PLUGIN = new Catalog("Executable plugin", {
  "plugin-without-node": entry({
    text: () =>
      `azure-to-aws-federation: this plugin runs on Node, which is not on PATH. Expected Node ${NODES}`,
    next: () => "Install it: https://nodejs.org/en/download",
    sample: [],
    cause:
      "The archive of the plugin does not contain Node. The engine starts the plugin with its own `PATH`.",
    fix: "[Install Node](https://nodejs.org/en/download) on the machine that runs `pulumi`, and check with `node --version`.",
  }),
  "plugin-node-too-old": entry({
    text: (version: string) =>
      `azure-to-aws-federation: Node ${version} is not supported. Expected Node ${NODES}`,
    next: () => "Install it: https://nodejs.org/en/download",
    sample: ["18.20.8"],
    cause: "The first `node` on the `PATH` of the engine is of another version than the plugin needs.",
    fix: "Put a supported Node first on `PATH`, and check with `node --version`.",
  }),
});
