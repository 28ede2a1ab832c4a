/**
 * Prints the files of a release that a registry lacks, a line each: `node tools/release/published/main.mjs npm|pypi FOLDER [ADDRESS]`.
 * If the registry has other files of the version, or does not answer, it fails and prints none.
 *
 * .github/workflows/release.yml runs it where a token is, so it needs nothing but Node.
 */
import process from "node:process";
import { missingTarballs } from "./npm.mjs";
import { missingDistributions } from "./pypi.mjs";

const REGISTRIES = {
  npm: { ask: missingTarballs, address: "https://registry.npmjs.org" },
  pypi: { ask: missingDistributions, address: "https://pypi.org/simple" },
};

const [kind = "", folder, address] = process.argv.slice(2);
const registry = REGISTRIES[kind];
try {
  if (registry === undefined || folder === undefined) {
    throw new Error(
      `expected npm or pypi, and a folder; got ${process.argv.slice(2).join(" ") || "nothing"}`,
    );
  }
  const missing = await registry.ask(folder, (address ?? registry.address).replace(/\/$/, ""));
  process.stdout.write(missing.map((file) => `${file}\n`).join(""));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
