/** Decides what this machine lacks, from what was found on it. Changes nothing. */
import semver from "semver";
import { withCode } from "../../../messages";
import { LAB } from "../../../messages/lab";

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
  return withCode(LAB.say("lab-node-version", node.replace(/^v/, "")));
}

function pythonProblem(pythons: readonly FoundPython[]): string | undefined {
  if (suitablePython(pythons) !== undefined) {
    return undefined;
  }
  const withoutVenv = pythons.find(isNewEnough);
  if (withoutVenv !== undefined) {
    return withCode(LAB.say("lab-python-without-venv", withoutVenv.version, withoutVenv.path));
  }
  const found = pythons.map(({ version, path }) => `Python ${version} (${path})`).join(" and ");
  return withCode(found === "" ? LAB.say("lab-python-missing") : LAB.say("lab-python-version", found));
}

function isNewEnough(python: FoundPython): boolean {
  return semver.gte(python.version, MINIMUM_PYTHON);
}
