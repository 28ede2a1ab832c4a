/** A Python virtual environment with the lab's packages: the AWS emulator, the AWS CLI and boto3. */
import { createHash } from "node:crypto";
import { access, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { coded, withCode } from "../../../messages";
import { exclusively } from "./exclusive-work";
import { ProcessError, runProcessGroup } from "./process-group";
import { type ProvisioningOptions, withHeartbeat, type WorkContext } from "./provisioning";
import { findPythons } from "./python-search";
import { requirementProblems, suitablePython } from "./requirement-problems";
import { RequirementsError } from "./requirements";
import { defaultCacheDirectory, removeTree, sourceFile } from "./toolchain-files";

/** Written last: an environment without it is incomplete. A virtual environment cannot be created elsewhere and moved. */
const MARKER = ".complete";

/** Settings of the user that would send packages elsewhere or hide those of the environment. */
const HARMFUL_SETTINGS = ["PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PYTHONHOME", "PYTHONPATH"];

/** A virtual environment that is complete. All paths are absolute. */
export interface PythonEnvironment {
  readonly directory: string;
  /** Folder of the executables, among them `aws`. */
  readonly bin: string;
  /** The Python interpreter in it. */
  readonly python: string;
}

/** Options of {@link ensurePythonEnvironment}. */
export interface PythonEnvironmentOptions extends ProvisioningOptions {
  /** Locked requirements with hashes. Default is the lab's own `requirements.txt`. */
  readonly requirements?: string;
}

/**
 * Finds or creates the virtual environment for the locked requirements and the Python on PATH. Packages come as wheels
 * whose sha256 is in the lock file; nothing is compiled. Concurrent processes share one attempt.
 *
 * @throws RequirementsError when there is no suitable Python
 * @throws Error with pip's own reason if packages cannot be installed
 * @throws the signal's reason when aborted; no incomplete environment is left
 */
export async function ensurePythonEnvironment(options: PythonEnvironmentOptions): Promise<PythonEnvironment> {
  const { report, requirements = sourceFile("requirements.txt") } = options;
  const signal = options.signal ?? new AbortController().signal;
  signal.throwIfAborted();
  const environment = withoutHarmfulSettings(options.environment ?? process.env);

  const pythons = await findPythons(environment);
  const python = suitablePython(pythons);
  if (python === undefined) {
    throw new RequirementsError(requirementProblems({ node: process.version, pythons }));
  }
  const lock = await readFile(requirements, "utf8");
  const key = createHash("sha256").update(`${python.version}\n${lock}`).digest("hex").slice(0, 12);
  const directory = path.join(options.cacheDirectory ?? defaultCacheDirectory(), `python-${key}`);
  if (await isComplete(directory, environment)) {
    return describe(directory);
  }
  return await exclusively(
    directory,
    { report, signal, what: "the Python packages" },
    async (whileLocked) => {
      if (!(await isComplete(directory, environment))) {
        await make(directory, python.path, requirements, { report, signal: whileLocked, environment });
      }
      return describe(directory);
    },
  );
}

function describe(directory: string): PythonEnvironment {
  const bin = path.join(directory, "bin");
  return { directory, bin, python: path.join(bin, "python") };
}

/** Whether the environment is finished and its Python still runs: an upgrade of the system's Python can remove it. */
async function isComplete(directory: string, environment: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    await access(path.join(directory, MARKER));
    await execa(describe(directory).python, ["-IS", "-c", ""], { env: environment, extendEnv: false });
    return true;
  } catch {
    return false;
  }
}

async function make(
  directory: string,
  python: string,
  requirements: string,
  { report, signal, environment }: WorkContext,
): Promise<void> {
  let collected = 0;
  const run = (file: string, args: readonly string[]) =>
    runProcessGroup(file, args, {
      environment,
      signal,
      onLine(line) {
        collected += line.startsWith("Collecting ") ? 1 : 0;
      },
    });
  try {
    await removeTree(directory);
    await withHeartbeat(
      report,
      (seconds) => `installing the lab's Python packages: ${collected} downloaded, ${seconds} s`,
      async () => {
        await run(python, ["-m", "venv", directory]);
        await run(describe(directory).python, [
          "-m",
          "pip",
          "install",
          "--no-input",
          "--disable-pip-version-check",
          "--progress-bar",
          "off",
          "--only-binary",
          ":all:",
          "--require-hashes",
          "--requirement",
          requirements,
        ]);
      },
    );
    await writeFile(path.join(directory, MARKER), "");
  } catch (error) {
    await removeTree(directory);
    throw error instanceof ProcessError ? new Error(describeFailure(error), { cause: error }) : error;
  }
}

function describeFailure({ message, lines }: ProcessError): string {
  const cause = lines.filter((line) => line.startsWith("ERROR: ")).at(-1);
  return withCode(
    coded(
      "lab-python-packages",
      `could not install the lab's Python packages: ${cause?.replace("ERROR: ", "") ?? message}`,
      "Check that pip reaches a package index (pip download boto3), and run again",
    ),
  );
}

function withoutHarmfulSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !HARMFUL_SETTINGS.includes(name)));
}
