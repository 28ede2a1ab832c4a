import { styleText } from "node:util";
import { about, type Message } from "../../messages";
import { COMMAND_LINE } from "../../messages/cli";
import { UnreadableError } from "../../policy-sources";
import { type Reach, REACHES } from "../../trust";
import { type Command, CommandError, type Io, PROGRAM, UsageError } from "../command";
import { readInput, shownFile, STDIN } from "../input/read-input";
import { choice, type Options, readOptions } from "../options";
import { packageVersion } from "../package-version";
import { withProgress } from "../progress";
import { EXIT } from "../report/outcome";
import type { Paint } from "../report/text-report";
import type { AuditReport } from "./audit-report";
import { EstateBuilder } from "./estate/estate-builder";
import { type FormatName, FORMATS } from "./formats";
import type { Format } from "./formats/format";
import { makeReport } from "./make-report";
import { addFile } from "./readers/read-estate";
import { compareSince, readEarlierFindings } from "./since";
import { isFailing } from "./summary";
import { readSuppressions, suppress } from "./suppressions";
import { writeReport } from "./write-report";

const HELP = `Usage: ${PROGRAM} audit [options] FILE...

Shows who can get into which AWS role from outside of AWS, how far they get, and
who in Azure controls the way in. It calls no cloud. Each FILE is recognized by
its content, and - is standard input:
  a snapshot of azure-to-aws collect
  aws iam get-account-authorization-details (of any size)
  aws iam get-credential-report, as JSON or CSV
  aws iam list-open-id-connect-providers
  az ad app list, az ad sp list
  az identity list, az identity federated-credential list
  az role assignment list, az vm list, az webapp list

Options:
  --format FORMAT      text (default), markdown, json, or sarif
  --out FILE           write the report to a file that only you can read
  --suppressions FILE  accept findings that this file lists with a reason and an
                       end date. They are still shown
  --since FILE         compare with an earlier report in JSON: only new findings
                       count, and those that are gone are listed
  --fail-on REACH      exit with 1 only for findings with a reach at least this
                       bad: anyone, tenant, replay, or nobody
  --help               print this text

Exit code:
  0  no finding counts
  1  a finding counts: it is not suppressed, not known, and not a note
  2  a file is unreadable or the command line is wrong
`;

const COLORS = {
  accepted: "green",
  rejected: "red",
  unknown: "yellow",
  known: "yellow",
  quiet: "dim",
} as const;

const FORMAT_NAMES = Object.keys(FORMATS) as [FormatName, ...FormatName[]];

/** `azure-to-aws audit`: who can get into which role, and how far. */
export const audit: Command = {
  summary: "show who can get into which AWS role, and how far they get",
  help: HELP,
  run: async (args, io) => {
    const options = readOptions(args, {
      format: "text",
      out: "text",
      suppressions: "text",
      since: "text",
      "fail-on": "text",
    });
    const format = choice(options, "format", FORMAT_NAMES);
    const failOn =
      options.text("fail-on") === undefined ? undefined : choice(options, "fail-on", ALL_REACHES);
    const { files } = options;
    if (files.length === 0) {
      throw new UsageError(COMMAND_LINE.say("file-missing"));
    }
    demandOneStdin([...files, options.text("suppressions"), options.text("since")]);
    const report = await auditFiles(files, options, io);
    const exitCode = isFailing(report, failOn) ? EXIT.rejected : EXIT.accepted;
    const out = options.text("out");
    const paint: Paint = (tone, text) =>
      io.colors && out === undefined ? styleText(COLORS[tone], text, { validateStream: false }) : text;
    const render: Format = FORMATS[format];
    const pieces = render(report, {
      files,
      paint,
      columns: out === undefined ? io.columns : undefined,
      exitCode,
    });
    if (out === undefined) {
      for await (const piece of pieces) {
        io.out(piece);
      }
    } else {
      await writeReport(out, pieces);
    }
    return exitCode;
  },
};

const ALL_REACHES = REACHES as readonly [Reach, ...Reach[]];

function demandOneStdin(files: readonly (string | undefined)[]): void {
  if (files.filter((file) => file === STDIN).length > 1) {
    throw new UsageError(COMMAND_LINE.say("standard-input-twice"));
  }
}

async function auditFiles(files: readonly string[], options: Options, io: Io): Promise<AuditReport> {
  // Small files first: an error in one is reported before a large one is read.
  const suppressions = await readOption(options.text("suppressions"), io, readSuppressions);
  const earlier = await readOption(options.text("since"), io, readEarlierFindings);
  const builder = new EstateBuilder();
  for (const file of files) {
    await naming(file, () =>
      withProgress(`${shownFile(file)}: reading`, io.err, () => addFile(file, io.stdin, builder)),
    );
  }
  const now = new Date();
  let report = makeReport(builder.build(), packageVersion(), now);
  if (suppressions !== undefined) {
    report = suppress(report, suppressions, now.toISOString().slice(0, 10));
  }
  return earlier === undefined ? report : compareSince(report, earlier);
}

async function readOption<T>(
  file: string | undefined,
  { stdin }: Io,
  read: (text: string) => T,
): Promise<T | undefined> {
  return file === undefined ? undefined : naming(file, async () => read(await readInput(file, stdin)));
}

/** Puts the file's name before what is wrong with it. */
async function naming<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnreadableError) {
      const said: Message = about(shownFile(file), error.said);
      throw new CommandError(said);
    }
    throw error;
  }
}
