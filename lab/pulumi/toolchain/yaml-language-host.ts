/** The language host for programs in YAML: the CLI's own, or one that is built from Go modules. */
import { mkdir, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { isExecutableFile } from "./executable-search";
import { ensureGoTool, type GoTool } from "./go-tool";
import type { ProvisioningOptions } from "./provisioning";
import type { PulumiCli } from "./pulumi-cli";
import { hasLanguageHost } from "./pulumi-cli-probe";
import { defaultCacheDirectory } from "./toolchain-files";

const VERSION = "1.25.0";

const YAML_LANGUAGE_HOST: GoTool = {
  title: `the language host for YAML ${VERSION}`,
  cacheName: `pulumi-language-yaml-${VERSION}`,
  module: "yaml-language-host",
  package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
  executable: "pulumi-language-yaml",
  packages: 669,
  variables: { "github.com/pulumi/pulumi-yaml/pkg/version.Version": `v${VERSION}` },
};

/**
 * Ensures that a CLI can run programs in YAML. Official releases can; a CLI built from Go modules has no language
 * host for YAML, so it is built (about a minute, once) and installed where the engine keeps its plugins.
 *
 * @param cli the CLI that will run the programs
 * @param pulumiHome the folder that `PULUMI_HOME` will name
 */
export async function provideYamlLanguageHost(
  cli: PulumiCli,
  pulumiHome: string,
  options: ProvisioningOptions,
): Promise<void> {
  if (await hasLanguageHost("yaml", cli.path, options.environment ?? process.env)) {
    return;
  }
  await linkHost(await ensureGoTool(YAML_LANGUAGE_HOST, options), pulumiHome);
}

/**
 * The same without building anything.
 *
 * @returns whether the CLI can run programs in YAML
 */
export async function provideBuiltYamlLanguageHost(
  cli: PulumiCli,
  pulumiHome: string,
  options: Pick<ProvisioningOptions, "cacheDirectory" | "environment"> = {},
): Promise<boolean> {
  const { cacheDirectory = defaultCacheDirectory(), environment = process.env } = options;
  if (await hasLanguageHost("yaml", cli.path, environment)) {
    return true;
  }
  const { cacheName, executable } = YAML_LANGUAGE_HOST;
  const built = path.join(cacheDirectory, cacheName, "bin", executable);
  if (!(await isExecutableFile(built))) {
    return false;
  }
  await linkHost(built, pulumiHome);
  return true;
}

async function linkHost(executable: string, pulumiHome: string): Promise<void> {
  const link = path.join(pulumiHome, "plugins", `language-yaml-v${VERSION}`, YAML_LANGUAGE_HOST.executable);
  await mkdir(path.dirname(link), { recursive: true });
  await rm(link, { force: true });
  await symlink(executable, link);
}
