/** The machine that figures were taken on. */
import { arch, cpus, release, totalmem, type } from "node:os";

/** What a reader must know to judge a figure. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  /** Main memory in GiB. */
  readonly memory: number;
  readonly system: string;
  readonly node: string;
}

/** Describes this machine; names neither host nor user. */
export function thisMachine(): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memory: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()} ${arch()}`,
    node: process.version,
  };
}
