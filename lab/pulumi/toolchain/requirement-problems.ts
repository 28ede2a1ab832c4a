/** Decides what this machine lacks, from what was found on it. Changes nothing. */
import semver from "semver";
import { coded, withCode } from "../../../messages";

/** Node versions in which `require` takes ES modules, which this project relies on. */
const NODE_RANGE = "^20.19.0 || >=22.12.0";
/** Needed by boto3 and by the AWS emulator. */
const MINIMUM_PYTHON = "3.10.0";

/** One Python that was found on PATH. */
export interface FoundPython {
  /** Absolute path of the executable. */
  readonly path: string;
  /** For example `3.11.7`. */
  readonly version: string;
  /** Whether the modules `venv` and `ensurepip` exist. Debian and Ubuntu package them apart. */
  readonly hasVenv: boolean;
}

/** What a machine has. */
export interface FoundTools {
  /** Version of the running Node, with or without a leading `v`. */
  readonly node: string;
  /** All Pythons found, the preferred one first. */
  readonly pythons: readonly FoundPython[];
}

/** One line per requirement that is not met: what was found, what is expected, and what to do. */
export function requirementProblems({ node, pythons }: FoundTools): string[] {
  return [nodeProblem(node), pythonProblem(pythons)].filter((problem) => problem !== undefined);
}

/** The first Python that meets the requirements. */
export function suitablePython(pythons: readonly FoundPython[]): FoundPython | undefined {
  return pythons.find((python) => isNewEnough(python) && python.hasVenv);
}

function nodeProblem(node: string): string | undefined {
  if (semver.satisfies(node, NODE_RANGE)) {
    return undefined;
  }
  return withCode(
    coded(
      "lab-node-version",
      `Node ${node.replace(/^v/, "")} is not supported. Expected Node 20.19 or a later 20.x, or 22.12 or later`,
      "Install it from https://nodejs.org, or run: nvm install 22",
    ),
  );
}

function pythonProblem(pythons: readonly FoundPython[]): string | undefined {
  if (suitablePython(pythons) !== undefined) {
    return undefined;
  }
  const withoutVenv = pythons.find(isNewEnough);
  if (withoutVenv !== undefined) {
    return withCode(
      coded(
        "lab-python-without-venv",
        `Python ${withoutVenv.version} (${withoutVenv.path}): venv is missing. Expected Python >= 3.10 with venv`,
        "On Debian and Ubuntu: apt-get install python3-venv",
      ),
    );
  }
  const found = pythons.map(({ version, path }) => `Python ${version} (${path})`).join(" and ");
  return withCode(
    found === ""
      ? coded(
          "lab-python-missing",
          "neither python3 nor python on PATH runs. Expected Python >= 3.10 with venv",
          "Install it from https://www.python.org or with the system's package manager",
        )
      : coded(
          "lab-python-version",
          `found only ${found}. Expected Python >= 3.10 with venv`,
          "Install it from https://www.python.org or with the system's package manager",
        ),
  );
}

function isNewEnough(python: FoundPython): boolean {
  return semver.gte(python.version, MINIMUM_PYTHON);
}
