/** The helper's cache folder, in a copy that may be spoilt. */
import { chmod, chown, cp, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { AttackContext } from "./attack";

/** Where things are, as absolute paths of the machine that runs the lab. */
export interface CachePlaces {
  /** The cache folder of the workload's user. */
  readonly folder: string;
  /** The file of the profile's session in it. */
  readonly session: string;
  /** A place where everybody can write. */
  readonly shared: string;
  /** Where the helper keeps sessions if it has no usable cache folder. */
  readonly fallback: string;
}

/** An arrangement that plants something in a copy of the cache folder, and puts the folder itself back at the end. */
export function inCopiedCache(plant: (at: CachePlaces) => Promise<void>) {
  return async (context: AttackContext): Promise<() => Promise<void>> => {
    const at = await placesOf(context);
    const above = path.dirname(at.folder);
    const aside = path.join(context.vm.folder, "lab/aside");
    await rename(at.folder, aside);
    await cp(aside, at.folder, { recursive: true });
    await chmod(at.folder, 0o700);
    await plant(at);
    return async () => {
      await Promise.all(
        [at.folder, at.shared, at.fallback].map((place) => rm(place, { recursive: true, force: true })),
      );
      await chown(above, process.getuid?.() ?? 0, process.getgid?.() ?? 0);
      await rename(aside, at.folder);
    };
  };
}

async function placesOf({ vm }: AttackContext): Promise<CachePlaces> {
  const { stdout: home } = await vm.run(["sh", "-c", 'printf %s "$HOME"']);
  const folder = path.join(home, ".cache/azure-to-aws");
  const [name = ""] = (await readdir(folder)).filter((file) => /^session-[0-9a-f]{8}$/.test(file));
  return {
    folder,
    session: path.join(folder, name),
    shared: path.join(vm.folder, "tmp/planted"),
    fallback: path.join(vm.folder, `tmp/azure-to-aws-${process.getuid?.() ?? 0}`),
  };
}
