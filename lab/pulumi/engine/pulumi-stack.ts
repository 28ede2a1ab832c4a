/** One stack of one project, with a separate config file. Nothing writes to the project's folder. */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse, stringify } from "yaml";
import { writeEmptyState } from "./empty-state";
import type { PulumiCommand, PulumiRun, PulumiRunOptions } from "./pulumi-command";

/** Which stack. */
export interface PulumiStackOptions {
  /** Folder with the Pulumi.yaml. */
  readonly projectDirectory: string;
  readonly stackName: string;
  /** Stack config, keys with their namespace. Objects are kept as objects. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Folder for the config file. */
  readonly directory: string;
}

/** Options of an operation on the stack. */
export interface StackRunOptions extends Omit<PulumiRunOptions, "projectDirectory"> {
  /** Folders of policy packs that must accept what is deployed. Default: none. */
  readonly policyPacks?: readonly string[];
  /** File with the packs' configuration, for each of them. Default: none. */
  readonly policyPackConfig?: string;
  /** URNs of resources that are replaced, whether they change or not. Default: none. */
  readonly replace?: readonly string[];
}

/** Options of {@link PulumiStack.up}. */
export interface UpOptions extends StackRunOptions {
  /** Whether a preview comes first, as when a person runs it. Default: false. */
  readonly preview?: boolean;
  /** Whether the state is refreshed from the clouds first. Default: false. */
  readonly refresh?: boolean;
}

/** Options of {@link PulumiStack.destroy}. */
export interface DestroyOptions extends StackRunOptions {
  /** Whether the state is refreshed from the clouds first. Default: false. */
  readonly refresh?: boolean;
}

/** A stack in the lab's own state. */
export class PulumiStack {
  private constructor(
    private readonly pulumi: PulumiCommand,
    private readonly options: PulumiStackOptions,
    /** Stack config, ready for `--config-file`. */
    readonly configFile: string,
  ) {}

  get name(): string {
    return this.options.stackName;
  }

  /**
   * Creates the stack.
   *
   * @throws Error if the project has a stack of that name
   */
  static async create(pulumi: PulumiCommand, options: PulumiStackOptions): Promise<PulumiStack> {
    const { projectDirectory, stackName } = options;
    const { name } = parse(await readFile(path.join(projectDirectory, "Pulumi.yaml"), "utf8")) as {
      readonly name: string;
    };
    await writeEmptyState(pulumi.environment.PULUMI_BACKEND_URL, name, stackName);
    const directory = path.join(options.directory, stackName);
    await mkdir(directory, { recursive: true });
    const stack = new PulumiStack(pulumi, options, path.join(directory, "config.yaml"));
    await stack.configure({});
    return stack;
  }

  /** Sets config. It overrides the config that the stack was created with. */
  async configure(config: Readonly<Record<string, unknown>>): Promise<void> {
    await writeFile(this.configFile, stringify({ config: { ...this.options.config, ...config } }));
  }

  async preview(options: StackRunOptions = {}): Promise<PulumiRun> {
    return this.#run(["preview"], options);
  }

  async up({ preview = false, refresh = false, ...options }: UpOptions = {}): Promise<PulumiRun> {
    const flags = [...(preview ? [] : ["--skip-preview"]), ...(refresh ? ["--refresh"] : [])];
    return this.#run(["up", "--yes", ...flags], options);
  }

  async destroy({ refresh = false, ...options }: DestroyOptions = {}): Promise<PulumiRun> {
    return this.#run(["destroy", "--yes", "--skip-preview", ...(refresh ? ["--refresh"] : [])], options);
  }

  /** Removes the lock that a killed operation left. A missing lock is not an error. */
  async unlock(): Promise<void> {
    const { projectDirectory, stackName } = this.options;
    await this.pulumi.run(["cancel", "--yes", "--stack", stackName], { projectDirectory });
  }

  /** The stack's outputs; secret ones are left masked. */
  async outputs(): Promise<Record<string, unknown>> {
    const { projectDirectory, stackName } = this.options;
    const run = await this.pulumi.run(["stack", "output", "--json", "--stack", stackName], {
      projectDirectory,
    });
    if (run.exitCode !== 0) {
      throw new Error(`stack ${stackName}: cannot read the outputs: ${run.output}`);
    }
    return JSON.parse(run.output) as Record<string, unknown>;
  }

  /** The stack's state with its secrets in clear, as anyone who has the state and its passphrase sees it. */
  async exportWithSecrets(): Promise<string> {
    const { projectDirectory, stackName } = this.options;
    const run = await this.pulumi.run(["stack", "export", "--show-secrets", "--stack", stackName], {
      projectDirectory,
    });
    if (run.exitCode !== 0) {
      throw new Error(`stack ${stackName}: export failed: ${run.output}`);
    }
    return run.output;
  }

  /**
   * Marks resources in the state, so that `destroy` forgets them and leaves them in the cloud, as `retainOnDelete` of a program does.
   *
   * @throws Error if the state cannot be read or written
   */
  async retain(isRetained: (type: string) => boolean): Promise<void> {
    const { projectDirectory, stackName, directory } = this.options;
    const file = path.join(directory, stackName, "retained-state.json");
    const stack = ["--stack", stackName, "--file", file];
    const demand = async (command: string): Promise<void> => {
      const run = await this.pulumi.run(["stack", command, ...stack], { projectDirectory });
      if (run.exitCode !== 0) {
        throw new Error(`stack ${stackName}: ${command} failed: ${run.output}`);
      }
    };
    await demand("export");
    const state = JSON.parse(await readFile(file, "utf8")) as {
      readonly deployment?: { readonly resources?: { type: string; retainOnDelete?: boolean }[] };
    };
    for (const resource of state.deployment?.resources ?? []) {
      resource.retainOnDelete = isRetained(resource.type) || resource.retainOnDelete === true;
    }
    await writeFile(file, JSON.stringify(state), { mode: 0o600 });
    await demand("import");
    await rm(file);
  }

  async #run(command: readonly string[], options: StackRunOptions): Promise<PulumiRun> {
    const { policyPacks = [], policyPackConfig, replace = [], ...runOptions } = options;
    return this.pulumi.run(
      [
        ...command,
        "--stack",
        this.options.stackName,
        "--config-file",
        this.configFile,
        ...replace.flatMap((urn) => ["--replace", urn]),
        ...policyPacks.flatMap((pack) => ["--policy-pack", pack]),
        ...policyPacks.flatMap(() => (policyPackConfig ? ["--policy-pack-config", policyPackConfig] : [])),
      ],
      { ...runOptions, projectDirectory: this.options.projectDirectory },
    );
  }
}
