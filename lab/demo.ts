/** `npm run demo`: runs the main job against the lab and ends with a summary. */
import { interruption, readOptions, runCommand, UsageError } from "./command";
import type { OfficialPlugins } from "./pulumi/official-plugins";

const USAGE = `Usage: npm run demo [-- --keep] [-- --official-plugins[=NAME,…]]

Deploys the quickstart to two clouds that run on this machine, uses it, attacks
it, and removes it.
  --keep              leave the lab running and print how to use it by hand;
                      Ctrl-C stops it
  --official-plugins  use the plugins that Pulumi publishes, and not the lab's:
                      aws, azuread, and azure-native, or those that are named.
                      Missing ones are downloaded into PULUMI_HOME (default
                      ~/.pulumi)
  --help              print this text

Exit codes: 0 all steps held, 1 something failed, 2 wrong options, 3 an
official plugin cannot be obtained and nothing was started, 130 interrupted.`;

const OFFICIAL = "--official-plugins";

async function main(signal: AbortSignal): Promise<void> {
  // Node's parser has no options whose value can be left out.
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
  const { runDemo } = await import("./demo/run-demo.js");
  const { renderSummary } = await import("./demo/summary.js");
  const { terminalColumns } = await import("./wrapped.js");
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

/**
 * The official plugins that the option asks for: all for `true`, else those that it names, separated by commas.
 *
 * @throws UsageError for a name that is not one of a plugin
 */
async function obtain(option: unknown, signal: AbortSignal): Promise<OfficialPlugins> {
  if (option === false) {
    return {};
  }
  const { obtainOfficialPlugins, OFFICIAL_PLUGIN_NAMES } = await import("./pulumi/official-plugins.js");
  const { ensurePulumiCli } = await import("./pulumi/toolchain/pulumi-cli.js");
  const report = (line: string): void => {
    console.error(line);
  };
  const names = option === true ? OFFICIAL_PLUGIN_NAMES : String(option).split(",");
  const unknown = names.find((name) => !OFFICIAL_PLUGIN_NAMES.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(
      `${OFFICIAL}: unknown plugin ${JSON.stringify(unknown)}.\n` +
        `Expected one or more of ${OFFICIAL_PLUGIN_NAMES.join(", ")}, separated by commas.`,
    );
  }
  return obtainOfficialPlugins(names, {
    report,
    signal,
    pulumi: async () => (await ensurePulumiCli({ report, signal })).path,
  });
}

void runCommand(main);
