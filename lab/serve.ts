#!/usr/bin/env node
/** `npx @azure-to-aws/lab`: starts both clouds, for a person in another terminal or for one command. */
import type { Clouds } from "./clouds";
import { interruption, readOptions, runCommand } from "./command";

const USAGE = `Usage: npx @azure-to-aws/lab [--tls] [--pulumi] [--yaml]
       npx @azure-to-aws/lab -- COMMAND [ARGUMENT…]
In a checkout: npm start -w lab [-- --tls] [-- --yaml]

Starts Azure, Entra, and AWS on this machine, and prints how to use them by
hand. Ctrl-C stops them. With COMMAND: runs it as a workload of the lab, and
stops when it ends. It has a login in Entra (AZURE_CLIENT_ID and
AZURE_CLIENT_SECRET), an audience (AWS_AUDIENCE), and a role in AWS that may
read all buckets (AWS_ROLE_ARN). The SDKs of both vendors reach the lab.

  --tls     serve Azure with TLS too, for its SDKs, the real Azure CLI, and
            azure-to-aws preflight; tls.sh has their environment
  --pulumi  provide the Pulumi CLI too, to deploy by hand
  --yaml    build the language host for programs in YAML first, if it is
            missing; includes --pulumi
  --help    print this help

Exit codes:
  1    the lab could not start
  2    wrong options
  130  interrupted
With COMMAND: its exit code.`;

const report = (line: string): void => {
  console.error(line);
};

async function main(signal: AbortSignal): Promise<void> {
  const { options, command } = readArguments(process.argv.slice(2));
  if (options.help === true) {
    console.log(USAGE);
    return;
  }
  const [program, ...args] = command;
  if (program !== undefined) {
    await runWorkload(program, args, signal);
    return;
  }
  const azureTls = options.tls === true;
  const { describeUse } = await import("./describe-use.js");
  const { lab, lacksYaml } =
    options.pulumi === true || options.yaml === true
      ? await startLab(azureTls, options.yaml === true, signal)
      : { lab: await startClouds(azureTls, signal), lacksYaml: false };
  try {
    console.log(await describeUse(lab, { lacksYaml }));
    await interruption(signal);
  } finally {
    await lab.stop();
  }
}

/** The options, and the command after `--`. @throws UsageError for an unknown option */
function readArguments(given: readonly string[]): {
  readonly options: Readonly<Record<string, unknown>>;
  readonly command: readonly string[];
} {
  const end = given.indexOf("--");
  const own = end === -1 ? given : given.slice(0, end);
  const options = readOptions(
    {
      tls: { type: "boolean" },
      pulumi: { type: "boolean" },
      yaml: { type: "boolean" },
      help: { type: "boolean" },
    },
    USAGE,
    own,
  );
  return { options, command: end === -1 ? [] : given.slice(end + 1) };
}

async function startClouds(azureTls: boolean, signal: AbortSignal): Promise<Clouds> {
  const clouds = await import("./clouds.js");
  const { ensurePythonEnvironment } = await import("./pulumi/toolchain/python-environment.js");
  return clouds.startClouds({ azureTls }, await ensurePythonEnvironment({ report, signal }));
}

async function startLab(
  azureTls: boolean,
  wantsYaml: boolean,
  signal: AbortSignal,
): Promise<{ readonly lab: Clouds; readonly lacksYaml: boolean }> {
  const { prepareToolchain } = await import("./pulumi/toolchain/toolchain.js");
  const { provideBuiltYamlLanguageHost, provideYamlLanguageHost } =
    await import("./pulumi/toolchain/yaml-language-host.js");
  const { Lab } = await import("./lab.js");
  const toolchain = await prepareToolchain({ report, signal });
  const lab = await Lab.start(toolchain, { azureTls });
  try {
    const home = lab.pulumi.environment.PULUMI_HOME;
    if (wantsYaml) {
      await provideYamlLanguageHost(toolchain.cli, home, { report, signal });
    }
    return { lab, lacksYaml: !(await provideBuiltYamlLanguageHost(toolchain.cli, home)) };
  } catch (error) {
    await lab.stop();
    throw error;
  }
}

/** Runs a program with the login of a workload. The exit code of this process is that of the program. */
async function runWorkload(program: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  const { addWorkload } = await import("./workload.js");
  const { withoutCloudLogins } = await import("./cloud-logins.js");
  const { LAB_BUCKETS } = await import("./lab-facts.js");
  const { execa } = await import("execa");
  const lab = await startClouds(true, signal);
  try {
    const { environment } = await addWorkload(lab, { buckets: Object.keys(LAB_BUCKETS) });
    const { AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION, AWS_EC2_METADATA_DISABLED } =
      lab.aws.environment();
    const { exitCode } = await execa(program, args, {
      stdio: "inherit",
      reject: false,
      extendEnv: false,
      env: {
        ...withoutCloudLogins(process.env),
        ...lab.azure.tls().environment(),
        AWS_ENDPOINT_URL,
        AWS_REGION,
        AWS_DEFAULT_REGION,
        AWS_EC2_METADATA_DISABLED,
        ...environment,
      },
      cancelSignal: signal,
    });
    process.exitCode = exitCode ?? 1;
  } finally {
    await lab.stop();
  }
}

void runCommand(main);
