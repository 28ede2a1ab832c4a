/** The collect command from its options to its exit code: plans, reads, and assembles the snapshot. */
import { quoteWord } from "../../credential-helper/shell-quote";
import { coded, withCode } from "../../messages";
import { COLLECTING } from "../../messages/cli";
import { TOO_LARGE } from "../clouds/answer-limit";
import { LOGIN } from "../clouds/cloud-error";
import { EXIT, type Io, type Options, PROGRAM } from "../command";
import { packageVersion } from "../package-version";
import { counted } from "../report/counted";
import { printable } from "../report/printable";
import { Redactor } from "../snapshot/redactor";
import type { SectionRecord } from "../snapshot/snapshot-records";
import { SnapshotWriter } from "../snapshot/write-snapshot";
import { readWantedSnapshot } from "./options";
import { planSections } from "./plan-sections";
import { runSections } from "./run-sections";
import { WorkFolder } from "./work-folder";

/**
 * Runs `azure-to-aws collect`.
 *
 * @returns The exit code.
 * @throws {CommandError} If it cannot run.
 */
export async function runCollect(options: Options, io: Io): Promise<number> {
  const wanted = readWantedSnapshot(options, process.env);
  const folder = await WorkFolder.open(wanted.out, wanted.resume, packageVersion());
  try {
    const sections = await planSections(wanted, process.env);
    const ends = await runSections(sections, folder, io.err);
    await assemble(wanted.out, folder, ends, wanted.redact);
    const missing = ends.filter(({ state }) => state !== "complete");
    if (missing.length === 0) {
      await folder.remove();
    }
    report(missing, io);
    const records = ends.reduce((sum, end) => sum + end.records, 0);
    const file = printable(wanted.out);
    io.out(
      `${file}: ${counted(records, "record")} in ${counted(ends.length, "section")}.\nNext: ${PROGRAM} audit ${quoteWord(file)}\n`,
    );
    return missing.length === 0 ? EXIT.accepted : EXIT.rejected;
  } finally {
    await folder.release();
  }
}

/** Writes the snapshot from the files of its sections. */
async function assemble(
  file: string,
  folder: WorkFolder,
  ends: readonly SectionRecord[],
  redact: boolean,
): Promise<void> {
  const redactor = redact ? new Redactor() : undefined;
  const writer = await SnapshotWriter.create(file, { ...folder.header, redacted: redact });
  try {
    for (const { section } of ends) {
      for await (const record of folder.records(section)) {
        await writer.write(redactor?.redact(record) ?? record);
      }
    }
  } catch (error) {
    await writer.discard();
    throw error;
  }
  await writer.finish();
}

/** The message for a section that failed, by the code of its error. Default: `collect-failed`. */
const FAILURES = { [LOGIN]: "collect-login-failed", [TOO_LARGE]: "collect-answer-too-large" } as const;

/** Says what is missing, once for all sections with the same reason. */
function report(missing: readonly SectionRecord[], { err }: Io): void {
  const reasons = new Map<string, SectionRecord[]>();
  for (const end of missing) {
    const reason = `${end.state} ${end.error?.needs ?? end.error?.message ?? ""}`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), end]);
  }
  for (const ends of reasons.values()) {
    const { needs, code = "", message = "" } = ends[0]?.error ?? {};
    const names = ends.map(({ section }) => section);
    const failed = Object.hasOwn(FAILURES, code) ? FAILURES[code as keyof typeof FAILURES] : "collect-failed";
    const refusal =
      needs === undefined
        ? COLLECTING.say(failed, names, message)
        : coded(
            "collect-refused",
            `not collected: ${names.join(", ")}. The login lacks ${needs} (${message}). Grant it, and run the command again with --resume`,
          );
    err(`${printable(`azure-to-aws: ${withCode(refusal)}`)}\n`);
  }
}
