/** Looks at one `pulumi` executable. */
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import semver from "semver";
import { findExecutable, isExecutableFile } from "./executable-search";

/** How long `pulumi version` may take, in milliseconds. */
const VERSION_TIMEOUT = 20_000;

/**
 * The version that an executable reports, such as `3.259.0`.
 *
 * @throws Error naming the file when it does not run or prints no version
 */
export async function pulumiVersion(file: string, environment: NodeJS.ProcessEnv): Promise<string> {
  // Each start of the CLI leaves a log in its home, so it gets a temporary one.
  const home = await mkdtemp(path.join(tmpdir(), "azure-to-aws-pulumi-home-"));
  const { stdout, failed, shortMessage } = await execa(file, ["version"], {
    env: { ...environment, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
    extendEnv: false,
    timeout: VERSION_TIMEOUT,
    reject: false,
    stdin: "ignore",
  }).finally(() => rm(home, { recursive: true, force: true }));
  if (failed) {
    throw new Error(`${file}: does not run: ${shortMessage?.split("\n", 1).join("") ?? "unknown cause"}`);
  }
  const version = semver.clean(stdout);
  if (version === null) {
    throw new Error(`${file}: printed no version; got ${JSON.stringify(stdout.slice(0, 80))}`);
  }
  return version;
}

/**
 * Whether the CLI finds a language host by itself: the engine looks for `pulumi-language-<name>` on PATH and next to its
 * own executable. Official releases contain those of all languages; a CLI built from Go modules has none.
 *
 * @param name the language's name in a Pulumi.yaml, such as `nodejs` or `yaml`
 */
export async function hasLanguageHost(
  name: string,
  cli: string,
  environment: NodeJS.ProcessEnv,
): Promise<boolean> {
  const executable = `pulumi-language-${name}`;
  const folders = [path.dirname(cli), path.dirname(await realpath(cli))];
  for (const folder of folders) {
    if (await isExecutableFile(path.join(folder, executable))) {
      return true;
    }
  }
  return (await findExecutable(executable, environment.PATH)) !== undefined;
}
