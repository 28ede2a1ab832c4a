/** The packages as users get them: packed, and installed by npm into an empty folder. */
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../lab/project-root";

interface Manifest {
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional: boolean }>>;
}

/** Packs a folder of this repository, without building it. @returns absolute path of the tarball */
export async function pack(folder: string, destination: string): Promise<string> {
  const { stdout } = await execa(
    "npm",
    ["pack", "--ignore-scripts", "--json", "--pack-destination", destination],
    { cwd: path.join(PROJECT_ROOT, folder) },
  );
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  return path.join(destination, filename);
}

/** The oldest version of each peer that the package allows and needs, such as `@pulumi/aws@7.2.0`. */
export async function oldestPeers(folder: string): Promise<string[]> {
  const { peerDependencies, peerDependenciesMeta = {} } = await readManifest(
    path.join(PROJECT_ROOT, folder, "package.json"),
  );
  return Object.entries(peerDependencies)
    .filter(([name]) => peerDependenciesMeta[name]?.optional !== true)
    .map(([name, range]) => `${name}@${range.replace(/^\^/, "")}`);
}

/** A project that has nothing but the two packages and the oldest peers that they allow. */
export class InstalledProject {
  private constructor(
    /** Absolute path; gone after {@link remove}. */
    readonly directory: string,
    /** The packed library. */
    readonly tarball: string,
  ) {}

  static async create(): Promise<InstalledProject> {
    const directory = await realpath(await mkdtemp(path.join(tmpdir(), "installed-package-")));
    const [tarball, policyPack] = await Promise.all([pack(".", directory), pack("policypack", directory)]);
    const peers = [...(await oldestPeers(".")), ...(await oldestPeers("policypack"))];
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
        tarball,
        policyPack,
        ...new Set(peers),
      ],
      { cwd: directory },
    );
    return new InstalledProject(directory, tarball);
  }

  /** The version of an installed package. */
  async version(name: string): Promise<string> {
    return (await readManifest(path.join(this.directory, "node_modules", name, "package.json"))).version;
  }

  async write(name: string, text: string): Promise<void> {
    await writeFile(path.join(this.directory, name), text);
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function readManifest(file: string): Promise<Manifest> {
  return JSON.parse(await readFile(file, "utf8")) as Manifest;
}
