import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { build as esbuild, type Plugin } from "esbuild";
import { PROJECT_ROOT } from "../project-root";

/** The oldest Node that the packages allow. */
const TARGET = "node20.19";

/** One bundle. */
export interface Bundle {
  /** Path of a source in the project, or `contents` that stand for one. */
  readonly entry: string | { readonly contents: string };
  /** Absolute path of the bundle. */
  readonly outfile: string;
  /** Packages that stay outside. */
  readonly external: readonly string[];
  /** Sources, by absolute path without ending, that another file of the package has: its name in the bundle. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  /** Packages that the bundled code names but never uses, and that are left out. */
  readonly unused?: readonly string[];
  /** Shrinks the code. Default is no: a bundle that anyone can read is worth more than its size. */
  readonly minify?: boolean;
}

/**
 * Bundles sources to one file of plain JavaScript.
 *
 * @returns the folders of the bundled packages below `node_modules`, relative to the project
 */
export async function bundle({
  entry,
  outfile,
  external,
  elsewhere = {},
  unused = [],
  minify = false,
}: Bundle): Promise<string[]> {
  const { metafile } = await esbuild({
    ...(typeof entry === "string"
      ? { entryPoints: [path.join(PROJECT_ROOT, entry)] }
      : { stdin: { contents: entry.contents, resolveDir: PROJECT_ROOT, loader: "ts" } }),
    absWorkingDir: PROJECT_ROOT,
    bundle: true,
    outfile,
    platform: "node",
    target: TARGET,
    format: "cjs",
    // Modules first: some packages have a main file of which a bundler cannot see the parts.
    mainFields: ["module", "main"],
    external: [...external],
    plugins: [elsewherePlugin(elsewhere), unusedPlugin(unused)],
    minify,
    // Names of classes and functions are in messages.
    keepNames: minify,
    legalComments: "none",
    charset: "utf8",
    logLevel: "error",
    metafile: true,
    tsconfig: path.join(PROJECT_ROOT, "tsconfig.base.json"),
  });
  return packagesAmong(Object.keys(metafile.inputs));
}

function elsewherePlugin(elsewhere: Readonly<Record<string, string>>): Plugin {
  return {
    name: "elsewhere",
    setup: (build) => {
      build.onResolve({ filter: /^\./ }, ({ path: name, resolveDir }) => {
        const found = elsewhere[path.resolve(resolveDir, name)];
        return found === undefined ? undefined : { path: found, external: true };
      });
    },
  };
}

function unusedPlugin(unused: readonly string[]): Plugin {
  return {
    name: "unused",
    setup: (build) => {
      build.onResolve({ filter: /^[@a-z]/ }, ({ path: name }) =>
        unused.includes(name) ? { path: name, namespace: "unused" } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: "unused" }, () => ({ contents: "module.exports = {};" }));
    },
  };
}

function packagesAmong(inputs: readonly string[]): string[] {
  const folders = inputs.flatMap((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []);
  return [...new Set(folders)].sort();
}

/** Writes the licenses of the packages that a package of ours contains, as each of them demands. */
export async function writeLicenses(folders: readonly string[], file: string): Promise<void> {
  const texts = [...new Set(folders)].sort().map((folder) => {
    const absolute = path.join(PROJECT_ROOT, folder);
    const { name, version, license } = JSON.parse(
      readFileSync(path.join(absolute, "package.json"), "utf8"),
    ) as { name: string; version: string; license: string };
    const text = ["LICENSE", "LICENSE.md", "license", "LICENSE.txt", "License"].find((each) =>
      existsSync(path.join(absolute, each)),
    );
    const notice = existsSync(path.join(absolute, "NOTICE")) ? "NOTICE" : undefined;
    const bodies = [text, notice].flatMap((each) =>
      each === undefined ? [] : [`\n\n${readFileSync(path.join(absolute, each), "utf8").trim()}`],
    );
    return `${name} ${version} (${license})${bodies.join("")}\n`;
  });
  await writeFile(
    file,
    `This package contains code of these packages.\n\n${texts.join(`\n${"-".repeat(80)}\n\n`)}`,
  );
}
