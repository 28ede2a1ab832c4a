import {
  type BaselineFinding,
  deploymentFindings,
  fingerprint,
  renderBaseline,
} from "azure-to-aws-federation/policypack/configuration";
import { UnreadableError } from "../../policy-sources";
import { type Command, PROGRAM, UsageError } from "../command";
import { readInput, readJson } from "../input/read-input";
import { judgeText } from "../judged-files/judge-file";
import { readOptions } from "../options";
import { EXIT } from "../report/outcome";
import { printable } from "../report/printable";
import { baselineFinding, fingerprintsOf } from "./compare-baseline";

const HELP = `Usage: ${PROGRAM} baseline [options] FILE... > baseline.json

Writes a baseline: what is wrong today, so that from now on only what is new
counts. Files are the same as for judge; - is standard input.

Of a Pulumi stack (pulumi stack export) all rules of the policy pack are taken,
and the baseline serves as the pack's setting "baseline" as well as for
judge --baseline. Of other files the trust policies are taken, for
judge --baseline.

Options:
  --policy-pack-config FILE  the pack's configuration: rules that it disables
                             are left out
  --help                     print this text

Exit code: 0 written, 2 a file unreadable or the command line wrong: then
nothing is written.
`;

/** `azure-to-aws baseline`: writes down what is wrong today. */
export const baseline: Command = {
  summary: "write down what is wrong today, so that only what is new counts",
  help: HELP,
  run: async (args, { stdin, out, err }) => {
    const options = readOptions(args, { "policy-pack-config": "text" });
    if (options.files.length === 0) {
      throw new UsageError("No file is given. Name one or more, or - for standard input.");
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
        err(`${printable(`${file}: ${error.message}`)}.\n`);
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
          `${printable(`${file}: role ${role} is not in the baseline: the file does not tell enough to judge it`)}.\n`,
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
    .flatMap(({ document, findings }) => findings.map(({ finding }) => ({ document, finding })))
    .filter(({ finding }) => finding.severity === "violation")
    .map(({ document, finding }) => baselineFinding(file, document, finding))
    .filter((finding) => !fingerprintsOf(finding).some((own) => known.has(own)));
  const unknown = roles.filter(({ verdict }) => verdict === "unknown").map(({ document }) => document.role);
  return { findings: [...ofPack, ...own], unknown };
}
