/** Doubles, a folder and a way to run the helper against them, fresh for each test. */
import { join } from "node:path";
import { Clouds } from "./clouds";
import { type Run, runHelper, type RunOptions, TemporaryFolder } from "./run-helper";

export class Fixture {
  #clouds: Clouds | undefined;
  #folder: TemporaryFolder | undefined;

  get clouds(): Clouds {
    return started(this.#clouds);
  }

  get folder(): string {
    return started(this.#folder).path;
  }

  get cacheFolder(): string {
    return join(this.folder, "cache");
  }

  async start(): Promise<void> {
    this.#folder = new TemporaryFolder();
    this.#clouds = await Clouds.start();
  }

  async stop(): Promise<void> {
    await this.#clouds?.close();
    this.#folder?.remove();
  }

  /** Options that lead the helper to the doubles and to the cache of this test. */
  options(options: RunOptions = {}): RunOptions {
    return {
      ...options,
      // Where there is no usable cache, notes go to the folder for temporary files.
      env: { HOME: this.folder, TMPDIR: this.folder, ...this.clouds.environment, ...options.env },
      args: ["--cache-dir", this.cacheFolder, ...(options.args ?? [])],
    };
  }

  async run(options: RunOptions = {}): Promise<Run> {
    return await runHelper(this.options(options));
  }
}

/** Registers the hooks and gives the fixture that they fill. */
export function useFixture(): Fixture {
  const fixture = new Fixture();
  beforeEach(() => fixture.start());
  afterEach(() => fixture.stop());
  return fixture;
}

function started<T>(part: T | undefined): T {
  if (part === undefined) {
    throw new Error("the fixture is only there inside a test");
  }
  return part;
}
