/** The user's Pulumi CLI with a separate state for the run. */
import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { PulumiCommand } from "../../lab/pulumi";
import { findExecutable, pulumiVersion } from "../../lab/pulumi/toolchain";
import { shellWord } from "../../lab/terminal";
import { coded, withCode } from "../../messages";
import { PROJECT_ROOT } from "../project-root";

/** Pulumi, ready to use. */
export interface PulumiSetUp {
  readonly command: PulumiCommand;
  /** Such as `3.259.0`. */
  readonly version: string;
  /** Folder of state and configuration. */
  readonly directory: string;
}

/** The provider plugins of the quickstart. */
const PLUGINS = ["aws", "azuread", "azure-native"] as const;

/** The file with the passphrase of the state. */
const PASSPHRASE_FILE = "passphrase";

/**
 * Prepares a folder for state and configuration.
 *
 * @param hurry ends each run of the CLI without waiting for running operations
 * @throws Error if no CLI is on PATH
 */
export async function setUpPulumi(
  directory: string,
  environment: NodeJS.ProcessEnv,
  hurry: AbortSignal,
): Promise<PulumiSetUp> {
  const executable = await findExecutable("pulumi", environment.PATH);
  if (executable === undefined) {
    throw new Error(
      withCode(
        coded(
          "acceptance-pulumi-missing",
          "pulumi: not on PATH. Expected the Pulumi CLI",
          "Install it: https://www.pulumi.com/docs/install/",
        ),
      ),
    );
  }
  const version = await pulumiVersion(executable, environment);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const passphrase = randomBytes(24).toString("base64url");
  await writeFile(path.join(directory, PASSPHRASE_FILE), passphrase, { mode: 0o600 });
  const command = await PulumiCommand.create({
    executable,
    directory,
    environment: {},
    userSetUp: { home: environment.PULUMI_HOME ?? path.join(homedir(), ".pulumi"), passphrase, hurry },
  });
  return { command, version, directory };
}

/**
 * The commands with which a person destroys the stack of a run. They run in a subshell, so the shell keeps the person's own backend.
 * The person's own passphrase would override that in the file.
 */
export function destroyCommands(
  { command, directory }: PulumiSetUp,
  { name, configFile }: { readonly name: string; readonly configFile: string },
): readonly string[] {
  const variables = {
    PULUMI_BACKEND_URL: command.environment.PULUMI_BACKEND_URL,
    PULUMI_CONFIG_PASSPHRASE_FILE: path.join(directory, PASSPHRASE_FILE),
  };
  const set = Object.entries(variables).map(([variable, value]) => `${variable}=${shellWord(value)}`);
  const where = `--cwd ${shellWord(PROJECT_ROOT)} --stack ${name}`;
  return [
    "(",
    "unset PULUMI_CONFIG_PASSPHRASE",
    ...set.map((variable) => `export ${variable}`),
    `pulumi cancel --yes ${where}`,
    `pulumi destroy --refresh --yes ${where} --config-file ${shellWord(configFile)}`,
    ")",
  ];
}

/** The versions of the SDKs of the providers. Each SDK starts the plugin of its own version. */
export async function sdkVersions(): Promise<Readonly<Record<string, string>>> {
  const versions = await Promise.all(
    PLUGINS.map(async (name) => {
      const file = path.join(PROJECT_ROOT, "node_modules/@pulumi", name, "package.json");
      return [name, versionIn(await readFile(file, "utf8"))] as const;
    }),
  );
  return Object.fromEntries(versions);
}

/** The version of this package. */
export async function packageVersion(): Promise<string> {
  return versionIn(await readFile(path.join(PROJECT_ROOT, "package.json"), "utf8"));
}

function versionIn(manifest: string): string {
  return (JSON.parse(manifest) as { readonly version: string }).version;
}
