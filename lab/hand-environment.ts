/** Files that a shell sources to use a lab. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Clouds } from "./clouds";
import { AZURE_CLI_SETTINGS } from "./hand-tools";
import { shellWord } from "./terminal/shell";

/** Variables that name another login, or another cloud, than the lab's to Azure's SDKs. Source: azure-identity, "Environment variables". */
const NOT_THE_LABS = [
  "AZURE_AUTHORITY_HOST",
  "AZURE_CLIENT_CERTIFICATE_PATH",
  "AZURE_FEDERATED_TOKEN_FILE",
  "AZURE_TOKEN_CREDENTIALS",
  "AZURE_USERNAME",
  "AZURE_PASSWORD",
];

/**
 * Writes `environment.sh`: the variables of deployments, and a proxy, so that no program in the shell reaches a host outside the
 * lab. The shell has the secret of the lab's login.
 *
 * @returns the absolute path of the file
 */
export async function writeEnvironment(lab: Clouds): Promise<string> {
  const variables = { ...lab.environment(), ...proxyVariables(lab.proxy), LAB_SHELL: "http" };
  const lines = Object.entries(variables).map((variable) => exported(variable, lab.path));
  return write(lab, "environment.sh", lines);
}

/**
 * Writes `tls.sh`, which a shell sources after `environment.sh` and the file of a login. With it, Azure's SDKs, the real Azure CLI,
 * and `azure-to-aws preflight` reach the lab under the public names of Azure. The proxy leads these names to the lab, and the
 * certificate makes clients trust it.
 *
 * @returns the absolute path of the file
 */
export async function writeTlsEnvironment(lab: Clouds): Promise<string> {
  const { ARM_TENANT_ID = "", ARM_SUBSCRIPTION_ID = "" } = lab.azure.environment();
  const variables = {
    ...lab.azure.tls().environment(),
    ...proxyVariables(lab.proxy),
    LAB_SHELL: "tls",
    AZURE_TENANT_ID: ARM_TENANT_ID,
    AZURE_SUBSCRIPTION_ID: ARM_SUBSCRIPTION_ID,
    // The user's own logins are neither used nor changed.
    AZURE_CONFIG_DIR: path.join(lab.directory, "azure-cli"),
    ...AZURE_CLI_SETTINGS,
  };
  return write(lab, "tls.sh", [
    `unset ${NOT_THE_LABS.join(" ")}\n`,
    ...Object.entries(variables).map((variable) => exported(variable, [])),
    // The login is that of the shell.
    'export AZURE_CLIENT_ID="$ARM_CLIENT_ID"\n',
    'export AZURE_CLIENT_SECRET="$ARM_CLIENT_SECRET"\n',
  ]);
}

/** Each variable in both spellings: programs differ in which one they read. */
function proxyVariables(proxy: string): Record<string, string> {
  const variables = { HTTPS_PROXY: proxy, HTTP_PROXY: proxy, NO_PROXY: "localhost,127.0.0.1" };
  const both = Object.entries(variables).flatMap(([name, value]) => [
    [name, value],
    [name.toLowerCase(), value],
  ]);
  return Object.fromEntries(both) as Record<string, string>;
}

/** A line of a file. The terminal keeps its own PATH, after the lab's folders. */
function exported([name, value]: readonly [string, string], folders: readonly string[]): string {
  if (name !== "PATH") {
    return `export ${name}=${shellWord(value)}\n`;
  }
  return `export PATH=${folders.map(shellWord).join(path.delimiter)}:"$PATH"\n`;
}

async function write(lab: Clouds, name: string, lines: readonly string[]): Promise<string> {
  const file = path.join(lab.directory, name);
  await writeFile(file, lines.join(""), { mode: 0o600 });
  return file;
}
