/** The packages as users get them: packed, and installed by npm into an empty folder. */
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { buildPackages, type PackedPackage } from "../../../tools/packages/build-packages";

/** The oldest version of each package that one of the packages needs and leaves to the project, such as `@pulumi/aws@7.2.0`. */
export function oldestPeers(packages: readonly PackedPackage[]): string[] {
  const needed = packages.flatMap(({ manifest }) => {
    const { peerDependencies = {}, peerDependenciesMeta = {}, dependencies = {} } = manifest;
    const peers = Object.entries(peerDependencies).filter(
      ([name]) => peerDependenciesMeta[name]?.optional !== true,
    );
    return [...peers, ...Object.entries(dependencies).filter(([name]) => name.startsWith("@pulumi/"))];
  });
  return [...new Set(needed.map(([name, range]) => `${name}@${range.replace(/^\^/, "")}`))];
}

/** A project that has nothing but the packages and the oldest peers that they allow. */
export class InstalledProject {
  private constructor(
    /** Absolute path; gone after {@link remove}. */
    readonly directory: string,
    readonly packages: readonly PackedPackage[],
  ) {}

  static async create(): Promise<InstalledProject> {
    const directory = await realpath(await mkdtemp(path.join(tmpdir(), "installed-package-")));
    const packages = await buildPackages(directory);
    await writeFile(
      path.join(directory, "package.json"),
      JSON.stringify({ name: "app", private: true, main: "index.ts" }),
    );
    await execa(
      "npm",
      [
        "install",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--prefer-offline",
        "--save-exact",
        ...packages.map(({ tarball }) => tarball),
        ...oldestPeers(packages),
      ],
      { cwd: directory },
    );
    return new InstalledProject(directory, packages);
  }

  /** The version of an installed package. */
  async version(name: string): Promise<string> {
    const file = path.join(this.directory, "node_modules", name, "package.json");
    return (JSON.parse(await readFile(file, "utf8")) as { version: string }).version;
  }

  async write(name: string, text: string): Promise<void> {
    await writeFile(path.join(this.directory, name), text);
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }
}
