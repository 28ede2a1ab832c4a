/** What the archives of a release bring to a user's machine: the code inside them, and the packages that npm installs with them. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";

/** A package or an archive of a release. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** Names of the packages that npm installs with it: its dependencies and its peers. */
  readonly installs: readonly string[];
  /** What is bundled in it, each as `name@version`. */
  readonly contains: readonly string[];
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const LICENSES = "THIRD-PARTY-LICENSES.txt";

/** A plugin's archive: the name in the words of the engine, and the version. */
const PLUGIN = /^(pulumi-resource-[\w-]+)-v(\d[^/]*?)-(?:linux|darwin|windows)-\w+\.tar\.gz$/;

/**
 * Reads the packed npm packages and the plugin's archives. The archives of all systems have the same code, so the plugin is listed once.
 *
 * @param release - The folder of the release, with `npm/` and `plugins/`.
 */
export async function shippedPackages(release: string): Promise<ShippedPackage[]> {
  const packages = await Promise.all(
    (await filesOf(release, "npm", ".tgz")).map(async (file) => {
      const { name, version, dependencies, peerDependencies } = JSON.parse(
        (await readMember(file, "package/package.json")) ?? "",
      ) as Manifest;
      return {
        name,
        version,
        installs: Object.keys({ ...dependencies, ...peerDependencies }).sort(),
        contains: bundledPackages((await readMember(file, `package/${LICENSES}`)) ?? ""),
      };
    }),
  );
  const plugins = new Map<string, ShippedPackage>();
  for (const file of await filesOf(release, "plugins", ".tar.gz")) {
    const [, name, version] = PLUGIN.exec(path.basename(file)) ?? [];
    if (name !== undefined && version !== undefined && !plugins.has(name)) {
      const licenses = (await readMember(file, LICENSES)) ?? (await readMember(file, `./${LICENSES}`)) ?? "";
      plugins.set(name, { name, version, installs: [], contains: bundledPackages(licenses) });
    }
  }
  return [...packages, ...plugins.values()];
}

/** The packages that the text of a THIRD-PARTY-LICENSES.txt lists, each as `name@version`. */
export function bundledPackages(licenses: string): string[] {
  const heads = licenses.matchAll(
    /(?:^This package contains code of these packages\.\n\n|\n-{80}\n\n)(\S+) (\d\S*) \(/g,
  );
  return [...heads].map(([, name = "", version = ""]) => `${name}@${version}`);
}

async function filesOf(release: string, folder: string, ending: string): Promise<string[]> {
  const names = await readdir(path.join(release, folder)).catch(() => []);
  return names
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => path.join(release, folder, name));
}

/** A file of an archive as text; `undefined` if the archive has none of this name. */
async function readMember(archive: string, member: string): Promise<string | undefined> {
  const { exitCode, stdout } = await execa("tar", ["-xzOf", archive, member], { reject: false });
  return exitCode === 0 ? stdout : undefined;
}
