/** `npm start -w lab`: only the lab, to run `pulumi` and the AWS CLI against it by hand. */
import { interruption, readOptions, runCommand } from "./command";

const USAGE = `Usage: npm start -w lab [-- --tls] [-- --yaml]

Starts both clouds on this machine, and prints how to use them by hand. Ctrl-C
stops them.

  --tls   serve Azure with TLS too, for its SDKs, the real Azure CLI, and
          azure-to-aws preflight; tls.sh has their environment
  --yaml  build the language host for programs in YAML first, if it is missing
  --help  print this help

Exit codes:
  1    the lab could not start
  2    wrong options
  130  interrupted`;

async function main(signal: AbortSignal): Promise<void> {
  const options = readOptions(
    { tls: { type: "boolean" }, yaml: { type: "boolean" }, help: { type: "boolean" } },
    USAGE,
  );
  if (options.help === true) {
    console.log(USAGE);
    return;
  }
  const { prepareToolchain } = await import("./pulumi/toolchain/toolchain.js");
  const { provideBuiltYamlLanguageHost, provideYamlLanguageHost } =
    await import("./pulumi/toolchain/yaml-language-host.js");
  const { Lab } = await import("./lab.js");
  const { describeUse } = await import("./describe-use.js");
  const report = (line: string): void => {
    console.error(line);
  };
  const toolchain = await prepareToolchain({ report, signal });
  const lab = await Lab.start(toolchain, { azureTls: options.tls === true });
  try {
    const home = lab.pulumi.environment.PULUMI_HOME;
    if (options.yaml === true) {
      await provideYamlLanguageHost(toolchain.cli, home, { report, signal });
    }
    const lacksYaml = !(await provideBuiltYamlLanguageHost(toolchain.cli, home));
    console.log(await describeUse(lab, { lacksYaml }));
    await interruption(signal);
  } finally {
    await lab.stop();
  }
}

void runCommand(main);
