/** A folder that a maker fills, and where its files go. */
export interface Fill {
  readonly from: string;
  /** The folder of the release that gets the files, or the archive (`.tar.gz`) that gets the folder as a whole. */
  readonly to: string;
  /** Files that must be there afterwards. */
  readonly expects: readonly RegExp[];
}

/** What makes files of a release. */
export interface Maker {
  /** What it makes, for the plan and for errors. */
  readonly makes: string;
  /** What follows `npm run`: a script of package.json, and its arguments. */
  readonly script: string;
  readonly fills: readonly Fill[];
}

const NPM: Fill = { from: "dist/packages", to: "npm", expects: [/\.tgz$/] };
const PLUGINS: Fill = { from: "dist/plugins", to: "plugins", expects: [/\.tar\.gz$/] };
const PYTHON: Fill = { from: "dist/sdks/python", to: "python", expects: [/\.whl$/, /\.tar\.gz$/] };
const GO: Fill = { from: "dist/sdks/go", to: "go", expects: [/\.zip$/] };
const MANUAL: Fill = { from: "docs/.vitepress/dist", to: "manual.tar.gz", expects: [/^index\.html$/] };

/** The makers, one line each, in the order in which they run. */
export const MAKERS: readonly Maker[] = [
  {
    makes: "the npm packages and the plugin archives",
    script: "generate -- packages",
    fills: [NPM, PLUGINS],
  },
  { makes: "the SDKs for Python and Go", script: "generate -- sdks", fills: [PYTHON, GO] },
  { makes: "the manual", script: "docs", fills: [MANUAL] },
];

/**
 * Checks that every maker is there.
 *
 * @param scripts - The scripts of package.json.
 * @throws Error that names each missing one
 */
export function demandMakers(makers: readonly Maker[], scripts: Readonly<Record<string, string>>): void {
  const missing = makers.filter(({ script }) => !Object.hasOwn(scripts, script.split(" ", 1).join("")));
  if (missing.length > 0) {
    const list = missing.map(({ makes, script }) => `${makes} (npm run ${script})`).join(", ");
    throw new Error(
      `package.json: no script for ${list}. Add the script, or remove the line from tools/release/makers.ts`,
    );
  }
}
