/** `npm run packages`: makes the npm packages in dist/packages, and prints their sizes. */
import { rm } from "node:fs/promises";
import path from "node:path";
import { PROJECT_ROOT } from "../../lab/project-root";
import { buildPackages } from "./build-packages";

async function main(): Promise<void> {
  const destination = path.join(PROJECT_ROOT, "dist/packages");
  await rm(destination, { recursive: true, force: true });
  for (const { tarball, size, unpackedSize } of await buildPackages(destination)) {
    const file = path.relative(process.cwd(), tarball);
    process.stdout.write(`${file}: ${kilobytes(size)}, installed ${kilobytes(unpackedSize)}\n`);
  }
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}

void main();
