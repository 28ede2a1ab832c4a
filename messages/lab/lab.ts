import { Catalog, entry } from "../catalog";
import { oneOf, quoted } from "../wording";

/** The version of Go that builds the programs of the lab. */
const GO = "Go >= 1.25.11 (https://go.dev/dl/)";

/** What the lab and the demo need of Python. */
const PYTHON = "Python >= 3.10 with venv";

/** What the output of a failed program follows. */
const OUTPUT = "Its output follows";

/** What is wrong with the lab's surroundings, or with a program that uses the lab. */
export const LAB = new Catalog("Lab", {
  "lab-unsupported": entry({
    text: (what: string, _how?: string) => `the lab does not support ${what}`,
    next: (_what: string, how = "Remove it for runs against the lab") => how,
    sample: ['"pgpKey"'],
    cause:
      "The clouds or their providers have this, but the lab does not play it. Real accounts are not affected.",
    fix: "Remove it for runs against the lab, for example with a setting of the stack. [What the lab plays](lab.md) lists the rest.",
  }),
  "lab-resource-type-unsupported": entry({
    text: (token: string, plugin: string, known: string) =>
      `unrecognized resource type: ${token}. Expected a type that the lab's ${plugin} plugin supports: ${known}`,
    sample: ["aws:sqs/queue:Queue", "aws", "aws:iam/role:Role, aws:s3/bucket:Bucket"],
    cause: "The lab's plugin plays only the types that the components and the examples use.",
    fix: "Remove the resource for runs against the lab. Or run the program on real accounts.",
  }),
  "lab-function-unsupported": entry({
    text: (token: string, plugin: string, known: string) =>
      `unrecognized data function (Invoke): ${token}. Expected a function that the lab's ${plugin} plugin supports: ${known}`,
    sample: ["aws:iam/getGroup:getGroup", "aws", "aws:iam/getRole:getRole"],
    cause: "The lab's plugin plays only the functions that the components and the examples use.",
    fix: "Remove the call for runs against the lab. Or run the program on real accounts.",
  }),
  "lab-environment-missing": entry({
    text: (variable: string) => `${variable}: not set. Expected the environment of a lab`,
    next: () => "Start a lab (npm run lab), and source the file that it prints",
    sample: ["ARM_TENANT_ID"],
    cause: "The lab's plugins find the lab by environment variables, and this shell does not have them.",
    fix: "Run `npm run lab`, and source the `environment.sh` that it prints in the shell that runs Pulumi.",
  }),
  "lab-host-blocked": entry({
    text: (host: string) => `${host}: not available, because the shell of the lab reaches only this machine`,
    next: () => "For the SDKs of Azure, start the lab with TLS: npm run lab -- --tls",
    sample: ["registry.npmjs.org"],
    cause:
      "A shell with the environment of the lab holds the secret of the lab's login, so its programs reach no other machine.",
    fix: "Install packages in another shell, before you source the environment. For the SDKs of Azure, [start the lab with TLS](../how-to/use-the-lab.md#use-azures-sdks-and-the-real-azure-cli).",
  }),
  "lab-az-unsupported": entry({
    text: (what: string, known?: string) =>
      `the lab's az does not support ${what}${known === undefined ? "" : `. Expected one of: ${known}`}`,
    next: () => "For other commands, use the real Azure CLI: npm run lab -- --tls",
    sample: ['the command "vm list"'],
    cause: "The `az` on the PATH of the lab is a double that knows only some commands.",
    fix: "Use [the real Azure CLI](../how-to/use-the-lab.md#use-azures-sdks-and-the-real-azure-cli), which reaches the lab too.",
  }),
  "lab-emulator-failed": entry({
    text: (reason: string) => `the AWS emulator (MiniStack) did not start: ${reason}`,
    sample: ["No module named 'ministack'"],
    cause: "The process that plays IAM, S3, and STS ended before it was ready.",
    fix: "Remove the Python environment from the cache (`rm -r ~/.cache/azure-to-aws-federation/python-*`), and run the command again.",
  }),
  "lab-node-version": entry({
    text: (version: string) =>
      `Node ${version} is not supported. Expected Node 20.19 or a later 20.x, or 22.12 or later`,
    next: () => "Install it from https://nodejs.org, or run: nvm install 22",
    sample: ["18.20.4"],
    cause: "The project loads ES modules with `require`, which older versions of Node do not support.",
    fix: "Install a supported version: `nvm install 22`.",
  }),
  "lab-python-missing": entry({
    text: () => `neither python3 nor python on PATH runs. Expected ${PYTHON}`,
    next: () => "Install it from https://www.python.org or with the system's package manager",
    sample: [],
    cause: "The AWS emulator, the AWS CLI, and boto3 run on Python.",
    fix: "Install Python with the package manager of the system. On Debian and Ubuntu: `apt-get install python3-venv`.",
  }),
  "lab-python-version": entry({
    text: (found: string) => `found only ${found}. Expected ${PYTHON}`,
    next: () => "Install it from https://www.python.org or with the system's package manager",
    sample: ["Python 3.8.10 (/usr/bin/python3)"],
    cause: "The AWS emulator and boto3 need a later version of Python.",
    fix: "Install Python 3.10 or later, and put it first on `PATH`.",
  }),
  "lab-python-without-venv": entry({
    text: (version: string, path: string) =>
      `Python ${version} (${path}): venv is missing. Expected ${PYTHON}`,
    next: () => "On Debian and Ubuntu: apt-get install python3-venv",
    sample: ["3.11.2", "/usr/bin/python3"],
    cause: "The lab keeps its Python packages in a virtual environment. Some systems package `venv` apart.",
    fix: "Install the module. On Debian and Ubuntu: `apt-get install python3-venv`.",
  }),
  "lab-pulumi-missing": entry({
    text: (reasons: string, _minimum: string) =>
      `found no Pulumi CLI, and could not install one (${reasons})`,
    next: (_reasons: string, minimum: string) =>
      `Install Pulumi >= ${minimum} (https://www.pulumi.com/docs/install/) or ${GO}, and run again`,
    sample: ["PATH: no pulumi; official release: no such host", "3.200.0"],
    cause:
      "`PATH` and the cache have no suitable Pulumi CLI, the official release cannot be downloaded, and Go cannot build one.",
    fix: "[Install the Pulumi CLI](https://www.pulumi.com/docs/install/), or install Go and set `GOPROXY` to a proxy that this machine reaches.",
  }),
  "lab-program-missing": entry({
    text: (title: string, reason: string, _remedy: string) => `could not install ${title}: ${reason}`,
    next: (_title: string, _reason: string, remedy: string) => remedy,
    sample: [
      "the language host for YAML 1.25.0",
      "no go executable on PATH",
      `Install ${GO}, check that it reaches a module proxy, and run again`,
    ],
    cause: "The lab downloads or builds this program once, and keeps it in the per-user cache.",
    fix: "Follow the instruction at the end of the message, and run the command again.",
  }),
  "lab-python-packages": entry({
    text: (reason: string) => `could not install the lab's Python packages: ${reason}`,
    next: () => "Check that pip reaches a package index (pip download boto3), and run again",
    sample: ["No matching distribution found for boto3==1.40.0"],
    cause: "`pip` could not fetch the packages of the lab: the AWS emulator, the AWS CLI, and boto3.",
    fix: "Check that pip reaches a package index: `pip download boto3`. Behind a mirror, set `PIP_INDEX_URL`.",
  }),
  "lab-plugin-missing": entry({
    text: (plugins: string, folder: string, reason: string) =>
      `${plugins}: not in ${folder}, and could not be downloaded: ${reason}`,
    sample: ["official plugin azuread 6.8.0", "/home/ada/.pulumi/plugins", "no such host"],
    cause:
      "`--official-plugins` uses the plugins that Pulumi publishes. They are not installed in the version of the npm packages.",
    fix: "Run the commands below the message on a machine that reaches get.pulumi.com. Or use the lab's own plugins: `npm run demo`.",
  }),
  "lab-plugin-unknown": entry({
    text: (name: string, known: readonly string[]) =>
      `--official-plugins: unknown plugin ${quoted(name)}. Expected one or more of ${known.join(", ")}, separated by commas`,
    sample: ["azure", ["aws", "azure-native", "azuread"]],
    cause: "The option names a package that the lab has no plugin for.",
    fix: "Name the packages as Pulumi does: `npm run demo -- --official-plugins=aws,azuread`.",
  }),
  "lab-option-invalid": entry({
    text: (problem: string, options: readonly string[]) => `${problem}. Expected ${oneOf(options)}`,
    sample: ["Unknown option '--foo'", ["--keep", "--official-plugins", "--help"]],
    cause: "The command has no such option, or the option has no such value.",
    fix: "Run the command with `-- --help`: `npm run demo -- --help`.",
  }),
  "lab-cache-not-writable": entry({
    text: (folder: string, reason: string) => `${folder}: cannot write to the cache (${reason})`,
    next: () => "Make the folder writable, or set XDG_CACHE_HOME to another folder",
    sample: ["/home/ada/.cache/azure-to-aws-federation", "EACCES: permission denied"],
    cause: "The lab keeps the Pulumi CLI and the Python packages in the per-user cache.",
    fix: "Make the folder writable, or choose another one: `export XDG_CACHE_HOME=/path/to/folder`.",
  }),
  "lab-lock-lost": entry({
    text: (target: string) => `${target}: another process took over the lock`,
    next: () => "Run the command again",
    sample: ["/home/ada/.cache/azure-to-aws-federation/pulumi-3.259.0"],
    cause: "Two processes install the same program, and this one did not answer for 20 seconds.",
    fix: "Run the command again.",
  }),
  "lab-disk-full": entry({
    text: (problem: string, _folder: string) => `${problem}: no space is left on the disk`,
    next: (_problem: string, folder: string) => `Free some space in ${folder}, and run again`,
    sample: ["ENOSPC: write", "/tmp"],
    cause: "The lab writes to the temporary folder of the system and to the per-user cache.",
    fix: "Free some space, or set `TMPDIR` to a folder on another disk.",
  }),
});

/** Promises of the demo that did not hold, in the lab or in an acceptance run. */
export const DEMO = new Catalog("Demo and acceptance run: steps", {
  "demo-pulumi-failed": entry({
    text: (command: string) => `${command} failed`,
    next: () => OUTPUT,
    sample: ["pulumi up"],
    cause: "The Pulumi CLI ended with an error. Its output names the resource.",
    fix: "Find the code or the text of the error in the output on this page, or run `npx --no -- azure-to-aws explain` with it.",
  }),
  "demo-update-changed": entry({
    text: (operations: string) =>
      `the second pulumi up changed resources (${operations}). Expected no change`,
    next: () => OUTPUT,
    sample: ["update, same"],
    cause: "A program that did not change must not change resources.",
    fix: "Report the output to the project: this is an error of the components or of a provider.",
  }),
  "demo-insecure-accepted": entry({
    text: () => "the policy pack accepted examples/insecure. Expected violations",
    sample: [],
    cause:
      "The program has roles that anyone can assume, and the policy pack must refuse them in the preview.",
    fix: "If you changed the policy pack, undo the change. Otherwise report it to the project.",
  }),
  "demo-insecure-failed": entry({
    text: () => "the preview of examples/insecure failed without a violation",
    next: () => OUTPUT,
    sample: [],
    cause: "The preview failed for another reason than the policy pack.",
    fix: "Find the text of the error in the output on this page.",
  }),
  "demo-attempt-accepted": entry({
    text: (attempt: string) => `${attempt}: the cloud allowed it. Expected a refusal`,
    sample: ["Assuming the role with a forged signature"],
    cause: "Someone who must not get access got it, so the deployment or the lab is not secure.",
    fix: "If you changed the components or the lab, undo the change. Otherwise report it to the project.",
  }),
  "demo-refusal-differs": entry({
    text: (attempt: string, code: string, message: string) =>
      `${attempt}: the cloud refused it with another error. Expected ${code}; got ${quoted(message)}`,
    sample: ["Assuming the role with a forged signature", "InvalidIdentityToken", "ExpiredTokenException"],
    cause: "The attempt failed, but not for the reason that the demo shows.",
    fix: "Look for the cause in the error that was returned. If nothing of yours causes it, report it to the project.",
  }),
  "demo-file-missing": entry({
    text: (vm: string, file: string) => `${vm}: ${file} is missing. Expected the deployment to install it`,
    sample: ["lab-vm", "/opt/azure-to-aws/credential_process.py"],
    cause: "The Run Command that installs the credential helper did not write the file.",
    fix: "Read the output of the Run Command: `az vm run-command list --vm-name VM --resource-group GROUP`.",
  }),
  "demo-profile-missing": entry({
    text: (file: string, profile: string, found: readonly string[]) =>
      `${file}: profile ${quoted(profile)} is missing; got ${found.length === 0 ? "none" : found.join(", ")}`,
    sample: ["/etc/azure-to-aws/config", "DevTeam-S3ReadOnlyAccess", ["other"]],
    cause: "The installed AWS config belongs to another workload.",
    fix: "Run `pulumi up` again, which installs the config of the workload.",
  }),
  "demo-command-failed": entry({
    text: (command: string, exitCode: number, stderr: string) =>
      `${command}: failed in the VM with exit code ${exitCode}: ${stderr}`,
    sample: [
      "aws s3 ls --profile DevTeam-S3ReadOnlyAccess",
      255,
      "Error when retrieving credentials from custom-process",
    ],
    cause: "A command in the VM did not get credentials, or AWS refused its request.",
    fix: "Find the text of the error on this page or in [the troubleshooting guide](../how-to/troubleshoot.md).",
  }),
  "demo-not-empty": entry({
    text: (left: string) => `pulumi destroy left resources. Expected none; got ${left}`,
    sample: ['{"roles":1}'],
    cause: "A resource of the stack is still in a cloud of the lab after `pulumi destroy`.",
    fix: "If you changed the components or the lab, undo the change. Otherwise report it to the project.",
  }),
});
