/** `npm run demo`: runs the main job against the lab and ends with a summary. */
import { interruption, readOptions, runCommand } from "./command";

const USAGE = `Usage: npm run demo [-- --keep]

Deploys the quickstart to two clouds that run on this machine, uses it, attacks it, and removes it.
  --keep  leave the lab running and print how to use it by hand; Ctrl-C stops it
  --help  print this text`;

async function main(signal: AbortSignal): Promise<void> {
  const values = readOptions({ keep: { type: "boolean" }, help: { type: "boolean" } }, USAGE);
  if (values.help === true) {
    console.log(USAGE);
    return;
  }
  const { runDemo } = await import("./demo/run-demo.js");
  const { renderSummary } = await import("./demo/summary.js");
  const { terminalColumns } = await import("./demo/wrapped.js");
  const { describeUse } = await import("./describe-use.js");
  const report = await runDemo({ display: "console", signal, keep: values.keep === true });
  try {
    console.log(renderSummary(report, terminalColumns()));
    if (report.lab) {
      console.log(await describeUse(report.lab, { deployed: report.deployment.stack }));
      await interruption(signal);
    }
  } finally {
    await report.lab?.stop();
  }
}

void runCommand(main);
