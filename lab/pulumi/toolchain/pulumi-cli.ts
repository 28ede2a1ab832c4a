/** A Pulumi CLI for this machine: the user's own, a cached one, the official release or a build. */
import { mkdir, rename } from "node:fs/promises";
import path from "node:path";
import semver from "semver";
import { coded, withCode } from "../../../messages";
import { exclusively } from "./exclusive-work";
import { findExecutable, isExecutableFile } from "./executable-search";
import { goModulesBuild } from "./go-modules-build";
import { officialRelease } from "./official-release";
import type { ProvisioningOptions, WorkContext } from "./provisioning";
import { hasLanguageHost, pulumiVersion } from "./pulumi-cli-probe";
import { type PulumiCliSource, TESTED_PULUMI_VERSION } from "./pulumi-cli-source";
import { defaultCacheDirectory, removeTree } from "./toolchain-files";

/** The oldest CLI on PATH that is used. Tests run with {@link TESTED_PULUMI_VERSION}. */
export const MINIMUM_PULUMI_VERSION = "3.200.0";

const DEFAULT_SOURCES: readonly PulumiCliSource[] = [officialRelease(), goModulesBuild];

/** A Pulumi CLI that was seen to run. */
export interface PulumiCli {
  /** Absolute path of the executable. */
  readonly path: string;
  /** For example `3.259.0`. */
  readonly version: string;
  /** Where it came from in this call. */
  readonly origin: "path" | "cache" | "release" | "build";
  /** Whether the CLI finds `pulumi-language-nodejs` by itself. If not, the lab's own must be on PATH. */
  readonly hasNodeLanguageHost: boolean;
}

/** Options of {@link ensurePulumiCli}. */
export interface PulumiCliOptions extends ProvisioningOptions {
  /** Sources if no CLI is found, in this order. Default is the official release, then a build. */
  readonly sources?: readonly PulumiCliSource[];
}

/** No source can provide a Pulumi CLI on this machine. The message is one line: the reason of each source, then the remedy. */
export class PulumiCliError extends Error {
  override readonly name = "PulumiCliError";
  /** One line per source. */
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[]) {
    super(
      withCode(
        coded(
          "lab-pulumi-missing",
          `found no Pulumi CLI, and could not install one (${reasons.join("; ")})`,
          `Install Pulumi >= ${MINIMUM_PULUMI_VERSION} (https://www.pulumi.com/docs/install/) or Go >= 1.25.11 (https://go.dev/dl/), and run again`,
        ),
      ),
    );
    this.reasons = reasons;
  }
}

/**
 * Finds or installs a Pulumi CLI: from PATH if it is recent enough, else from the cache, else from the given sources.
 * It stays in the cache, so later calls take milliseconds. Concurrent processes share one attempt.
 *
 * @throws PulumiCliError if every source failed
 * @throws the signal's reason when aborted; no incomplete program is left
 */
export async function ensurePulumiCli(options: PulumiCliOptions): Promise<PulumiCli> {
  const { report, environment = process.env, sources = DEFAULT_SOURCES } = options;
  const signal = options.signal ?? new AbortController().signal;
  signal.throwIfAborted();
  const target = path.join(
    options.cacheDirectory ?? defaultCacheDirectory(),
    `pulumi-${TESTED_PULUMI_VERSION}`,
  );

  const reasons: string[] = [];
  const onPath = await cliOnPath(environment, reasons);
  if (onPath !== undefined) {
    return onPath;
  }
  const ready = await cachedCli(target, environment);
  if (ready !== undefined) {
    return ready;
  }
  return await exclusively(target, { report, signal, what: "the Pulumi CLI" }, async (whileLocked) => {
    const meanwhile = await cachedCli(target, environment);
    return (
      meanwhile ?? (await obtain(target, sources, { report, signal: whileLocked, environment }, reasons))
    );
  });
}

async function cliOnPath(environment: NodeJS.ProcessEnv, reasons: string[]): Promise<PulumiCli | undefined> {
  const file = await findExecutable("pulumi", environment.PATH);
  if (file === undefined) {
    reasons.push("PATH: no pulumi");
    return undefined;
  }
  try {
    const cli = await probe(file, "path", environment);
    if (semver.satisfies(cli.version, `>=${MINIMUM_PULUMI_VERSION} <4`, { includePrerelease: true })) {
      return cli;
    }
    reasons.push(`PATH: ${file} has version ${cli.version}, not >= ${MINIMUM_PULUMI_VERSION} and < 4`);
  } catch (error) {
    reasons.push(`PATH: ${reasonOf(error)}`);
  }
  return undefined;
}

/** A cached CLI that no longer runs, say after a change of the operating system, counts as none. */
async function cachedCli(target: string, environment: NodeJS.ProcessEnv): Promise<PulumiCli | undefined> {
  const file = executableIn(target);
  if (!(await isExecutableFile(file))) {
    return undefined;
  }
  return await probe(file, "cache", environment).catch(() => undefined);
}

async function obtain(
  target: string,
  sources: readonly PulumiCliSource[],
  context: WorkContext,
  reasons: string[],
): Promise<PulumiCli> {
  const workspace = `${target}.partial`;
  const result = path.join(workspace, "result");
  try {
    for (const source of sources) {
      await removeTree(workspace);
      await mkdir(workspace);
      try {
        await source.fill(workspace, context);
        await probe(executableIn(result), source.origin, context.environment);
      } catch (error) {
        context.signal.throwIfAborted();
        const reason = `${source.title}: ${reasonOf(error)}`;
        reasons.push(reason);
        context.report(`no Pulumi CLI from the ${reason}`);
        continue;
      }
      await removeTree(target);
      await rename(result, target);
      return await probe(executableIn(target), source.origin, context.environment);
    }
    throw new PulumiCliError(reasons);
  } finally {
    await removeTree(workspace);
  }
}

async function probe(
  file: string,
  origin: PulumiCli["origin"],
  environment: NodeJS.ProcessEnv,
): Promise<PulumiCli> {
  const version = await pulumiVersion(file, environment);
  const hasNodeLanguageHost = await hasLanguageHost("nodejs", file, environment);
  return { path: file, version, origin, hasNodeLanguageHost };
}

function executableIn(directory: string): string {
  return path.join(directory, "bin", "pulumi");
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.split("\n", 1).join("") : String(error);
}
