import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

/** What a built file names: `require("./x")`, `import("./x")`, `from "./x"`, `import "./x"`. */
const NAMED = /((?:\brequire\(|\bimport\(|\bfrom |\bimport )")([^"]+)(")/g;

/** A folder of built files, and the place in a package that takes it. */
export interface BuiltFolder {
  /** Absolute path. */
  readonly from: string;
  /** Path in the package. */
  readonly to: string;
}

/**
 * Copies built files and every file that they name, so that a package has nothing that its entries do not reach. Files that
 * the project names by its own package's name are named by relative paths in the copy.
 *
 * @param entries - Absolute paths: `.js`, `.d.ts`, or both.
 * @param folders - Where built files may be.
 * @param self - Absolute paths of the entries of the project's own package, without ending, by their name.
 * @param destination - The folder of the package.
 */
export async function copyReachable(
  entries: readonly string[],
  folders: readonly BuiltFolder[],
  self: Readonly<Record<string, string>>,
  destination: string,
): Promise<void> {
  const waiting = [...entries];
  const seen = new Set(waiting);
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const source = file;
    const text = readFileSync(source, "utf8").replace(NAMED, (whole, before: string, name: string, after) => {
      const named =
        self[name] ?? (name.startsWith(".") ? path.resolve(path.dirname(source), name) : undefined);
      if (named === undefined) {
        return whole;
      }
      const target = fileOf(named, source);
      if (!seen.has(target)) {
        seen.add(target);
        waiting.push(target);
      }
      return name in self
        ? `${before}${relativeName(place(source, folders), place(target, folders))}${after as string}`
        : whole;
    });
    const copy = path.join(destination, place(source, folders));
    await mkdir(path.dirname(copy), { recursive: true });
    await writeFile(copy, text);
  }
}

/** The file that a name without ending means, among files of the same kind as the one that names it. */
function fileOf(named: string, source: string): string {
  const ending = source.endsWith(".d.ts") ? ".d.ts" : ".js";
  const stem = named.replace(/\.js$/, "");
  const found = [`${stem}${ending}`, path.join(stem, `index${ending}`)].find((file) => existsSync(file));
  if (found === undefined) {
    throw new Error(`${source}: names ${named}, which is not built. Run npm run build`);
  }
  return found;
}

function place(file: string, folders: readonly BuiltFolder[]): string {
  const folder = folders.find(({ from }) => file.startsWith(from + path.sep));
  if (folder === undefined) {
    throw new Error(`${file}: not in a folder that this package takes`);
  }
  return path.join(folder.to, path.relative(folder.from, file));
}

function relativeName(from: string, to: string): string {
  const name = path
    .relative(path.dirname(from), to)
    .replace(/(\/index)?(\.d\.ts|\.js)$/, "")
    .replaceAll(path.sep, "/");
  return name.startsWith(".") ? name : `./${name}`;
}
