/** A container of the lab: a folder that plays its file system, and the processes that run in it. */
import { watch } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { moveGuestPaths } from "../vm/guest-paths";
import { ProcessGroups, type ProcessResult } from "../vm/process-groups";
import { fillVolume, type VolumeFile } from "./projected-volume";

/** A volume where the container sees it. */
export interface Mount {
  /** Absolute path in the container. */
  readonly path: string;
  readonly files: readonly VolumeFile[];
}

/** Options of {@link LabContainer.create}. */
export interface LabContainerOptions {
  readonly name: string;
  /** The folder; it must not exist. */
  readonly folder: string;
  /** Folders of programs that the image would have: aws, python3. The image itself is not fetched. */
  readonly path: readonly string[];
  /** What the container's definition and its host set. Absolute paths below a mount are moved into the folder. */
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: readonly Mount[];
  /** Address through which the container reaches AWS. */
  readonly egressUrl: string;
}

/** Options of {@link LabContainer.run}. */
export interface ContainerRunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What the command reads from its standard input. Default is nothing. */
  readonly input?: string;
}

const SYSTEM_PATH = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];
/** A loopback address where nobody listens: a container of the lab has no instance metadata service. */
const NOWHERE = "http://127.0.0.1:1";
/** Becomes the command, with both of its outputs in the file that `$0` names. */
const LOGGED = 'exec "$@" >>"$0" 2>&1';

/** A container that runs. */
export class LabContainer {
  readonly #processes = new ProcessGroups();
  readonly #mountPaths: readonly string[];
  #main: Promise<ProcessResult> | undefined;

  private constructor(private readonly options: LabContainerOptions) {
    this.#mountPaths = options.mounts.map(({ path }) => path);
  }

  /** Makes the folder with its mounts. @throws Error when there is something already. */
  static async create(options: LabContainerOptions): Promise<LabContainer> {
    const { folder, mounts } = options;
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(folder);
    for (const name of ["root", "tmp"]) {
      await mkdir(join(folder, name));
    }
    await writeFile(join(folder, "log"), "");
    const container = new LabContainer(options);
    for (const mount of mounts) {
      await container.fill(mount);
    }
    return container;
  }

  get name(): string {
    return this.options.name;
  }

  /** The folder that plays the file system. */
  get folder(): string {
    return this.options.folder;
  }

  /** Fills a mount again. Paths in its files are moved into the folder. */
  async fill({ path, files }: Mount): Promise<void> {
    const moved = files.map(({ name, text }) => ({ name, text: this.#move(text) }));
    await fillVolume(join(this.folder, path), moved);
  }

  /** Writes a file below one of the mounts. Paths in its text are moved into the folder. */
  async write(path: string, text: string): Promise<void> {
    const target = this.#move(path);
    if (target === path) {
      throw new Error(`${path}: not in a mount of the container ${this.name}`);
    }
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, this.#move(text));
  }

  /** Starts what the container is there for. It runs until it ends or the container does, and is not started again. */
  start(command: readonly string[]): void {
    const { env, cwd } = this.#surroundings();
    const words = command.map((word) => this.#move(word));
    this.#main = this.#processes.run(["/bin/sh", "-c", LOGGED, join(this.folder, "log"), ...words], {
      cwd,
      env,
    });
  }

  /** What the started command left once it has ended; its outputs are in {@link logs}. */
  async finished(): Promise<number> {
    if (this.#main === undefined) {
      throw new Error(`${this.name}: nothing was started in the container`);
    }
    return (await this.#main).exitCode;
  }

  /** What the started command has printed until now. */
  async logs(): Promise<string> {
    return readFile(join(this.folder, "log"), "utf8");
  }

  /** Waits until the started command has printed what matches; answers all that it has printed. */
  async logged(pattern: RegExp, signal: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      const watcher = watch(join(this.folder, "log"));
      const end = (): void => {
        watcher.close();
        signal.removeEventListener("abort", abort);
      };
      const abort = (): void => {
        end();
        reject(signal.reason as Error);
      };
      const look = (): void => {
        void this.logs().then((text) => {
          if (pattern.test(text)) {
            end();
            resolve(text);
          }
        }, abort);
      };
      signal.addEventListener("abort", abort);
      watcher.on("change", look);
      look();
    });
  }

  /** Runs a command next to the started one, as `az containerapp exec` and `kubectl exec` do. */
  async run(
    command: readonly [string, ...string[]],
    options: ContainerRunOptions = {},
  ): Promise<ProcessResult> {
    const { env, cwd } = this.#surroundings();
    const [file, ...args] = command;
    return this.#processes.run([this.#move(file), ...args.map((word) => this.#move(word))], {
      cwd,
      env: { ...env, ...options.env },
      input: options.input,
    });
  }

  /** Ends all that runs in the container; nothing runs in it any longer. */
  stop(): void {
    this.#processes.close();
  }

  /** Ends all that runs in the container and removes its folder. */
  async remove(): Promise<void> {
    this.stop();
    await this.#main;
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  #move(text: string): string {
    return moveGuestPaths(text, this.folder, this.#mountPaths);
  }

  #surroundings(): { readonly cwd: string; readonly env: Readonly<Record<string, string>> } {
    const { folder, path, env, egressUrl } = this.options;
    const given = Object.entries(env).map(([name, value]) => [name, this.#move(value)]);
    return {
      cwd: join(folder, "root"),
      env: {
        HOME: join(folder, "root"),
        LANG: "C.UTF-8",
        TMPDIR: join(folder, "tmp"),
        PATH: [...path, ...SYSTEM_PATH].join(":"),
        ...(Object.fromEntries(given) as Record<string, string>),
        AZURE_POD_IDENTITY_AUTHORITY_HOST: NOWHERE,
        AWS_ENDPOINT_URL: egressUrl,
        AWS_ENDPOINT_URL_STS: egressUrl,
        // Nothing may fall through to an address outside this machine.
        AWS_EC2_METADATA_DISABLED: "true",
      },
    };
  }
}
