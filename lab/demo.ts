/** `npm run demo`: runs the main job against the lab and ends with a summary. */
import { parseArgs } from "node:util";
import { interruption, runCommand } from "./command";

const USAGE = `Usage: npm run demo [-- --keep]

Deploys the quickstart to two clouds that run on this machine, uses it, attacks it, and removes it.
  --keep  leave the lab running and print how to use it by hand; Ctrl-C stops it
  --help  print this text`;

async function main(signal: AbortSignal): Promise<void> {
  const values = readOptions();
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const { runDemo } = await import("./demo/run-demo.js");
  const { renderSummary } = await import("./demo/summary.js");
  const { terminalColumns } = await import("./demo/wrapped.js");
  const { describeUse } = await import("./describe-use.js");
  const report = await runDemo({ display: "console", signal, keep: values.keep ?? false });
  try {
    console.log(renderSummary(report, terminalColumns()));
    if (report.lab) {
      console.log(await describeUse(report.lab, report.deployment.stack));
      await interruption(signal);
    }
  } finally {
    await report.lab?.stop();
  }
}

function readOptions(): { keep?: boolean; help?: boolean } {
  try {
    return parseArgs({ options: { keep: { type: "boolean" }, help: { type: "boolean" } } }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : "unknown option"}\n\n${USAGE}`, {
      cause: error,
    });
  }
}

void runCommand(main);
