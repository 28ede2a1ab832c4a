/** `npm run generate -- plugin-tree FOLDER`: writes the plugin as the engine takes it from a git repository. */
import path from "node:path";
import { buildPluginTree } from "./plugin";

const [folder, ...others] = process.argv.slice(2);
if (folder === undefined || others.length > 0) {
  process.stderr.write("Usage: npm run generate -- plugin-tree FOLDER\n");
  process.exitCode = 2;
} else {
  // npm runs scripts in the root of the project.
  void buildPluginTree(path.resolve(process.env.INIT_CWD ?? ".", folder)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
