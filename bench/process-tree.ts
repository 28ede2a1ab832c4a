/** What memory a process and all that it starts take, by Linux's own account. */
import { readdir, readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

/** A process at one moment. */
export interface ProcessMemory {
  readonly command: string;
  /** Bytes, of which those that processes share are divided among them. */
  readonly bytes: number;
}

/** Milliseconds between two looks: often enough for plugins that live for seconds. */
const INTERVAL = 200;

/** Whether this system tells. */
export const tellsMemory = process.platform === "linux";

/**
 * Looks at a process and its descendants again and again until it is gone.
 *
 * @param see - Is given all of them, at each look.
 */
export async function watchTree(
  root: number,
  see: (processes: readonly ProcessMemory[]) => void,
): Promise<void> {
  for (;;) {
    const tree = await descendants(root);
    if (!tree.includes(root)) {
      return;
    }
    see((await Promise.all(tree.map(memoryOf))).flat());
    await setTimeout(INTERVAL);
  }
}

/** The process, if it lives, and all below it. */
async function descendants(root: number): Promise<readonly number[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = new Map(await Promise.all(ids.map(async (id) => [id, await parentOf(id)] as const)));
  const isBelow = (id: number | undefined): boolean =>
    id === root || (id !== undefined && isBelow(parents.get(id)));
  return ids.filter((id) => parents.get(id) !== undefined && isBelow(id));
}

/** Undefined for a process that is gone, or is only still listed. */
async function parentOf(id: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${id}/stat`, "utf8").catch(() => "");
  // Behind the name, which may have anything in it, parentheses too.
  const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return state === undefined || state === "" || state === "Z" ? undefined : Number(parent);
}

async function memoryOf(id: number): Promise<readonly ProcessMemory[]> {
  try {
    const [command, rollup] = await Promise.all(
      ["cmdline", "smaps_rollup"].map((file) => readFile(`/proc/${id}/${file}`, "utf8")),
    );
    const kibibytes = Number(/^Pss:\s+(\d+) kB$/m.exec(rollup ?? "")?.[1] ?? 0);
    return [{ command: (command ?? "").replaceAll("\0", " "), bytes: kibibytes * 1024 }];
  } catch {
    return []; // It ended in between.
  }
}
