/** The run: nine steps on accounts, whose changes are always undone. */
import { setTimeout as delay } from "node:timers/promises";
import { coded, withCode } from "../../messages";
import { describeCount, type ResourceCount } from "../demo/resource-count";
import { DemoFailure, type Step, type StepDisplay, StepRunner, type StepTools } from "../demo/step-runner";
import type { AcceptanceWork, Tools } from "./acceptance-work";
import type { OidcProvider } from "./aws-account";
import { type Clouds, providerUse } from "./clouds";
import type { Interruptions } from "./interruptions";
import type { LeftOvers, SharedProvider } from "./left-over";
import type { Answers } from "./open-questions";
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
  /** How long the clouds may show deleted resources, in milliseconds. */
  readonly patience: number;
  /** Pause between two searches, in milliseconds. Default: five seconds. */
  readonly pause?: number;
}

/** How a run ended. */
export interface AcceptanceResult {
  readonly ending: Ending;
  readonly names: RunNames;
  /** The reason of a failure; absent if it did not fail. */
  readonly failure?: string;
  readonly tools?: Tools;
  readonly preflight?: Preflight;
  /** Absent if the step was not reached. */
  readonly answers?: Answers;
  readonly steps: readonly StepReport[];
  /** Changes that could not be undone, each with the reason. */
  readonly notUndone: readonly string[];
  readonly left: LeftOvers;
  /** Commands that destroy the stack, if something of it may be left. */
  readonly destroyCommands: readonly string[];
}

const TITLES = [
  "Find the Pulumi CLI",
  "Run the preflight",
  "Deploy and verify: pulumi up --policy-pack policypack",
  "Find the credential helper and the AWS config in the VM",
  "List the buckets from the VM",
  "Try what both clouds must refuse",
  "Ask the clouds with collect, audit, keys, and suspend --dry-run",
  "Preview examples/insecure, which the policy pack must refuse",
  "Run pulumi up again, then pulumi destroy",
] as const;

/** Ends a sentence about what is deleted. */
const EXCEPT_PROVIDER = ", except the OIDC provider, which others use";

type Title = (typeof TITLES)[number];

/** How long a search for what is left may take, in milliseconds. */
const LOOK_TIMEOUT = 60_000;

/** Default pause between two searches, in milliseconds. */
const PAUSE = 5_000;

/** How long the run retries a list that it cannot read, in milliseconds. After that, rights are probably missing. */
const UNSEEN_PATIENCE = 60_000;

/** Never aborted: the search continues after both interrupts. */
const { signal: unending } = new AbortController();

/** Runs all steps. An error of a step is part of the result. */
export async function runAcceptance(options: AcceptanceOptions): Promise<AcceptanceResult> {
  return new Run(options).run();
}

/** One run and its state. */
class Run {
  readonly #options: AcceptanceOptions;
  readonly #runner: StepRunner;
  readonly #undo = new UndoList();
  readonly #steps = new Map<Title, StepReport>();
  #tools: Tools | undefined;
  #preflight: Preflight | undefined;
  #answers: Answers | undefined;

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
      ...(this.#answers === undefined ? {} : { answers: this.#answers }),
      steps: TITLES.map((title) => this.#steps.get(title) ?? { title, outcome: "not reached" }),
      notUndone,
      left,
      destroyCommands: isClean ? [] : work.destroyCommands(),
    };
  }

  async #allSteps(): Promise<void> {
    const { work, wire } = this.#options;
    this.#tools = await this.#step({
      title: "Find the Pulumi CLI",
      work: async (tools) => work.prepare(tools),
      outcome: ({ pulumi }) => `pulumi ${pulumi}`,
    });
    this.#preflight = await this.#step({
      title: "Run the preflight",
      work: async (tools) => this.#judge(await work.preflight(tools)),
      outcome: describePreflight,
    });
    await this.#step({
      title: "Deploy and verify: pulumi up --policy-pack policypack",
      work: async (tools) => this.#deploy(tools),
      outcome: (created) => `created ${describeCount(created)}, in two clouds`,
    });
    await this.#step({
      title: "Find the credential helper and the AWS config in the VM",
      work: async (tools) => work.checkDelivery(tools),
      outcome: ({ files }) => files.join(", "),
    });
    await this.#step({
      title: "List the buckets from the VM",
      work: async (tools) => work.listBuckets(tools),
      outcome: ({ byCli }) => `AWS CLI and boto3: ${byCli.join(", ")}`,
    });
    await this.#step({
      title: "Try what both clouds must refuse",
      work: async (tools) => {
        const refusals = await work.refuse(tools);
        wire.addRefusals(refusals);
        return refusals;
      },
      outcome: (tried) => `all ${tried.length} attempts were refused`,
    });
    this.#answers = await this.#step({
      title: "Ask the clouds with collect, audit, keys, and suspend --dry-run",
      work: async (tools) => work.answerQuestions(tools),
      outcome: describeAnswers,
    });
    await this.#step({
      title: "Preview examples/insecure, which the policy pack must refuse",
      work: async (tools) => work.previewInsecure(tools),
      outcome: ({ violations }) => `refused: ${violations.length} violations`,
    });
    await this.#step({
      title: "Run pulumi up again, then pulumi destroy",
      work: async (tools) => {
        const unchanged = await work.updateAgain(tools);
        await this.#takeBack(tools.report);
        return unchanged;
      },
      outcome: (unchanged) =>
        `${describeCount(unchanged)} unchanged, then all deleted${this.#shared === undefined ? "" : EXCEPT_PROVIDER}`,
    });
  }

  #judge(preflight: Preflight): Preflight {
    // The report also has the checks of a failed preflight.
    this.#preflight = preflight;
    const wrong = wrongChecks(preflight, this.#options.provider !== undefined);
    if (wrong.length > 0) {
      const lines = wrong.map(({ id, found, expected = "", fix = "" }) =>
        [`${id}: ${found}`, expected && `  Expected: ${expected}`, fix].filter(Boolean).join("\n"),
      );
      const message = withCode(
        coded(
          "acceptance-preflight-failed",
          `the preflight found ${wrong.length === 1 ? "a problem" : `${wrong.length} problems`} that would fail the deployment`,
          "Run the commands below",
        ),
      );
      throw new DemoFailure(`${message}\n${lines.join("\n")}`);
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

  /** Destroys the stack. Keeps a provider to which others have added client IDs, because they would lose access. */
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
      report(
        unseen === undefined ? "keeping the OIDC provider, which others use" : "keeping the OIDC provider",
      );
      await work.keepOidcProvider();
    }
    await work.destroy(tools);
    if (this.#shared !== undefined) {
      await clouds.removeClientId(this.#shared.arn, audience);
    }
    if (unseen !== undefined) {
      throw new Error(
        withCode(
          coded(
            "acceptance-provider-kept",
            `the run did not delete the OIDC provider, because it cannot read the client IDs: ${unseen}`,
          ),
        ),
      );
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

  /** Undoes all changes. @throws UndoFailure for changes that could not be undone */
  async #takeBack(report: (line: string) => void): Promise<void> {
    const failures = await this.#undo.undo(report, this.#options.interruptions.cleanUp);
    if (failures.length > 0) {
      throw new UndoFailure(failures);
    }
  }

  /** Undoes all changes after a failure or an interrupt. Returns the changes that could not be undone. */
  async #cleanUp(): Promise<readonly string[]> {
    if (this.#undo.isEmpty) {
      return this.#notUndone;
    }
    const { display, interruptions } = this.#options;
    const runner = new StepRunner({ display, signal: interruptions.cleanUp });
    const step = {
      title: "Remove what was created (a second Ctrl-C ends this at once)",
      work: async ({ report }: StepTools) => this.#takeBack(report),
      outcome: () => `everything is removed${this.#shared === undefined ? "" : EXCEPT_PROVIDER}`,
    };
    return runner.run(step).then(
      () => this.#notUndone,
      (error: unknown) => [
        ...this.#notUndone,
        ...(error instanceof UndoFailure ? error.failures : [messageOf(error)]),
      ],
    );
  }

  /** Changes that a failed step could not undo. */
  #notUndone: readonly string[] = [];

  /**
   * Searches until nothing is left and everything was checked, or until the clouds had time to hide deleted resources. The next
   * interrupt ends the wait. After two interrupts, it searches once.
   *
   * @param isUndone - whether everything was undone, so that what still shows will disappear
   */
  async #look(isUndone: boolean): Promise<LeftOvers> {
    const { clouds, display, interruptions, patience, pause = PAUSE } = this.#options;
    const begun = performance.now();
    const { work, cleanUp } = interruptions;
    const signal = work.aborted ? cleanUp : work;
    const runner = new StepRunner({ display, signal: unending });
    return runner.run({
      title: "Search both clouds for what is left",
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
            `searching again: ${[...found.map(({ kind, name }) => `${kind} ${name}`), ...unseen].join(", ")}`,
          );
          await delay(pause, undefined, { signal }).catch(() => undefined);
        }
      },
      outcome: ({ found, unseen }) =>
        unseen.length === 0
          ? `${found.length} left`
          : `${found.length} left; ${unseen.length} ${unseen.length === 1 ? "list" : "lists"} could not be read`,
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

/** A change could not be undone. */
class UndoFailure extends Error {
  override readonly name = "UndoFailure";

  constructor(readonly failures: readonly string[]) {
    super(failures.join("\n"));
  }
}

function describePreflight(preflight: Preflight): string {
  if (!preflight.ran) {
    return `did not run: ${preflight.reason}`;
  }
  const { checks } = preflight;
  const unsure = checks.filter(({ outcome }) => outcome === "cannot tell").length;
  return `${checks.length} checks, no problem; ${unsure} without a result`;
}

function describeAnswers({ answers, unanswered }: Answers): string {
  const missing = Object.keys(unanswered).length;
  return `${answers.length} answers${missing === 0 ? "" : `; ${missing} without an answer`}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
