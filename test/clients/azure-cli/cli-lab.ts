/** An Azure double, and the real Azure CLI that reaches it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { writeAzureCli } from "../../../lab/hand-tools";
import { PROJECT_ROOT } from "../../../lab/project-root";
import { writeLauncher } from "../../../lab/shell";
import { describeWith } from "../../describe-with";
import { AzureLab, BROAD_DEPLOYER } from "../../unit/lab/azure/azure-lab";
import { azureCli } from "./azure-cli";

type Environment = Readonly<Record<string, string>>;

/** A shell in which `az` is the real CLI or the lab's double of it. */
export class AzShell {
  constructor(
    private readonly folder: string,
    private readonly environment: Environment,
  ) {}

  /**
   * Runs commands as a person does.
   *
   * @returns standard output
   * @throws Error (of execa) with both outputs when one of them fails
   */
  async run(commands: string, variables: Environment = {}): Promise<string> {
    return (await this.start(commands, variables)).stdout;
  }

  /** Begins to run commands, for a test that answers them while they run. */
  start(commands: string, variables: Environment = {}) {
    return execa("sh", ["-euc", commands], {
      env: { ...this.environment, ...variables, PATH: `${this.folder}:${process.env.PATH ?? ""}` },
      cwd: this.folder,
      stdin: "ignore",
    });
  }

  /** What a command shows, as JSON. */
  async json<T = Record<string, unknown>>(command: string, variables: Environment = {}): Promise<T> {
    return JSON.parse(await this.run(command, variables)) as T;
  }
}

/** The double, with shells. Each real one is signed in on its own. */
export class CliLab {
  private constructor(
    readonly azureLab: AzureLab,
    private readonly directory: string,
    private readonly executable: string,
  ) {}

  /** Starts the double; the first time on a machine this installs the CLI. Its deployer may change every application. */
  static async start(): Promise<CliLab> {
    const executable = await azureCli();
    const directory = await mkdtemp(path.join(tmpdir(), "azure-cli-"));
    const caFile = path.join(directory, "ca.pem");
    return new CliLab(await AzureLab.start({ deployer: BROAD_DEPLOYER, caFile }), directory, executable);
  }

  get azure() {
    return this.azureLab.azure;
  }

  /** A shell with the real CLI, signed in as nobody. */
  async realShell(name: string, environment: Environment = {}): Promise<AzShell> {
    const folder = path.join(this.directory, name);
    await writeAzureCli(path.join(folder, "az"), {
      executable: this.executable,
      environment: { ...this.azure.tls().environment(), ...environment },
    });
    return new AzShell(folder, this.azure.environment());
  }

  /** A shell with the lab's double, which takes its login from the environment. */
  async doubleShell(name: string, login: Environment = {}): Promise<AzShell> {
    const folder = path.join(this.directory, name);
    await writeLauncher(path.join(folder, "az"), path.join(PROJECT_ROOT, "dist/lab/azure-cli.js"));
    return new AzShell(folder, { ...this.azure.environment(), ...login });
  }

  async stop(): Promise<void> {
    await this.azureLab.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/**
 * Signs a person in by a device code.
 *
 * @param objectId of someone whom `AzureDouble.addPerson` has added
 */
export async function signInAsPerson({ azure }: CliLab, shell: AzShell, objectId: string): Promise<void> {
  const login = shell.start("az login --use-device-code --output none");
  let shown = "";
  let isEntered = false;
  login.stderr.on("data", (chunk: Buffer) => {
    shown += chunk.toString();
    const [, code] = /enter the code (\w+) to authenticate/.exec(shown) ?? [];
    if (code !== undefined && !isEntered) {
      isEntered = true;
      azure.enterDeviceCode(code, objectId);
    }
  });
  await login;
}

/** Describes a subject with such a lab, which runs while its tests do. */
export function describeWithCliLab(
  title: string,
  body: (this: Mocha.Suite, lab: () => CliLab) => void,
): void {
  describeWith(title, () => CliLab.start(), body);
}
