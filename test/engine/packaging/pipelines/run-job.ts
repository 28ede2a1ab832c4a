/** Plays a CI system: makes the checkouts of a job, and runs its shell text with its variables. */
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { withoutCloudLogins } from "../../../../lab/cloud-logins";
import { ACTIONS, signsIn } from "./listed-steps";
import type { ActionStep, Job, ShellStep } from "./pipeline";
import type { UserRepository } from "./user-repository";

/** What differs between the CI systems, as far as shell text sees it. */
export interface CiSystem {
  /** The options with which it starts bash. */
  readonly bash: readonly string[];
  /** The folder in which a job starts. */
  readonly start: (workspace: string) => string;
  /** Variables that it sets, by the names with which the files and the shell use them. */
  readonly variables: (workspace: string) => Readonly<Record<string, string>>;
  /** Folder and branch of a checkout. The branch is undefined for the one that is proposed. */
  readonly checkout: (step: ActionStep, workspace: string) => { folder: string; branch: string | undefined };
  /** The folder in which a job finds the files that another job gave it by this name. */
  readonly artifact: (name: string, workspace: string) => string;
  /** Whether it clones the repository before the first step. */
  readonly clonesFirst: boolean;
  /** Whether all lines of a job run in one shell. */
  readonly oneShell: boolean;
  /** The text with the variables of the CI system in it. */
  readonly fill: (text: string, variables: Readonly<Record<string, string>>) => string;
}

/** What a job runs with. */
export interface JobContext {
  readonly system: CiSystem;
  readonly repository: UserRepository;
  /** The branch that is proposed, or main. */
  readonly branch: string;
  /** The lab's environment, which replaces the logins of the CI system. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder for the workspaces of jobs. */
  readonly directory: string;
  /** What other jobs gave this one, by the name of the artifact. Default: nothing. */
  readonly artifacts?: Readonly<Record<string, readonly Artifact[]>>;
}

/** A file of an artifact. */
export interface Artifact {
  readonly file: string;
  readonly text: string;
}

/** How a job ended. */
export interface JobRun {
  /** The shell texts that ran, as they are in the file. */
  readonly ran: readonly string[];
  /** The first text that failed, with its exit code. */
  readonly failed?: { readonly script: string; readonly exitCode: number };
  readonly output: string;
  /** Absolute path of the job's folder. */
  readonly workspace: string;
}

/** Variables of logins that the lab's own login replaces. */
const REPLACED = ["ARM_USE_OIDC", "AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE"];

/**
 * Runs a job until a step fails.
 *
 * @throws Error for an action that is not listed, and for text with a variable that the CI system would not know here
 */
export async function runJob(job: Job, context: JobContext): Promise<JobRun> {
  const { system, repository, branch, directory, artifacts = {} } = context;
  const workspace = await mkdtemp(path.join(directory, "job-"));
  const known = { ...system.variables(workspace) };
  const own = Object.fromEntries(
    Object.entries(job.variables).map(([name, value]) => [name, system.fill(value, known)]),
  );
  const environment: Record<string, string | undefined> = {
    ...withoutCloudLogins(process.env),
    ...known,
    ...own,
    ...repository.environment,
    ...context.environment,
  };
  for (const name of REPLACED) {
    environment[name] = undefined;
  }
  const start = system.start(workspace);
  const download = async () => {
    for (const [name, files] of Object.entries(artifacts)) {
      const folder = system.artifact(name, workspace);
      await mkdir(folder, { recursive: true });
      await Promise.all(files.map(async ({ file, text }) => writeFile(path.join(folder, file), text)));
    }
  };
  if (system.clonesFirst) {
    await repository.checkout(branch, start);
    await download();
  }
  await mkdir(start, { recursive: true });
  const ran: string[] = [];
  let output = "";
  for (const step of system.oneShell ? [inOneShell(job)] : job.steps) {
    if (step.kind === "action") {
      if (!(step.name in ACTIONS)) {
        throw new Error(`${job.name}: ${step.name} is neither run nor listed`);
      }
      if (ACTIONS[step.name] === "checkout") {
        const { folder, branch: other = branch } = system.checkout(step, workspace);
        await repository.checkout(other, folder);
      }
      if (ACTIONS[step.name] === "download") {
        await download();
      }
      continue;
    }
    if (signsIn(step.script)) {
      continue;
    }
    const script = system.fill(step.script, { ...known, ...own });
    const options = step.pipefail === true ? [...system.bash, "-o", "pipefail"] : system.bash;
    const run = await execa("bash", [...options, "-c", script], {
      cwd: path.resolve(start, system.fill(step.folder, known)),
      env: environment,
      extendEnv: false,
      reject: false,
      all: true,
      stdin: "ignore",
    });
    output += `$ ${script}\n${run.all}\n`;
    ran.push(step.script);
    if (run.exitCode !== 0) {
      return { ran, failed: { script: step.script, exitCode: run.exitCode ?? -1 }, output, workspace };
    }
  }
  return { ran, output, workspace };
}

/** The lines of a job but the sign-ins, as one text. */
function inOneShell(job: Job): ShellStep {
  const lines = job.steps.flatMap((step) =>
    step.kind === "shell" && !signsIn(step.script) ? [step.script] : [],
  );
  return { kind: "shell", script: lines.join("\n"), folder: "" };
}
