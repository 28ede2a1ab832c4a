/** GitHub Actions, GitLab CI/CD, and Azure Pipelines, as far as the shell text of the examples sees them. */
import path from "node:path";
import type { CiSystem } from "./run-job";

function textOf(input: unknown): string | undefined {
  return typeof input === "string" ? input : undefined;
}

/** Replaces variables by their values. @throws Error for one without a value */
function replaced(text: string, pattern: RegExp, value: (name: string) => string | undefined): string {
  return text.replace(pattern, (whole, name: string) => {
    const found = value(name);
    if (found === undefined) {
      throw new Error(`${whole} has no value here`);
    }
    return found;
  });
}

/**
 * GitHub Actions. Sources: GitHub, "Workflow syntax for GitHub Actions" (`shell`: bash without pipefail if none is set, and with it for
 * `bash`), and
 * "Variables reference".
 */
export const GITHUB: CiSystem = {
  bash: ["--noprofile", "--norc", "-e"],
  start: (workspace) => workspace,
  variables: (workspace) => ({ GITHUB_WORKSPACE: workspace }),
  checkout: ({ inputs }, workspace) => ({
    folder: path.join(workspace, textOf(inputs.path) ?? "."),
    branch: textOf(inputs.ref),
  }),
  artifact: (name, workspace) => path.join(workspace, "outputs", name),
  clonesFirst: false,
  oneShell: false,
  // The variables of the repository are those of logins, which the lab's replace.
  fill: (text) =>
    replaced(text, /\$\{\{ (\S+) \}\}/g, (name) => (name.startsWith("vars.") ? "set in GitHub" : undefined)),
};

/** GitLab CI/CD. Source: GitLab, "Predefined CI/CD variables reference" and "Use CI/CD variables in other variables". */
export const GITLAB: CiSystem = {
  bash: ["-eo", "pipefail"],
  start: (workspace) => path.join(workspace, "project"),
  variables: (workspace) => ({ CI_PROJECT_DIR: path.join(workspace, "project") }),
  checkout: () => {
    throw new Error("GitLab has no step that checks out");
  },
  artifact: (_, workspace) => path.join(workspace, "project"),
  clonesFirst: true,
  oneShell: true,
  fill: (text, known) => text.replace(/\$CI_PROJECT_DIR/g, known.CI_PROJECT_DIR ?? ""),
};

/**
 * Azure Pipelines. Sources: Microsoft, "Use predefined variables", "Check out multiple repositories in your pipeline", and the
 * task `CmdLine@2` (bash without `-e`).
 */
export const AZURE_PIPELINES: CiSystem = {
  bash: ["--noprofile", "--norc"],
  start: (workspace) => path.join(workspace, "s"),
  variables: (workspace) => ({ "Pipeline.Workspace": workspace, "Agent.TempDirectory": workspace }),
  checkout: ({ inputs }, workspace) => ({
    folder: path.join(workspace, textOf(inputs.path) ?? "s"),
    branch: inputs.checkout === "self" ? undefined : "main",
  }),
  artifact: (name, workspace) => path.join(workspace, name),
  clonesFirst: false,
  oneShell: false,
  fill: (text, known) =>
    replaced(text, /\$\(([A-Za-z_.]+)\)/g, (name) =>
      /^AWS_\w+_ROLE_ARN$/.test(name) ? "set in the variable group" : known[name],
    ),
};
