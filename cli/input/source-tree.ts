/** Decides which other files judge may read for a Terraform file, such as those of its modules. */
import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { type SourceTree, UnreadableError } from "../../policy-sources";
import { readModule } from "./folders";
import { readInput } from "./read-input";

/**
 * The rest of a file's repository: the nearest folder above it with `.git`, or the working folder if the file is below it, or
 * its own folder. Nothing outside is read, through links neither.
 */
export function sourceTree(file: string): SourceTree {
  const folder = path.dirname(path.resolve(file));
  const root = realPath(rootOf(folder));
  const inside = (place: string): string | undefined => {
    const own = realPath(path.resolve(folder, place));
    return own !== undefined && root !== undefined && isWithin(root, own) ? own : undefined;
  };
  return {
    folder: (place) => unlessUnreadable(inside(place), readModule),
    file: (place) => unlessUnreadable(inside(place), (own) => readInput(own, process.stdin)),
  };
}

function rootOf(folder: string): string {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, ".git"))) {
      return at;
    }
    if (at === path.dirname(at)) {
      return isWithin(process.cwd(), folder) ? process.cwd() : folder;
    }
  }
}

function isWithin(root: string, place: string): boolean {
  const relative = path.relative(root, place);
  return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function realPath(place: string): string | undefined {
  try {
    return realpathSync(place);
  } catch {
    return undefined;
  }
}

async function unlessUnreadable<T>(
  place: string | undefined,
  read: (place: string) => Promise<T>,
): Promise<T | undefined> {
  try {
    return place === undefined ? undefined : await read(place);
  } catch (error) {
    if (error instanceof UnreadableError) {
      return undefined;
    }
    throw error;
  }
}
