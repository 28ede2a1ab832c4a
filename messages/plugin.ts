import { Catalog, entry } from "./catalog";

const NODES = "20.19 or newer (not 21; of the 22 line, 22.12 or newer)";

/** What is wrong with the machine on which the executable plugin starts. Its launchers print these before anything is loaded. */
export const PLUGIN = new Catalog({
  "plugin-without-node": entry({
    text: () =>
      `azure-to-aws-federation: this plugin runs on Node, which is not on PATH. Expected Node ${NODES}`,
    next: () => "Install it: https://nodejs.org/en/download",
  }),
});
