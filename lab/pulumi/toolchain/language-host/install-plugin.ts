import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

/**
 * Installs the packages of a plugin that the engine has fetched, as the host in Pulumi's releases does: `npm install` in its folder.
 * A folder with `node_modules` is left as it is, so nothing changes in a checkout.
 *
 * Source: pulumi/pulumi, `sdk/nodejs/cmd/pulumi-language-nodejs/main.go` (`InstallDependencies`) and `sdk/nodejs/npm/npm.go`.
 *
 * @returns what npm printed
 * @throws Error if npm fails
 */
export async function installPlugin(directory: string): Promise<string> {
  if (existsSync(path.join(directory, "node_modules"))) {
    return "";
  }
  const { stdout, stderr } = await promisify(execFile)("npm", ["install", "--loglevel=error"], {
    cwd: directory,
  });
  return `${stdout}${stderr}`;
}
