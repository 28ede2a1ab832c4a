/** `npm run demo`: runs the main job against the lab, and prints a summary. */
import { describeUse } from "../../lab";
import { interruption, readOptions, runCommand, UsageError } from "../../lab/command";
import { obtainOfficialPlugins, OFFICIAL_PLUGIN_NAMES, type OfficialPlugins } from "../../lab/pulumi";
import { ensurePulumiCli } from "../../lab/pulumi/toolchain";
import { terminalColumns, wrapped } from "../../lab/terminal";
import { withCode } from "../../messages";
import { LAB } from "../../messages/lab";
import { runDemo } from "./run-demo";
import { renderSummary } from "./summary";

const USAGE = `Usage: npm run demo [-- --keep] [-- --official-plugins[=NAME,…]]

Deploys the quickstart to two clouds that run on this machine. Then uses it,
attacks it, and removes it.

  --keep              keep the lab running, and print how to use it by hand;
                      Ctrl-C stops it
  --official-plugins  use the plugins that Pulumi publishes, not the lab's:
                      aws, azuread, and azure-native, or the named ones.
                      Downloads missing plugins into PULUMI_HOME (default:
                      ~/.pulumi).
  --help              print this help

Exit codes:
  0    all steps passed
  1    a step failed, or this machine lacks something
  2    wrong options
  3    an official plugin could not be installed; nothing was started
  130  interrupted`;

const OFFICIAL = "--official-plugins";

/** Width of a message about options. Standard error may not be a terminal. */
const USAGE_COLUMNS = 80;

async function main(signal: AbortSignal): Promise<void> {
  // Node's parser does not support options with an optional value.
  const args = process.argv.slice(2).filter((arg) => arg !== OFFICIAL);
  const wantsAll = process.argv.includes(OFFICIAL);
  const values = readOptions(
    { keep: { type: "boolean" }, "official-plugins": { type: "string" }, help: { type: "boolean" } },
    USAGE,
    args,
  );
  if (values.help === true) {
    console.log(USAGE);
    return;
  }
  const officialPlugins = await obtain(values["official-plugins"] ?? wantsAll, signal);
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

/**
 * The official plugins that the option selects: all for `true`, else the named ones, separated by commas.
 *
 * @throws UsageError for the name of an unknown plugin
 */
async function obtain(option: unknown, signal: AbortSignal): Promise<OfficialPlugins> {
  if (option === false) {
    return {};
  }
  const report = (line: string): void => {
    console.error(line);
  };
  const names = option === true ? OFFICIAL_PLUGIN_NAMES : String(option).split(",");
  const unknown = names.find((name) => !OFFICIAL_PLUGIN_NAMES.includes(name));
  if (unknown !== undefined) {
    const message = withCode(LAB.say("lab-plugin-unknown", unknown, OFFICIAL_PLUGIN_NAMES));
    throw new UsageError(wrapped(message, USAGE_COLUMNS));
  }
  return obtainOfficialPlugins(names, {
    report,
    signal,
    pulumi: async () => (await ensurePulumiCli({ report, signal })).path,
  });
}

void runCommand(main);
