/** `npm run generate -- packages`: makes the npm packages in dist/packages and the plugin's archives in dist/plugins, and prints their sizes. */
import { rm } from "node:fs/promises";
import path from "node:path";
import { PROJECT_ROOT } from "../project-root";
import { buildPackages } from "./build-packages";
import { buildPluginArchives } from "./plugin";

async function main(): Promise<void> {
  const packages = path.join(PROJECT_ROOT, "dist/packages");
  const plugins = path.join(PROJECT_ROOT, "dist/plugins");
  for (const folder of [packages, plugins]) {
    await rm(folder, { recursive: true, force: true });
  }
  for (const { tarball, size, unpackedSize } of await buildPackages(packages)) {
    print(tarball, `${kilobytes(size)}, installed ${kilobytes(unpackedSize)}`);
  }
  for (const { file, size } of await buildPluginArchives(plugins)) {
    print(file, kilobytes(size));
  }
}

function print(file: string, facts: string): void {
  process.stdout.write(`${path.relative(process.cwd(), file)}: ${facts}\n`);
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}

void main();
