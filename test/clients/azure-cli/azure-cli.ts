/** The real Azure CLI, in a Python environment of its own. */
import path from "node:path";
import { pythonPackages } from "../programs";

/** The lock file. */
export const REQUIREMENTS = path.join(__dirname, "requirements.txt");

/** Long enough for the installation, which fetches 150 packages once. */
export const INSTALLATION_TIMEOUT = 900_000;

/**
 * Takes the CLI from the per-user cache or installs it.
 *
 * @returns absolute path of `az`
 */
export async function azureCli(): Promise<string> {
  return path.join((await pythonPackages(REQUIREMENTS)).bin, "az");
}

/** Signs in as the application that the variables `ARM_…` of a lab name, as a pipeline does. */
export const LOGIN =
  'az login --service-principal --username "$ARM_CLIENT_ID" --password "$ARM_CLIENT_SECRET" --tenant "$ARM_TENANT_ID" --output none';
