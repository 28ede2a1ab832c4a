import { readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT } from "../../messages/project";

/** The members of the root `package.json` that the packages take over. */
export interface RootManifest {
  readonly version: string;
  readonly keywords: readonly string[];
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: boolean }>>;
}

/** An entry of a package: where its code is, and where its types are. */
export interface Entry {
  readonly code: string;
  readonly types: string;
}

export function readRootManifest(root: string): RootManifest {
  return JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as RootManifest;
}

/**
 * The members that the manifest of each package has. Scripts and development dependencies are not among them: nothing runs
 * on a user's machine when a package is installed.
 */
export function commonManifest(root: RootManifest, name: string, description: string): object {
  const { repository, site } = PROJECT;
  return {
    name,
    version: root.version,
    description,
    keywords: root.keywords,
    ...(site !== undefined && { homepage: site }),
    ...(repository !== undefined && { repository: { type: "git", url: `git+${repository}.git` } }),
    license: root.license,
    engines: root.engines,
    type: "commonjs",
  };
}

/**
 * The members that lead to the entries of a package, for Node and for every way in which TypeScript resolves modules.
 *
 * @param entries - By subpath: `.`, `./messages`.
 */
export function entryMembers(entries: Readonly<Record<string, Entry>>): object {
  const further = Object.entries(entries).filter(([subpath]) => subpath !== ".");
  const [main] = Object.entries(entries).filter(([subpath]) => subpath === ".");
  return {
    ...(main && { types: main[1].types }),
    // By moduleResolution `node10`, TypeScript does not read `exports`.
    ...(further.length > 0 && {
      typesVersions: {
        "*": Object.fromEntries(further.map(([subpath, { types }]) => [subpath.slice(2), [types]])),
      },
    }),
    exports: {
      ...Object.fromEntries(
        Object.entries(entries).map(([subpath, { code, types }]) => [
          subpath,
          { types: `./${types}`, default: `./${code}` },
        ]),
      ),
      "./package.json": "./package.json",
    },
  };
}

/** The ranges of some packages, as the root manifest has them. */
export function ranges(
  of: Readonly<Record<string, string>>,
  names: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.map((name) => {
      const range = of[name];
      if (range === undefined) {
        throw new Error(`${name}: not in package.json. Expected one of ${Object.keys(of).join(", ")}`);
      }
      return [name, range];
    }),
  );
}
