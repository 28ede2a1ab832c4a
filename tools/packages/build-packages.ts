import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../project-root";
import { readRootManifest } from "./manifest";
import { PACKAGES } from "./packages";

/** A packed package. */
export interface PackedPackage {
  readonly name: string;
  readonly version: string;
  /** Absolute path. */
  readonly tarball: string;
  /** Bytes of the tarball. */
  readonly size: number;
  /** Bytes when it is installed. */
  readonly unpackedSize: number;
  readonly files: readonly string[];
  readonly manifest: PackedManifest;
}

/** The members of a package's manifest that tests and tools read. */
export interface PackedManifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional: boolean }>>;
}

/**
 * Makes the packages from the built code, and packs them.
 *
 * @param destination - The folder for the tarballs. It is created if there is none.
 * @param names - The wanted packages. Default is all.
 */
export async function buildPackages(
  destination: string,
  names: readonly string[] = PACKAGES.map(({ name }) => name),
): Promise<PackedPackage[]> {
  const manifest = readRootManifest(PROJECT_ROOT);
  const staging = await mkdtemp(path.join(tmpdir(), "packages-"));
  await mkdir(destination, { recursive: true });
  try {
    return await Promise.all(
      PACKAGES.filter(({ name }) => names.includes(name)).map(async (plan) => {
        const folder = path.join(staging, plan.name);
        await plan.stage(PROJECT_ROOT, manifest, folder);
        return await pack(folder, destination);
      }),
    );
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

interface NpmPacked {
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

async function pack(folder: string, destination: string): Promise<PackedPackage> {
  const { stdout } = await execa(
    "npm",
    ["pack", "--ignore-scripts", "--json", "--pack-destination", destination],
    { cwd: folder },
  );
  const [packed] = JSON.parse(stdout) as [NpmPacked];
  const { name, version, size, unpackedSize } = packed;
  const tarball = path.join(destination, packed.filename);
  const manifest = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8")) as PackedManifest;
  return {
    name,
    version,
    tarball,
    size,
    unpackedSize,
    manifest,
    files: packed.files.map((file) => file.path),
  };
}
