/** Faults of an update or a destroy: the engine or a plugin dies, or an answer of a cloud gets lost, at a moment that a seed decides. */
import { truncate } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Lab } from "../../../lab";
import type { InjectedFault } from "../../../lab/http";
import type { PulumiRun, PulumiStack, UpOptions } from "../../../lab/pulumi";
import { seededRandom } from "../../../lab/seeded-random";
import { type PluginName, type Write, WRITES } from "./engine-writes";
import { descendant } from "./processes";

/** The quickstart has 16 resources in the clouds: after so many of them there is still something to do. */
const EVENTS = 14;

/** After so many of them every plugin runs. */
const STARTED = 4;

/** What is broken off: the stack's first update, a later one that replaces all that lies in Azure, or its end. */
export type Operation = "first update" | "replacing update" | "destroy";

/** How many resources are done in them at least, created or deleted. */
const DONE: Readonly<Record<Exclude<Operation, "first update">, number>> = {
  "replacing update": 20,
  destroy: 14,
};

/** What goes wrong and when. */
export interface EngineFault {
  readonly operation: Operation;
  readonly victim: "engine" | PluginName | "answer";
  readonly moment:
    | { readonly kind: "between work and answer"; readonly write: Write }
    | { readonly kind: "after an event"; readonly count: number };
  /**
   * What is emptied in the folder of the states once the engine is dead: nothing, the file with the state's checksum, as
   * the engine leaves it that dies while it writes it, or the state, as a machine leaves it that loses its power.
   */
  readonly cuts: "nothing" | "checksum" | "state";
  /** Whether the update comes to its end all the same, since the provider asks again and is answered. */
  readonly isHidden: boolean;
  /** For example `kill -9 of the engine after resource 7`. */
  readonly title: string;
}

/** The same fault for the same seed. Nine seeds in a row have nine kinds. */
export function engineFault(seed: number): EngineFault {
  const random = seededRandom(seed);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const write = pick(WRITES);
  const between = { kind: "between work and answer", write } as const;
  const after = { kind: "after an event", count: 1 + Math.floor(random() * EVENTS) } as const;
  const plugin = pick<PluginName>(["aws", "azuread", "azure-native"]);
  const fault = ofKind(seed, [
    { victim: "engine", moment: between, cuts: "nothing" },
    { victim: write.plugin, moment: between, cuts: "nothing" },
    { victim: "answer", moment: between, cuts: "nothing" },
    { victim: "engine", moment: after, cuts: "nothing" },
    // Each plugin is started by then.
    { victim: plugin, moment: { ...after, count: Math.max(after.count, STARTED) }, cuts: "nothing" },
    { victim: "engine", moment: { ...after, count: Math.max(after.count, 2) }, cuts: "state" },
    { victim: "engine", moment: { ...after, count: Math.max(after.count, 2) }, cuts: "checksum" },
    later("replacing update", random()),
    later("destroy", random()),
  ]);
  const isHidden =
    fault.victim === "answer" && fault.moment.kind !== "after an event" && !!fault.moment.write.isRepeatable;
  const whole = { operation: "first update" as const, ...fault, isHidden };
  return { ...whole, title: titleOf(whole) };
}

type Kind = Pick<EngineFault, "victim" | "moment" | "cuts"> & { readonly operation?: Operation };

function later(operation: keyof typeof DONE, chance: number): Kind {
  const count = 1 + Math.floor(chance * DONE[operation]);
  return { operation, victim: "engine", moment: { kind: "after an event", count }, cuts: "nothing" };
}

function ofKind(seed: number, [first, ...more]: readonly [Kind, ...Kind[]]): Kind {
  return more[(seed % (more.length + 1)) - 1] ?? first;
}

const WHAT_IS_CUT = {
  nothing: "",
  checksum: "; the checksum of the state is left empty",
  state: "; the state is left empty",
};

const IN_WHAT = {
  "first update": "",
  "replacing update": " of an update that replaces",
  destroy: " of a destroy",
};

function titleOf({ operation, victim, moment, cuts, isHidden }: Omit<EngineFault, "title">): string {
  const who = victim === "engine" ? "the engine" : `the ${victim} plugin`;
  if (moment.kind === "after an event") {
    return `kill -9 of ${who} after resource ${moment.count}${IN_WHAT[operation]}${WHAT_IS_CUT[cuts]}`;
  }
  const { makes } = moment.write;
  return victim === "answer"
    ? `the answer about ${makes} is lost${isHidden ? ": the provider asks again, and the update goes on" : ""}`
    : `kill -9 of ${who} after ${makes} is created, before the answer arrives`;
}

/** How an update under a fault ended. */
export interface FaultyUpdate {
  readonly run: PulumiRun;
  /** Whether the fault came at all. */
  readonly struck: boolean;
}

/** `pulumi up`, or `pulumi destroy`, with the fault. What comes before it is the caller's. */
export async function updateUnderFault(
  lab: Lab,
  stack: PulumiStack,
  { operation, victim, moment, cuts }: EngineFault,
  options: UpOptions = {},
): Promise<FaultyUpdate> {
  let engine = 0;
  let events = 0;
  let struck = false;
  const strike = (): void => {
    struck ||= victim === "answer" || kill(engine, victim);
  };
  let injected: InjectedFault | undefined;
  if (moment.kind === "between work and answer") {
    const { plugin, route } = moment.write;
    const cloud = plugin === "aws" ? lab.aws : lab.azure;
    injected = cloud.faults.add({ route, count: 1, fault: { kind: "lost-answer" }, onStrike: strike });
  }
  try {
    const run = await stack[operation === "destroy" ? "destroy" : "up"]({
      ...options,
      onStart: (pid) => {
        engine = pid;
      },
      onProgress: () => {
        events++;
        if (moment.kind === "after an event" && events === moment.count) {
          strike();
        }
      },
    });
    if (cuts !== "nothing") {
      await leaveEmpty(stateFile(lab, stack), cuts);
    }
    return { run, struck };
  } finally {
    injected?.remove();
  }
}

/** Whether there was something to kill. */
function kill(engine: number, victim: "engine" | PluginName): boolean {
  const target = victim === "engine" ? engine : descendant(engine, `plugins/${victim}.js`);
  if (target === undefined) {
    return false;
  }
  process.kill(target, "SIGKILL");
  return true;
}

/** Leaves of a file what a write that just began leaves. The backend keeps the checksum beside the state. */
async function leaveEmpty(file: string, what: "checksum" | "state"): Promise<void> {
  await truncate(what === "state" ? file : `${file}.attrs`, 0);
}

/** Where the lab's backend, a folder, keeps the state of a stack of the quickstart. */
export function stateFile({ pulumi }: Lab, { name }: PulumiStack): string {
  const folder = fileURLToPath(pulumi.environment.PULUMI_BACKEND_URL);
  return path.join(folder, ".pulumi/stacks/azure-to-aws-quickstart", `${name}.json`);
}
