/** The audit command from its options to its exit code: reads the input, and writes the report. */
import { about, coded, withCode } from "../../messages";
import { COMMAND_LINE } from "../../messages/cli";
import { UnreadableError } from "../../policy-sources";
import type { Reach } from "../../trust";
import { CommandError, EXIT, type Io, type Options, UsageError } from "../command";
import { readPolicies } from "../findings/policies-file";
import { readInput, shownFile, STDIN } from "../input/read-input";
import { invalidValue } from "../options";
import { packageVersion } from "../package-version";
import { withProgress } from "../progress";
import { paintFor } from "../report/paint";
import { printable } from "../report/printable";
import { acceptAuditFindings } from "./accept-findings";
import type { AuditReport } from "./audit-report";
import { EstateBuilder } from "./estate/estate-builder";
import { type FormatName, FORMATS } from "./formats";
import type { Format } from "./formats/format";
import { keepHeapSmall } from "./keep-heap-small";
import { makeReport } from "./make-report";
import { readOurs } from "./model/ours";
import { OWNER_KINDS } from "./model/owners";
import { addFile } from "./readers/read-estate";
import { compareSince, readEarlierReport } from "./since";
import { isFailing } from "./summary";
import { writeReport } from "./write-report";

/**
 * Runs `azure-to-aws audit`.
 *
 * @returns The exit code.
 * @throws {CommandError} If it cannot run.
 */
export async function runAudit(options: Options, io: Io): Promise<number> {
  const format = options.text("format") as FormatName;
  const failOn = options.text("fail-on") as Reach | undefined;
  const { files } = options;
  if (files.length === 0) {
    throw new UsageError(COMMAND_LINE.say("file-missing"));
  }
  demandOneStdin([...files, options.text("policy-pack-config"), options.text("since")]);
  const { report, unread } = await auditFiles(files, options, io);
  const hasGap = options.has("fail-on-gaps") && report.missing.length > 0;
  const isRejected = hasGap || isFailing(report, failOn);
  const exitCode = unread.length > 0 ? EXIT.unreadable : isRejected ? EXIT.rejected : EXIT.accepted;
  const out = options.text("out");
  const paint = paintFor(io.colors && out === undefined);
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
  if (unread.length > 0) {
    io.err(
      `${printable(`azure-to-aws: ${withCode(coded("audit-files-unread", `the report lacks what could not be read: ${unread.join("; ")}`))}`)}\n`,
    );
  }
  if (hasGap) {
    io.err(
      `${printable(`azure-to-aws: ${withCode(coded("audit-gaps", `the input lacks ${report.missing.join(", ")}, and --fail-on-gaps is given. Collect again with --resume`))}`)}\n`,
    );
  }
  return exitCode;
}

/** Where a cloud has nothing, its command line prints an empty list. */
const EMPTY = "audit-input-empty";

function demandOneStdin(files: readonly (string | undefined)[]): void {
  if (files.filter((file) => file === STDIN).length > 1) {
    throw new UsageError(COMMAND_LINE.say("standard-input-twice"));
  }
}

async function auditFiles(
  files: readonly string[],
  options: Options,
  io: Io,
): Promise<{ readonly report: AuditReport; readonly unread: readonly string[] }> {
  const ours = readOurs(options.texts("ours"));
  if ("invalid" in ours) {
    const expected = `KIND=NAME, where KIND is one of ${OWNER_KINDS.join(", ")}`;
    throw invalidValue("--ours", expected, ours.invalid);
  }
  // Small files first: an error in one is reported before a large one is read.
  const { accepted } = await readPolicies(options.text("policy-pack-config"), io.stdin);
  const earlier = await readOption(options.text("since"), io, readEarlierReport);
  keepHeapSmall();
  const builder = new EstateBuilder();
  const unread: string[] = [];
  let useless = 0;
  for (const file of files) {
    try {
      await naming(file, () =>
        withProgress(`${shownFile(file)}: reading`, io.err, () => addFile(file, io.stdin, builder)),
      );
    } catch (error) {
      // One of several exports that is something else must not hide what the others show.
      useless++;
      if (!(error instanceof CommandError) || useless === files.length) {
        throw error;
      }
      if (error.problem.code === EMPTY) {
        builder.addGap(`A file has nothing in it. ${error.message}`);
      } else {
        unread.push(shownFile(file));
        builder.addGap(`A file was not read, or not whole. ${error.message}`);
      }
    }
  }
  const now = new Date();
  const report = acceptAuditFindings(makeReport(builder.build(), packageVersion(), now, ours), accepted, now);
  return { report: earlier === undefined ? report : compareSince(report, earlier), unread };
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
      const problem = about(shownFile(file), error.problem);
      throw new CommandError(problem);
    }
    throw error;
  }
}
