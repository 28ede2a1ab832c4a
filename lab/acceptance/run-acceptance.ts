/** The run: eight steps on accounts, and what is taken back whatever comes of them. */
import { setTimeout as delay } from "node:timers/promises";
import { describeCount, type ResourceCount } from "../demo/resource-count";
import { DemoFailure, type Step, type StepDisplay, StepRunner, type StepTools } from "../demo/step-runner";
import type { AcceptanceWork, Tools } from "./acceptance-work";
import type { OidcProvider } from "./aws-account";
import { type Clouds, providerUse } from "./clouds";
import type { Interruptions } from "./interruptions";
import type { LeftOvers, SharedProvider } from "./left-over";
import { type Preflight, wrongChecks } from "./preflight";
import type { Ending, StepReport } from "./report";
import type { RunNames } from "./run-names";
import { UndoList } from "./undo-list";
import type { WireLog } from "./wire-log";

/** What {@link runAcceptance} needs. */
export interface AcceptanceOptions {
  readonly names: RunNames;
  /** The audience of the run's federation. */
  readonly audience: string;
  /** The account's provider before the run; undefined if there was none. */
  readonly provider: OidcProvider | undefined;
  readonly clouds: Clouds;
  readonly work: AcceptanceWork;
  readonly wire: WireLog;
  readonly interruptions: Interruptions;
  readonly display: StepDisplay;
  /** How long the clouds may show what was deleted, in milliseconds. */
  readonly patience: number;
  /** Pause between two looks, in milliseconds. Default: five seconds. */
  readonly pause?: number;
}

/** How a run ended. */
export interface AcceptanceResult {
  readonly ending: Ending;
  readonly names: RunNames;
  /** Why it failed; absent if it did not. */
  readonly failure?: string;
  readonly tools?: Tools;
  readonly preflight?: Preflight;
  readonly steps: readonly StepReport[];
  /** What could not be taken back, each with the reason. */
  readonly notUndone: readonly string[];
  readonly left: LeftOvers;
  /** Commands that destroy the stack, if something of it may be left. */
  readonly destroyCommands: readonly string[];
}

const TITLES = [
  "Pulumi CLI",
  "Preflight",
  "pulumi up --policy-pack policypack, with verify",
  "Helper and AWS config in the VM",
  "Buckets from the VM",
  "What must not work",
  "pulumi preview --policy-pack policypack of examples/insecure",
  "Second pulumi up, then pulumi destroy",
] as const;

/** Ends a sentence about what is deleted. */
const EXCEPT_PROVIDER = " but the OIDC provider, which others use";

type Title = (typeof TITLES)[number];

/** How long it may take to look for what is left, in milliseconds. */
const LOOK_TIMEOUT = 60_000;

/** Default pause between two looks, in milliseconds. */
const PAUSE = 5_000;

/** How long a list that cannot be read is tried again, in milliseconds: after that, rights are missing, not patience. */
const UNSEEN_PATIENCE = 60_000;

/** Never aborted: looking goes on after both interrupts. */
const { signal: unending } = new AbortController();

/** Runs all steps. What a step throws is part of the result. */
export async function runAcceptance(options: AcceptanceOptions): Promise<AcceptanceResult> {
  return new Run(options).run();
}

/** One run and what it knows so far. */
class Run {
  readonly #options: AcceptanceOptions;
  readonly #runner: StepRunner;
  readonly #undo = new UndoList();
  readonly #steps = new Map<Title, StepReport>();
  #tools: Tools | undefined;
  #preflight: Preflight | undefined;

  constructor(options: AcceptanceOptions) {
    const { display, interruptions } = options;
    this.#options = options;
    this.#runner = new StepRunner({ display, signal: interruptions.work, total: TITLES.length });
  }

  async run(): Promise<AcceptanceResult> {
    const { work, interruptions } = this.#options;
    const failure = await this.#allSteps().then(
      () => undefined,
      (error: unknown) => messageOf(error),
    );
    const notUndone = await this.#cleanUp();
    const isInterrupted = interruptions.work.aborted;
    const left = await this.#look(notUndone.length === 0);
    const isClean = notUndone.length === 0 && left.found.length === 0 && left.unseen.length === 0;
    return {
      names: this.#options.names,
      ending: isInterrupted ? "interrupted" : failure === undefined && isClean ? "passed" : "failed",
      ...(failure === undefined || isInterrupted ? {} : { failure }),
      ...(this.#tools === undefined ? {} : { tools: this.#tools }),
      ...(this.#preflight === undefined ? {} : { preflight: this.#preflight }),
      steps: TITLES.map((title) => this.#steps.get(title) ?? { title, outcome: "not reached" }),
      notUndone,
      left,
      destroyCommands: isClean ? [] : work.destroyCommands(),
    };
  }

  async #allSteps(): Promise<void> {
    const { work, wire } = this.#options;
    this.#tools = await this.#step({
      title: "Pulumi CLI",
      work: async (tools) => work.prepare(tools),
      outcome: ({ pulumi }) => `pulumi ${pulumi}`,
    });
    this.#preflight = await this.#step({
      title: "Preflight",
      work: async (tools) => this.#judge(await work.preflight(tools)),
      outcome: describePreflight,
    });
    await this.#step({
      title: "pulumi up --policy-pack policypack, with verify",
      work: async (tools) => this.#deploy(tools),
      outcome: (created) => `${describeCount(created)} created in two clouds`,
    });
    await this.#step({
      title: "Helper and AWS config in the VM",
      work: async (tools) => work.checkDelivery(tools),
      outcome: ({ files }) => files.join(", "),
    });
    await this.#step({
      title: "Buckets from the VM",
      work: async (tools) => work.listBuckets(tools),
      outcome: ({ byCli }) => `${byCli.join(", ")} by the AWS CLI and by boto3`,
    });
    await this.#step({
      title: "What must not work",
      work: async (tools) => {
        const refusals = await work.refuse(tools);
        wire.addRefusals(refusals);
        return refusals;
      },
      outcome: (tried) => `${tried.length} tried, ${tried.length} refused`,
    });
    await this.#step({
      title: "pulumi preview --policy-pack policypack of examples/insecure",
      work: async (tools) => work.previewInsecure(tools),
      outcome: ({ violations }) => `refused with ${violations.length} violations`,
    });
    await this.#step({
      title: "Second pulumi up, then pulumi destroy",
      work: async (tools) => {
        const unchanged = await work.updateAgain(tools);
        await this.#takeBack(tools.report);
        return unchanged;
      },
      outcome: (unchanged) =>
        `${describeCount(unchanged)} unchanged, all deleted${this.#shared === undefined ? "" : EXCEPT_PROVIDER}`,
    });
  }

  #judge(preflight: Preflight): Preflight {
    // The report has the checks of a failed preflight, too.
    this.#preflight = preflight;
    const wrong = wrongChecks(preflight, this.#options.provider !== undefined);
    if (wrong.length > 0) {
      const lines = wrong.map(({ id, found, expected = "", fix = "" }) =>
        [`${id}: ${found}`, expected && `  Expected: ${expected}`, fix].filter(Boolean).join("\n"),
      );
      throw new DemoFailure(`the preflight found what would fail:\n${lines.join("\n")}`);
    }
    return preflight;
  }

  async #deploy(tools: StepTools): Promise<ResourceCount> {
    const { names, audience, provider, clouds, work } = this.#options;
    for (const bucket of [names.readableBucket, names.otherBucket]) {
      tools.signal.throwIfAborted();
      this.#undo.add(`delete the bucket ${bucket}`, async () => clouds.deleteBucket(bucket));
      await clouds.createBucket(bucket);
    }
    if (provider !== undefined) {
      tools.signal.throwIfAborted();
      this.#undo.add("remove the client ID", async () => clouds.removeClientId(provider.arn, audience));
      await clouds.addClientId(provider.arn, audience);
    }
    tools.signal.throwIfAborted();
    this.#undo.add("pulumi destroy", async (report) => this.#destroy(report));
    return work.deploy(provider?.arn, tools);
  }

  /** Destroys the stack, but for a provider to which others added their client IDs meanwhile: they would lose their access. */
  async #destroy(report: (line: string) => void): Promise<void> {
    const { audience, clouds, work, interruptions } = this.#options;
    const tools = { report, signal: interruptions.cleanUp };
    const unseen = await this.#sharedProvider().then(
      (shared) => {
        this.#shared = shared;
      },
      (error: unknown) => messageOf(error),
    );
    if (this.#shared !== undefined || unseen !== undefined) {
      report(unseen === undefined ? "others use the OIDC provider: it stays" : "the OIDC provider stays");
      await work.keepOidcProvider();
    }
    await work.destroy(tools);
    if (this.#shared !== undefined) {
      await clouds.removeClientId(this.#shared.arn, audience);
    }
    if (unseen !== undefined) {
      throw new Error(`the OIDC provider was not deleted, since its client IDs cannot be read: ${unseen}`);
    }
  }

  /** The run's own provider, if others use it now. */
  async #sharedProvider(): Promise<SharedProvider | undefined> {
    const { names, audience, clouds, provider: before } = this.#options;
    // An adopted one is not in the state.
    const provider = before === undefined ? await clouds.oidcProvider() : undefined;
    if (provider === undefined) {
      return undefined;
    }
    const { isOurs, others } = providerUse(provider, names, audience);
    return isOurs && others > 0 ? { arn: provider.arn, others } : undefined;
  }

  #shared: SharedProvider | undefined;

  /** Takes back what was done. @throws DemoFailure for what could not be */
  async #takeBack(report: (line: string) => void): Promise<void> {
    const failures = await this.#undo.undo(report, this.#options.interruptions.cleanUp);
    if (failures.length > 0) {
      throw new UndoFailure(failures);
    }
  }

  /** After a failure or an interrupt. Answers what could not be taken back. */
  async #cleanUp(): Promise<readonly string[]> {
    if (this.#undo.isEmpty) {
      return this.#notUndone;
    }
    const { display, interruptions } = this.#options;
    const runner = new StepRunner({ display, signal: interruptions.cleanUp });
    const step = {
      title: "Removing what was created; a second Ctrl-C ends at once",
      work: async ({ report }: StepTools) => this.#takeBack(report),
      outcome: () => `all of it is removed${this.#shared === undefined ? "" : EXCEPT_PROVIDER}`,
    };
    return runner.run(step).then(
      () => this.#notUndone,
      (error: unknown) => [
        ...this.#notUndone,
        ...(error instanceof UndoFailure ? error.failures : [messageOf(error)]),
      ],
    );
  }

  /** What a failed step could not take back. */
  #notUndone: readonly string[] = [];

  /**
   * Looks until nothing is left and all was seen, or until the clouds had time to forget what was deleted. The next interrupt ends
   * the wait; after two, it looks once.
   *
   * @param isUndone - whether everything was taken back, so that what is still seen will go
   */
  async #look(isUndone: boolean): Promise<LeftOvers> {
    const { clouds, display, interruptions, patience, pause = PAUSE } = this.#options;
    const begun = performance.now();
    const { work, cleanUp } = interruptions;
    const signal = work.aborted ? cleanUp : work;
    const runner = new StepRunner({ display, signal: unending });
    return runner.run({
      title: "Looking at both clouds for what is left",
      work: async ({ report }) => {
        for (;;) {
          const left = await clouds.findLeft(AbortSignal.timeout(LOOK_TIMEOUT));
          const { found, unseen } = left;
          const limits = [
            isUndone && found.length > 0 ? patience : 0,
            unseen.length > 0 ? Math.min(UNSEEN_PATIENCE, patience) : 0,
          ];
          const isOver = performance.now() + pause > begun + Math.max(...limits);
          if (isOver || signal.aborted) {
            return left;
          }
          report(
            `looking again: ${[...found.map(({ kind, name }) => `${kind} ${name}`), ...unseen].join(", ")}`,
          );
          await delay(pause, undefined, { signal }).catch(() => undefined);
        }
      },
      outcome: ({ found, unseen }) =>
        unseen.length === 0
          ? `${found.length} left`
          : `${found.length} left; ${unseen.length} lists cannot be read`,
    });
  }

  async #step<T>(step: Step<T> & { readonly title: Title }): Promise<T> {
    const { title } = step;
    const { wire, interruptions } = this.#options;
    const begun = performance.now();
    const seconds = (): number => Math.round(performance.now() - begun) / 1000;
    try {
      const result = await this.#runner.run(step);
      this.#steps.set(title, { title, outcome: "held", seconds: seconds(), detail: step.outcome(result) });
      return result;
    } catch (error) {
      const outcome = interruptions.work.aborted ? "interrupted" : "failed";
      if (error instanceof UndoFailure) {
        this.#notUndone = error.failures;
      }
      wire.addOutput(messageOf(error));
      this.#steps.set(title, { title, outcome, seconds: seconds(), detail: messageOf(error) });
      throw error;
    }
  }
}

/** Something could not be taken back. */
class UndoFailure extends Error {
  override readonly name = "UndoFailure";

  constructor(readonly failures: readonly string[]) {
    super(failures.join("\n"));
  }
}

function describePreflight(preflight: Preflight): string {
  if (!preflight.ran) {
    return `not run: ${preflight.reason}`;
  }
  const { checks } = preflight;
  const unsure = checks.filter(({ outcome }) => outcome === "cannot tell").length;
  return `${checks.length} checks, none stands in the way; ${unsure} cannot tell`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
