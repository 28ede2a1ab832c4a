/** `npm run lab`: the lab alone, to run `pulumi` and the AWS CLI against by hand. */
import { interruption, runCommand } from "./command";

async function main(signal: AbortSignal): Promise<void> {
  const { prepareToolchain } = await import("./pulumi/toolchain/toolchain.js");
  const { Lab } = await import("./lab.js");
  const { describeUse } = await import("./describe-use.js");
  const toolchain = await prepareToolchain({
    report: (line) => {
      console.error(line);
    },
    signal,
  });
  const lab = await Lab.start(toolchain);
  try {
    console.log(await describeUse(lab));
    await interruption(signal);
  } finally {
    await lab.stop();
  }
}

void runCommand(main);
