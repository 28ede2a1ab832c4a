/** What the tests of the pack under the real engine share. */
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_ROOT } from "../../../lab/project-root";
import type { PolicyViolation } from "../../../lab/pulumi/engine/engine-events";
import type { PulumiCommand, PulumiRun } from "../../../lab/pulumi/engine/pulumi-command";
import { startEngine } from "../../../lab/pulumi/start-engine";
import type { CachedPlugin } from "../../../lab/pulumi/toolchain/plugin-cache";
import { ensurePulumiCli } from "../../../lab/pulumi/toolchain/pulumi-cli";

/** The pack in place. */
export const PACK = path.join(PROJECT_ROOT, "policypack");

/** How long the first start may take: the CLI is built when there is none yet. */
export const START_TIMEOUT = 900_000;

/** The real engine and the lab's plugins, without a cloud behind them: enough for previews. */
export interface PreviewEngine {
  /** Folder of its own, in which projects can be made. */
  readonly directory: string;
  readonly pulumi: PulumiCommand;
  readonly close: () => Promise<void>;
}

/** Starts an engine for previews. */
export async function startPreviewEngine(
  environment: Readonly<Record<string, string>> = {},
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
      ...environment,
    },
  });
  return {
    directory,
    pulumi,
    close: () => rm(directory, { recursive: true, force: true, maxRetries: 5 }),
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
