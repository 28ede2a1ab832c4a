/** `npm run demo`: runs the main job against the lab and ends with a summary. */
import { interruption, readOptions, runCommand } from "./command";
import type { OfficialPlugins } from "./pulumi/official-plugins";

const USAGE = `Usage: npm run demo [-- --keep] [-- --official-plugins[=NAME,…]]

Deploys the quickstart to two clouds that run on this machine, uses it, attacks it, and removes it.
  --keep              leave the lab running and print how to use it by hand; Ctrl-C stops it
  --official-plugins  use the plugins that Pulumi publishes, and not the lab's: aws, azuread, and
                      azure-native, or those that are named. Missing ones are downloaded into
                      PULUMI_HOME (default ~/.pulumi)
  --help              print this text

Exit codes: 0 all steps held, 1 something failed, 3 an official plugin cannot be obtained and
nothing was started, 130 interrupted.`;

const OFFICIAL = "--official-plugins";

async function main(signal: AbortSignal): Promise<void> {
  // Node's parser has no options whose value can be left out.
  const args = process.argv.slice(2).map((arg) => (arg === OFFICIAL ? `${OFFICIAL}=` : arg));
  const values = readOptions(
    { keep: { type: "boolean" }, "official-plugins": { type: "string" }, help: { type: "boolean" } },
    USAGE,
    args,
  );
  if (values.help === true) {
    console.log(USAGE);
    return;
  }
  const officialPlugins = await obtain(values["official-plugins"], signal);
  const { runDemo } = await import("./demo/run-demo.js");
  const { renderSummary } = await import("./demo/summary.js");
  const { terminalColumns } = await import("./demo/wrapped.js");
  const { describeUse } = await import("./describe-use.js");
  const report = await runDemo({ display: "console", signal, keep: values.keep === true, officialPlugins });
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

/** The official plugins that the option asks for: all if it names none, and none without it. */
async function obtain(option: unknown, signal: AbortSignal): Promise<OfficialPlugins> {
  if (typeof option !== "string") {
    return {};
  }
  const { obtainOfficialPlugins, OFFICIAL_PLUGIN_NAMES } = await import("./pulumi/official-plugins.js");
  const { ensurePulumiCli } = await import("./pulumi/toolchain/pulumi-cli.js");
  const report = (line: string): void => {
    console.error(line);
  };
  return obtainOfficialPlugins(option === "" ? OFFICIAL_PLUGIN_NAMES : option.split(","), {
    report,
    signal,
    pulumi: async () => (await ensurePulumiCli({ report, signal })).path,
  });
}

void runCommand(main);
