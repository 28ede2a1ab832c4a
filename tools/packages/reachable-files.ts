import { existsSync, readFileSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import path from "node:path";

/** What a built file names by a path: `require("./x")`, `import("./x")`, `from "./x"`, `import "./x"`. */
const NAMED = /(?:\brequire\(|\bimport\(|\bfrom |\bimport )"(\.[^"]*)"/g;

/** A folder of built files, and the place in a package that takes it. */
export interface BuiltFolder {
  /** Absolute path. */
  readonly from: string;
  /** Path in the package. */
  readonly to: string;
}

/**
 * Copies built files and every file that they name, so that a package has nothing that its entries do not reach.
 *
 * @param entries - Absolute paths: `.js`, `.d.ts`, or both.
 * @param built - Where built files may be.
 * @param destination - The folder of the package.
 */
export async function copyReachable(
  entries: readonly string[],
  built: BuiltFolder,
  destination: string,
): Promise<void> {
  const seen = new Set(entries);
  for (const file of seen) {
    const copy = path.join(destination, place(file, built));
    await mkdir(path.dirname(copy), { recursive: true });
    await copyFile(file, copy);
    for (const [, name = ""] of readFileSync(file, "utf8").matchAll(NAMED)) {
      seen.add(fileOf(path.resolve(path.dirname(file), name), file));
    }
  }
}

/** The file that a name without ending means, among files of the same kind as the one that names it. */
function fileOf(named: string, source: string): string {
  const ending = source.endsWith(".d.ts") ? ".d.ts" : ".js";
  const stem = named.replace(/\.js$/, "");
  const whole = named.endsWith(".json") ? [named] : [];
  const found = [...whole, `${stem}${ending}`, path.join(stem, `index${ending}`)].find((file) =>
    existsSync(file),
  );
  if (found === undefined) {
    throw new Error(`${source}: names ${named}, which is not built. Run npm run build`);
  }
  return found;
}

function place(file: string, { from, to }: BuiltFolder): string {
  if (!file.startsWith(from + path.sep)) {
    throw new Error(`${file}: not in the folder that this package takes`);
  }
  return path.join(to, path.relative(from, file));
}
