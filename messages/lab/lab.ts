import { Catalog, entry } from "../catalog";
import { oneOf, quoted } from "../wording";

/** The version of Go that builds the programs of the lab. */
const GO = "Go >= 1.25.11 (https://go.dev/dl/)";

/** What the lab and the demo need of Python. */
const PYTHON = "Python >= 3.10 with venv";

/** What the output of a failed program follows. */
const OUTPUT = "Its output follows";

/** What is wrong with the lab's surroundings, or with a program that uses the lab. */
export const LAB = new Catalog({
  "lab-unsupported": entry({
    text: (what: string, _how?: string) => `the lab does not support ${what}`,
    next: (_what: string, how = "Remove it for runs against the lab") => how,
  }),
  "lab-resource-type-unsupported": entry({
    text: (token: string, plugin: string, known: string) =>
      `unrecognized resource type: ${token}. Expected a type that the lab's ${plugin} plugin supports: ${known}`,
  }),
  "lab-function-unsupported": entry({
    text: (token: string, plugin: string, known: string) =>
      `unrecognized data function (Invoke): ${token}. Expected a function that the lab's ${plugin} plugin supports: ${known}`,
  }),
  "lab-environment-missing": entry({
    text: (variable: string) => `${variable}: not set. Expected the environment of a lab`,
    next: () => "Start a lab (npm run lab), and source the file that it prints",
  }),
  "lab-host-blocked": entry({
    text: (host: string) => `${host}: not available, because the shell of the lab reaches only this machine`,
    next: () => "For the SDKs of Azure, start the lab with TLS: npm run lab -- --tls",
  }),
  "lab-az-unsupported": entry({
    text: (what: string, known?: string) =>
      `the lab's az does not support ${what}${known === undefined ? "" : `. Expected one of: ${known}`}`,
    next: () => "For other commands, use the real Azure CLI: npm run lab -- --tls",
  }),
  "lab-emulator-failed": entry({
    text: (reason: string) => `the AWS emulator (MiniStack) did not start: ${reason}`,
  }),
  "lab-node-version": entry({
    text: (version: string) =>
      `Node ${version} is not supported. Expected Node 20.19 or a later 20.x, or 22.12 or later`,
    next: () => "Install it from https://nodejs.org, or run: nvm install 22",
  }),
  "lab-python-missing": entry({
    text: () => `neither python3 nor python on PATH runs. Expected ${PYTHON}`,
    next: () => "Install it from https://www.python.org or with the system's package manager",
  }),
  "lab-python-version": entry({
    text: (found: string) => `found only ${found}. Expected ${PYTHON}`,
    next: () => "Install it from https://www.python.org or with the system's package manager",
  }),
  "lab-python-without-venv": entry({
    text: (version: string, path: string) =>
      `Python ${version} (${path}): venv is missing. Expected ${PYTHON}`,
    next: () => "On Debian and Ubuntu: apt-get install python3-venv",
  }),
  "lab-pulumi-missing": entry({
    text: (reasons: string, _minimum: string) =>
      `found no Pulumi CLI, and could not install one (${reasons})`,
    next: (_reasons: string, minimum: string) =>
      `Install Pulumi >= ${minimum} (https://www.pulumi.com/docs/install/) or ${GO}, and run again`,
  }),
  "lab-program-missing": entry({
    text: (title: string, reason: string, _remedy: string) => `could not install ${title}: ${reason}`,
    next: (_title: string, _reason: string, remedy: string) => remedy,
  }),
  "lab-python-packages": entry({
    text: (reason: string) => `could not install the lab's Python packages: ${reason}`,
    next: () => "Check that pip reaches a package index (pip download boto3), and run again",
  }),
  "lab-plugin-missing": entry({
    text: (plugins: string, folder: string, reason: string) =>
      `${plugins}: not in ${folder}, and could not be downloaded: ${reason}`,
  }),
  "lab-plugin-unknown": entry({
    text: (name: string, known: readonly string[]) =>
      `--official-plugins: unknown plugin ${quoted(name)}. Expected one or more of ${known.join(", ")}, separated by commas`,
  }),
  "lab-option-invalid": entry({
    text: (problem: string, options: readonly string[]) => `${problem}. Expected ${oneOf(options)}`,
  }),
  "lab-cache-not-writable": entry({
    text: (folder: string, reason: string) => `${folder}: cannot write to the cache (${reason})`,
    next: () => "Make the folder writable, or set XDG_CACHE_HOME to another folder",
  }),
  "lab-lock-lost": entry({
    text: (target: string) => `${target}: another process took over the lock`,
    next: () => "Run the command again",
  }),
  "lab-disk-full": entry({
    text: (problem: string, _folder: string) => `${problem}: no space is left on the disk`,
    next: (_problem: string, folder: string) => `Free some space in ${folder}, and run again`,
  }),
});

/** Promises of the demo that did not hold, in the lab or in an acceptance run. */
export const DEMO = new Catalog({
  "demo-pulumi-failed": entry({
    text: (command: string) => `${command} failed`,
    next: () => OUTPUT,
  }),
  "demo-update-changed": entry({
    text: (operations: string) =>
      `the second pulumi up changed resources (${operations}). Expected no change`,
    next: () => OUTPUT,
  }),
  "demo-insecure-accepted": entry({
    text: () => "the policy pack accepted examples/insecure. Expected violations",
  }),
  "demo-insecure-failed": entry({
    text: () => "the preview of examples/insecure failed without a violation",
    next: () => OUTPUT,
  }),
  "demo-attempt-accepted": entry({
    text: (attempt: string) => `${attempt}: the cloud allowed it. Expected a refusal`,
  }),
  "demo-refusal-differs": entry({
    text: (attempt: string, code: string, message: string) =>
      `${attempt}: the cloud refused it with another error. Expected ${code}; got ${quoted(message)}`,
  }),
  "demo-file-missing": entry({
    text: (vm: string, file: string) => `${vm}: ${file} is missing. Expected the deployment to install it`,
  }),
  "demo-profile-missing": entry({
    text: (file: string, profile: string, found: readonly string[]) =>
      `${file}: profile ${quoted(profile)} is missing; got ${found.length === 0 ? "none" : found.join(", ")}`,
  }),
  "demo-command-failed": entry({
    text: (command: string, exitCode: number, stderr: string) =>
      `${command}: failed in the VM with exit code ${exitCode}: ${stderr}`,
  }),
  "demo-not-empty": entry({
    text: (left: string) => `pulumi destroy left resources. Expected none; got ${left}`,
  }),
});
