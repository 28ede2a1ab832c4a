/** Programs of a lab on the PATH of its deployments and of the user's shell. */
import { symlink } from "node:fs/promises";
import path from "node:path";
import { LAB_ROOT } from "./lab-root";
import { writeLauncher, writeProgramLauncher } from "./terminal/shell";

/** The double of the Azure CLI, built. */
const AZURE_CLI = path.join(LAB_ROOT, "dist/lab/azure-cli.js");

/** The real Azure CLI, led to a lab. */
export interface AzureCli {
  /** Absolute path of `az`. */
  readonly executable: string;
  /** Variables by which it reaches the lab: those of `AzureTls.environment`. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Keeps the Azure CLI from asking questions, and from calling anything but the clouds.
 *
 * Source: azure-cli, "Azure CLI configuration": each setting `section.name` has a variable `AZURE_SECTION_NAME`.
 */
export const AZURE_CLI_SETTINGS = {
  AZURE_CORE_COLLECT_TELEMETRY: "false",
  AZURE_CORE_SURVEY_MESSAGE: "false",
  AZURE_CORE_LOGIN_EXPERIENCE_V2: "false",
  AZURE_EXTENSION_USE_DYNAMIC_INSTALL: "no",
};

/** What {@link putHandTools} takes. */
export interface HandTools {
  /** The folder with `aws`, of which nothing else goes on PATH: it also has another Python. */
  readonly pythonBin: string;
  /** Default is the lab's double, which knows the commands of the daily tests, and starts faster. */
  readonly azureCli?: AzureCli | undefined;
}

/**
 * Fills a new folder with `az` and `aws`.
 *
 * @returns the folder
 */
export async function putHandTools(directory: string, { pythonBin, azureCli }: HandTools): Promise<string> {
  const folder = path.join(directory, "bin");
  const az = path.join(folder, "az");
  if (azureCli === undefined) {
    await writeLauncher(az, AZURE_CLI);
  } else {
    await writeAzureCli(az, azureCli);
  }
  await symlink(path.join(pythonBin, "aws"), path.join(folder, "aws"));
  return folder;
}

/**
 * Writes a script that runs the real `az`. Its logins and settings are in a folder next to the script.
 *
 * @param file absolute path of the script
 */
export async function writeAzureCli(file: string, { executable, environment }: AzureCli): Promise<void> {
  await writeProgramLauncher(file, executable, {
    ...AZURE_CLI_SETTINGS,
    ...environment,
    AZURE_CONFIG_DIR: `${file}-config`,
  });
}
