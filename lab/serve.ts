/** `npm run lab`: the lab alone, to run `pulumi` and the AWS CLI against by hand. */
import { interruption, readOptions, runCommand } from "./command";

const USAGE = `Usage: npm run lab [-- --yaml]

Starts both clouds on this machine and prints how to use them by hand; Ctrl-C stops them.
  --yaml  build the language host for programs in YAML first, if there is none
  --help  print this text`;

async function main(signal: AbortSignal): Promise<void> {
  const options = readOptions({ yaml: { type: "boolean" }, help: { type: "boolean" } }, USAGE);
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
  const lab = await Lab.start(toolchain);
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
