import { existsSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";

const DOCS = path.resolve(__dirname, "../../docs");

/**
 * Builds the site into a folder, and installs the generator first if it is not there.
 *
 * @param folder - An absolute path. What it holds is replaced.
 * @param base - Where the site lies on its host, with slashes at both ends.
 */
export async function buildSite(folder: string, base: string): Promise<void> {
  if (!existsSync(path.join(DOCS, "node_modules/vitepress"))) {
    await execa("npm", ["ci"], { cwd: DOCS });
  }
  await execa("npm", ["run", "build", "--", "--outDir", folder], {
    cwd: DOCS,
    env: { DOCS_BASE: base },
  });
}
