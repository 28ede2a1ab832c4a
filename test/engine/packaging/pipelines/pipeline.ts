/** The jobs and steps of an example pipeline, whatever its CI system writes them like. */

/** A step of a job: shell text, or an action that the CI system brings. */
export type Step = ShellStep | ActionStep;

/** Shell text. */
export interface ShellStep {
  readonly kind: "shell";
  readonly script: string;
  /** Where it runs, with the variables of the CI system in it. Empty for the folder in which the job starts. */
  readonly folder: string;
  /** Whether it fails if any command of a pipe does, where the CI system leaves that to the step. Default: no. */
  readonly pipefail?: boolean;
}

/** Something that the CI system brings: an action of GitHub, a task or a checkout of Azure Pipelines. */
export interface ActionStep {
  readonly kind: "action";
  /** Its name without its version, such as `actions/checkout`. */
  readonly name: string;
  /** Its version or commit, as the file has it. Empty if it has none. */
  readonly version: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A job. */
export interface Job {
  readonly name: string;
  /** Variables of the file and of the job, with the variables of the CI system in them. */
  readonly variables: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** One example. */
export interface Pipeline {
  /** Below `examples/ci`. */
  readonly file: string;
  readonly jobs: readonly Job[];
}
