/** The lab: both clouds, the engine and the provider plugins, started and stopped as one. */
import { delimiter, dirname, join } from "node:path";
import type { AzureDouble } from "./azure/azure-double";
import { type CloudOptions, Clouds, startClouds } from "./clouds";
import { LAB_ROOT } from "./lab-root";
import type { PulumiCommand } from "./pulumi/engine/pulumi-command";
import { officialConfiguration } from "./pulumi/official-configuration";
import type { OfficialPlugins } from "./pulumi/official-plugins";
import { startEngine } from "./pulumi/start-engine";
import type { Toolchain } from "./pulumi/toolchain/toolchain";

/** The module that leads the fetches of programs to the lab, built: other processes load it. */
const LEAD_TO_LAB = join(LAB_ROOT, "dist/lab/azure/lead-to-lab.js");

/** Options of a lab. */
export interface LabOptions extends CloudOptions {
  /**
   * Whether the engine starts the provider plugins and the language host as processes, as it does for users. By default they
   * run in this process, and the engine attaches to them: each run then starts four processes fewer.
   */
  readonly pluginProcesses?: boolean;
  /** Official plugins that replace the lab's. Default is none. */
  readonly officialPlugins?: OfficialPlugins;
  /**
   * Whether the engine writes the state after each step, as it does for users, or once an operation has ended. An operation
   * that is killed leaves the former state then, but one on 500 resources takes a fifth of the time. Default is true.
   */
  readonly savesEachStep?: boolean;
}

/** A running lab. The caller that started it stops it. */
export class Lab extends Clouds {
  private constructor(
    clouds: Clouds,
    cli: string,
    readonly pulumi: PulumiCommand,
    /** Stack configuration by which {@link LabOptions.officialPlugins} find the lab. Empty without them. */
    readonly pluginConfiguration: Readonly<Record<string, unknown>>,
  ) {
    const { directory, azure, aws, path, proxy, stop } = clouds;
    super({ directory, azure, aws, path: [...path, dirname(cli)], proxy, stop });
  }

  /** What deployments have in their environment. */
  override environment(): Record<string, string> {
    return { ...this.pulumi.environment };
  }

  /** Starts both clouds, and prepares the engine. If that fails, no process and no file is left. */
  static async start({ cli, python }: Toolchain, options: LabOptions = {}): Promise<Lab> {
    const { officialPlugins = {} } = options;
    const hasOfficial = Object.keys(officialPlugins).length > 0;
    const azureTls = hasOfficial || options.azureTls === true;
    const clouds = await startClouds({ ...options, azureTls }, python);
    try {
      const { directory, azure, aws, path } = clouds;
      const pulumi = await startEngine(cli, {
        directory,
        officialPlugins,
        pluginProcesses: options.pluginProcesses ?? false,
        savesEachStep: options.savesEachStep ?? true,
        environment: {
          ...clouds.environment(),
          ...(hasOfficial ? officialEnvironment(azure) : {}),
          NODE_OPTIONS: [process.env.NODE_OPTIONS, `--require=${JSON.stringify(LEAD_TO_LAB)}`]
            .filter((option) => option !== undefined)
            .join(" "),
          PATH: [...path, dirname(cli.path), process.env.PATH ?? ""].join(delimiter),
        },
      });
      const configuration = hasOfficial
        ? officialConfiguration(officialPlugins, { aws: aws.url, arm: azure.tls().endpoints.arm })
        : {};
      return new Lab(clouds, cli.path, pulumi, configuration);
    } catch (error) {
      await clouds.stop();
      throw error;
    }
  }
}

/**
 * What official plugins need in addition to the login. The proxy refuses hosts that the lab does not serve, so nothing that they send leaves the
 * machine. They ask `az` for a token by the TLS address of Microsoft Graph, and only Entra's own TLS address knows it.
 */
function officialEnvironment(azure: AzureDouble): Readonly<Record<string, string>> {
  const tls = azure.tls();
  return { ...tls.environment(), LAB_AZ_LOGIN_ENDPOINT: tls.endpoints.login };
}
