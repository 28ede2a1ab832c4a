/** What the tests of the pack under the real engine share. */
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type PolicyViolation,
  type PulumiCommand,
  type PulumiRun,
  PulumiStack,
  startEngine,
} from "../../../lab/pulumi";
import { type CachedPlugin, ensurePulumiCli } from "../../../lab/pulumi/toolchain";
import { makeProject } from "../../../lab/testing/make-project";
import { PROJECT_ROOT } from "../../../tools/project-root";

/** The pack in place. */
export const PACK = path.join(PROJECT_ROOT, "policypack");

/** What a preview gets beside its program. */
export interface PreviewOptions {
  /** The stack's configuration. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** The pack, as a path from the project. Default is the pack in place. */
  readonly pack?: string;
  /** The pack's configuration. */
  readonly policies?: object;
  /** Texts of further files of the project, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** The real engine and the lab's plugins, without a cloud behind them: enough for previews. */
export interface PreviewEngine {
  /** Folder of its own, in which projects can be made. */
  readonly directory: string;
  readonly pulumi: PulumiCommand;
  /** Previews a project under a pack, in a new stack. */
  readonly preview: (
    projectDirectory: string,
    stackName: string,
    options?: PreviewOptions,
  ) => Promise<PulumiRun>;
  /** Previews a program in JavaScript under a pack, in a new project and stack of one name. */
  readonly previewProgram: (name: string, program: string, options?: PreviewOptions) => Promise<PulumiRun>;
  readonly stop: () => Promise<void>;
}

/** Starts an engine for previews. */
export async function startPreviewEngine(
  plugins: Readonly<Record<string, CachedPlugin>> = {},
): Promise<PreviewEngine> {
  const cli = await ensurePulumiCli({ report: () => undefined });
  const directory = await realpath(await mkdtemp(path.join(tmpdir(), "policypack-")));
  const pulumi = await startEngine(cli, {
    directory,
    plugins,
    environment: {
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_ACCESS_KEY_ID: "none",
      AWS_SECRET_ACCESS_KEY: "none",
      AWS_REGION: "eu-west-1",
    },
  });
  const preview: PreviewEngine["preview"] = async (projectDirectory, stackName, options = {}) => {
    const { config = {}, pack = PACK, policies, files = {} } = options;
    const stack = await PulumiStack.create(pulumi, { projectDirectory, stackName, config, directory });
    const own = policies === undefined ? {} : { "policies.json": JSON.stringify(policies) };
    for (const [file, text] of Object.entries({ ...files, ...own })) {
      await writeFile(path.join(projectDirectory, file), text);
    }
    return stack.preview({
      policyPacks: [pack],
      ...(policies === undefined ? {} : { policyPackConfig: path.join(projectDirectory, "policies.json") }),
    });
  };
  return {
    directory,
    pulumi,
    preview,
    previewProgram: async (name, program, options) =>
      preview(await makeProject(directory, name, program), name, options),
    stop: () => rm(directory, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** The rules that spoke at a level, each with the resource's name, sorted. */
export function said(
  { violations }: PulumiRun,
  level: PolicyViolation["enforcementLevel"],
): [rule: string, resource: string | undefined][] {
  return violations
    .filter(({ enforcementLevel }) => enforcementLevel === level)
    .map(({ policyName, resourceUrn }): [string, string | undefined] => [
      policyName,
      resourceUrn.split("::").at(-1),
    ])
    .sort();
}
