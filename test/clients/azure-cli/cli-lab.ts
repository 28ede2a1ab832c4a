/** An Azure double, and the real Azure CLI that reaches it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { writeAzureCli } from "../../../lab/hand-tools";
import { writeLauncher } from "../../../lab/terminal";
import { AzureLab, BROAD_DEPLOYER } from "../../../lab/testing/azure-lab";
import { describeWith } from "../../../lab/testing/describe-with";
import { startOrStop, stoppedBy } from "../../../lab/testing/start-or-stop";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { azureCli } from "./azure-cli";

type Environment = Readonly<Record<string, string>>;

/** A shell in which `az` is the real CLI or the lab's double of it. Nothing of the developer's environment is in it but `PATH`. */
export class AzShell {
  readonly #running = new Set<ReturnType<AzShell["start"]>>();

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
    const child = execa("sh", ["-euc", commands], {
      env: {
        HOME: this.folder,
        LANG: "C.UTF-8",
        ...this.environment,
        ...variables,
        PATH: `${this.folder}:${process.env.PATH ?? ""}`,
      },
      extendEnv: false,
      cwd: this.folder,
      stdin: "ignore",
      // A group of its own, which ends as a whole.
      detached: true,
    });
    this.#running.add(child);
    const forget = (): void => {
      this.#running.delete(child);
    };
    child.then(forget, forget);
    return child;
  }

  /** Ends what still runs, such as a sign-in that a failed test left polling. */
  async stop(): Promise<void> {
    const running = [...this.#running];
    for (const { pid } of running) {
      if (pid !== undefined) {
        process.kill(-pid, "SIGKILL");
      }
    }
    await Promise.allSettled(running);
  }

  /** What a command shows, as JSON. */
  async json<T = Record<string, unknown>>(command: string, variables: Environment = {}): Promise<T> {
    return JSON.parse(await this.run(command, variables)) as T;
  }
}

/** The double, with shells. Each real one is signed in on its own. */
export class CliLab {
  readonly #shells: AzShell[] = [];

  private constructor(
    readonly azureLab: AzureLab,
    private readonly directory: string,
    private readonly executable: string,
  ) {}

  /** Starts the double; the first time on a machine this installs the CLI. Its deployer may change every application. */
  static async start(): Promise<CliLab> {
    const executable = await azureCli();
    return startOrStop(async (keep) => {
      const directory = await mkdtemp(path.join(tmpdir(), "azure-cli-"));
      keep(stoppedBy(() => rm(directory, { recursive: true })));
      const caFile = path.join(directory, "ca.pem");
      return new CliLab(await AzureLab.start({ deployer: BROAD_DEPLOYER, caFile }), directory, executable);
    });
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
    return this.#shell(folder, this.azure.environment());
  }

  /** A shell with the lab's double, which takes its login from the environment. */
  async doubleShell(name: string, login: Environment = {}): Promise<AzShell> {
    const folder = path.join(this.directory, name);
    await writeLauncher(path.join(folder, "az"), path.join(PROJECT_ROOT, "dist/lab/azure-cli.js"));
    return this.#shell(folder, { ...this.azure.environment(), ...login });
  }

  #shell(folder: string, environment: Environment): AzShell {
    const shell = new AzShell(folder, environment);
    this.#shells.push(shell);
    return shell;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#shells.map((shell) => shell.stop()));
    await this.azureLab.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/**
 * Signs a person in by a device code.
 *
 * @param objectId of someone whom `AzureDouble.addPerson` has added
 * @throws Error if the sign-in fails; the CLI has ended then
 */
export async function signInAsPerson({ azure }: CliLab, shell: AzShell, objectId: string): Promise<void> {
  const login = shell.start("az login --use-device-code --output none");
  let shown = "";
  let refusal: Error | undefined;
  login.stderr.on("data", (chunk: Buffer) => {
    shown += chunk.toString();
    const [, code] = /enter the code (\w+) to authenticate/.exec(shown) ?? [];
    if (code === undefined) {
      return;
    }
    shown = "";
    try {
      azure.enterDeviceCode(code, objectId);
    } catch (error) {
      refusal = error as Error;
      // Without its code, the CLI would poll for a quarter of an hour.
      void shell.stop();
    }
  });
  await login.catch((error: unknown) => {
    throw refusal ?? error;
  });
}

/** Describes a subject with such a lab, which runs while its tests do. */
export function describeWithCliLab(
  title: string,
  body: (this: Mocha.Suite, lab: () => CliLab) => void,
): void {
  describeWith(title, () => CliLab.start(), body);
}
