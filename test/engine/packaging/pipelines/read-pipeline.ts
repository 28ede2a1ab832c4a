/** Reads the files of `examples/ci`. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import type { ActionStep, Job, Pipeline, Step } from "./pipeline";

type Texts = Readonly<Record<string, string>>;
type Tree = Readonly<Record<string, unknown>>;

const read = (file: string): Tree =>
  parse(readFileSync(path.join(PROJECT_ROOT, "examples/ci", file), "utf8"), { merge: true }) as Tree;

/** `examples/ci/github`. */
export function githubPipeline(): Pipeline {
  const file = "github/infrastructure.yml";
  const { env, jobs } = read(file) as { env: Texts; jobs: Record<string, { env?: Texts; steps: Tree[] }> };
  return {
    file,
    jobs: Object.entries(jobs).map(([name, job]) => ({
      name,
      variables: { ...env, ...job.env },
      steps: job.steps.map(githubStep),
    })),
  };
}

function githubStep({ run, uses, shell, with: inputs = {}, "working-directory": folder = "" }: Tree): Step {
  return typeof run === "string"
    ? { kind: "shell", script: run, folder: String(folder), pipefail: shell === "bash" }
    : actionOf(String(uses), inputs as Tree);
}

/** `examples/ci/gitlab`: all lines of a job run in one shell, and each line is a step. */
export function gitlabPipeline(): Pipeline {
  const file = "gitlab/.gitlab-ci.yml";
  const { variables, ...others } = read(file) as { variables: Texts } & Record<string, unknown>;
  const jobs = Object.entries(others).flatMap(([name, job]): Job[] => {
    const { script, before_script: before = [] } = job as { script?: string[]; before_script?: string[] };
    if (script === undefined) {
      return [];
    }
    const steps = [...before, ...script].map((line): Step => ({ kind: "shell", script: line, folder: "" }));
    return [{ name, variables, steps }];
  });
  return { file, jobs };
}

/** `examples/ci/azure-pipelines`. */
export function azurePipeline(): Pipeline {
  const file = "azure-pipelines/azure-pipelines.yml";
  const { variables, jobs } = read(file) as {
    variables: { name?: string; value?: string }[];
    jobs: { job: string; variables?: Texts; steps: Tree[] }[];
  };
  const common = Object.fromEntries(
    variables.flatMap(({ name, value }) => (name === undefined ? [] : [[name, value ?? ""]])),
  );
  return {
    file,
    jobs: jobs.map(({ job, variables: own, steps }) => ({
      name: job,
      variables: { ...common, ...own },
      steps: steps.map(azureStep),
    })),
  };
}

function azureStep(step: Tree): Step {
  const { script, checkout, publish, download, task, workingDirectory = "", inputs = {} } = step;
  if (typeof script === "string") {
    return { kind: "shell", script, folder: String(workingDirectory) };
  }
  if (checkout !== undefined) {
    return { kind: "action", name: "checkout", version: "", inputs: step };
  }
  if (publish !== undefined || download !== undefined) {
    return {
      kind: "action",
      name: publish === undefined ? "download" : "publish",
      version: "",
      inputs: step,
    };
  }
  const { inlineScript, workingDirectory: folder = "" } = inputs as Tree;
  return typeof inlineScript === "string"
    ? { kind: "shell", script: inlineScript, folder: String(folder) }
    : actionOf(String(task), inputs as Tree);
}

function actionOf(reference: string, inputs: Tree): ActionStep {
  const [name = "", version = ""] = reference.split("@");
  return { kind: "action", name, version, inputs };
}
