import { about, coded, withCode } from "../../messages";
import { COMMAND_LINE } from "../../messages/cli";
import { UnreadableError } from "../../policy-sources";
import {
  type BaselineFinding,
  deploymentFindings,
  fingerprint,
  renderBaseline,
} from "../../policypack/configuration";
import { type Command, PROGRAM, UsageError } from "../command";
import { readInput, readJson, shownFile } from "../input/read-input";
import { baselineFinding } from "../judged-files/baseline-finding";
import { fingerprintsOf } from "../judged-files/compare-baseline";
import { judgeText } from "../judged-files/judge-file";
import { readOptions } from "../options";
import { EXIT } from "../report/outcome";
import { printable } from "../report/printable";

const HELP = `Usage: ${PROGRAM} baseline [options] FILE... > baseline.json

Writes a baseline: the findings of today. With it, only new findings count.
It reads the same files as judge. - is standard input.

For a Pulumi stack (pulumi stack export), the baseline covers every rule of the
policy pack. It works both as the pack's "baseline" setting and with
judge --baseline. For other files, it covers the trust policies, and works with
judge --baseline only.

Options:
  --policy-pack-config FILE  the configuration of the pack. Findings of rules
                             that it disables are omitted
  --help                     print this text

Exit code:
  0  the baseline is written
  2  a file is unreadable or the command line is wrong. Nothing is written
`;

/** `azure-to-aws baseline`: writes the findings of today to a file. */
export const baseline: Command = {
  summary: "record today's findings, so that only new ones count",
  help: HELP,
  run: async (args, { stdin, out, err }) => {
    const options = readOptions(args, { "policy-pack-config": "text" });
    if (options.files.length === 0) {
      throw new UsageError(COMMAND_LINE.say("file-missing"));
    }
    const configFile = options.text("policy-pack-config");
    const findings: BaselineFinding[] = [];
    const unreadable: string[] = [];
    const reading = async <T>(file: string, read: () => Promise<T>): Promise<T | undefined> => {
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof UnreadableError)) {
          throw error;
        }
        err(`${printable(withCode(about(shownFile(file), error.said)))}\n`);
        unreadable.push(file);
        return undefined;
      }
    };
    const config =
      configFile === undefined
        ? undefined
        : await reading(configFile, async () => (await readJson(configFile, stdin)).value);
    for (const file of options.files) {
      const found = await reading(file, async () => findingsIn(file, await readInput(file, stdin), config));
      findings.push(...(found?.findings ?? []));
      for (const role of found?.unknown ?? []) {
        err(
          `${printable(withCode(coded("baseline-role-not-judged", `${file}: role ${role} is not in the baseline, because the file does not show its whole trust policy`)))}\n`,
        );
      }
    }
    if (unreadable.length > 0) {
      return EXIT.unreadable;
    }
    out(renderBaseline(findings));
    return EXIT.accepted;
  },
};

interface Found {
  readonly findings: readonly BaselineFinding[];
  /** Roles of which nothing can be said. */
  readonly unknown: readonly string[];
}

/** What is wrong in a file: by the pack's rules if it is a Pulumi stack, and by what `judge` says. */
function findingsIn(file: string, text: string, config: unknown): Found {
  const { state, roles } = judgeText(file, text);
  const ofPack = state === undefined ? [] : deploymentFindings(state, config ?? {});
  const configured = state !== undefined && config !== undefined;
  const known = new Set(ofPack.map((finding) => fingerprint(finding)));
  // What `judge` says beyond the pack. A configuration may have disabled it.
  const own = (configured ? [] : roles)
    .flatMap((role) => role.findings.map((placed) => ({ role, placed })))
    .filter(({ placed }) => placed.finding.severity === "violation")
    .map(({ role, placed }) => baselineFinding(role, placed))
    .filter((finding) => !fingerprintsOf(finding).some((own) => known.has(own)));
  const unknown = roles.filter(({ verdict }) => verdict === "unknown").map(({ document }) => document.role);
  return { findings: [...ofPack, ...own], unknown };
}
