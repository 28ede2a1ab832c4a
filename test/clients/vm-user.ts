/** Somebody who runs AWS clients on the VM, with a home folder and so a cache of their own. */
import { mkdir, mkdtemp, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LabVm, ProcessResult } from "../../lab/azure";
import type { ReadyClient } from "./client";
import { BUCKET, PROFILE } from "./facts";

/** What a run of a client left. */
export interface ClientRun extends ProcessResult {
  /** From its start to its end. */
  readonly seconds: number;
}

/** How often a client lists. */
export interface Listings {
  /** Default is 1. */
  readonly times?: number;
  /** Seconds between two listings. Default is 0. */
  readonly pause?: number;
  /** Address of another metadata service than the VM's own. */
  readonly imdsUrl?: string;
}

/** What the helper did for a user. */
export interface HelperRuns {
  readonly starts: number;
  /** From the first start to the last end. */
  readonly seconds: number;
}

/** Where a user's runs of the helper are noted, below the home folder. */
const RUNS = "helper-runs";

export class VmUser {
  private constructor(
    private readonly vm: LabVm,
    private readonly home: string,
  ) {}

  static async create(vm: LabVm): Promise<VmUser> {
    const home = await mkdtemp(join(vm.folder, "home/user-"));
    await mkdir(join(home, RUNS));
    return new VmUser(vm, home);
  }

  /** Puts a file where the cache's folder would be, so there is no cache. */
  async spoilCache(): Promise<void> {
    await mkdir(join(this.home, ".cache"));
    await writeFile(join(this.home, ".cache/azure-to-aws"), "");
  }

  /** Lists the bucket with a client. */
  async list({ command }: ReadyClient, { times = 1, pause = 0, imdsUrl }: Listings = {}): Promise<ClientRun> {
    const env = imdsUrl === undefined ? {} : { AZURE_POD_IDENTITY_AUTHORITY_HOST: imdsUrl };
    return this.run([...command, BUCKET, String(times), String(pause)], env);
  }

  /** Runs a command after a login. */
  async run(
    command: readonly [string, ...string[]],
    env: Readonly<Record<string, string>> = {},
  ): Promise<ClientRun> {
    const began = performance.now();
    const result = await this.vm.run(command, {
      env: { HOME: this.home, TMPDIR: this.home, AWS_PROFILE: PROFILE, ...env },
    });
    return { ...result, seconds: (performance.now() - began) / 1000 };
  }

  /** What the helper did so far. A run that was ended from outside counts until now: ask right after the client's end. */
  async helperRuns(): Promise<HelperRuns> {
    const folder = join(this.home, RUNS);
    const names = await readdir(folder);
    const times = async (suffix: string): Promise<number[]> =>
      Promise.all(
        names
          .filter((name) => name.endsWith(suffix))
          .map(async (name) => (await stat(join(folder, name))).mtimeMs),
      );
    const [starts, ends] = await Promise.all([times(".start"), times(".end")]);
    const last = ends.length < starts.length ? Date.now() : Math.max(...ends);
    return { starts: starts.length, seconds: starts.length === 0 ? 0 : (last - Math.min(...starts)) / 1000 };
  }
}
