/** Implements judge --write-accepted, with its options --reason, --until, and --owner. */
import { rename, rm, writeFile } from "node:fs/promises";
import { about, coded, quoted, withCode } from "../../messages";
import {
  type AcceptanceTerms,
  ACCEPTED,
  deploymentFindings,
  type FindingToAccept,
  fingerprint,
  Occurrences,
  readAccepted,
  withAccepted,
} from "../../policypack/configuration";
import { CommandError, EXIT, type Io, type Options, UsageError } from "../command";
import type { PoliciesFile } from "../findings/policies-file";
import { shownFile } from "../input/read-input";
import { resourceOf } from "../judged-files/identified-finding";
import type { JudgedFile, UnreadableFile } from "../judged-files/judge-file";
import { counted } from "../report/counted";
import { isUnreadable } from "../report/outcome";
import { printable } from "../report/printable";

/**
 * Reads the reason, the end date, and the owner of accepted findings.
 *
 * @throws {UsageError} If one of them is missing or invalid. The message names all that is wrong.
 */
export function termsOf(options: Options): AcceptanceTerms {
  const [reason = "", until = "", owner = ""] = ["reason", "until", "owner"].map((name) =>
    options.text(name),
  );
  const finding = { fingerprint: "0".repeat(32), rule: "r", resource: "r", reason, until, owner };
  const { problems } = readAccepted({ findings: [finding] });
  if (problems.length > 0) {
    const list = problems.map(({ path, reason: wrong }) => `--${path.split(".").at(-1) ?? ""}: ${wrong}`);
    throw new UsageError(coded("acceptance-terms-invalid", list.join("; ")));
  }
  return { reason, until, owner };
}

/**
 * `azure-to-aws judge --write-accepted`: adds the findings of files to the accepted ones of a configuration.
 *
 * @returns The exit code.
 */
export async function writeAccepted(
  target: string,
  { configuration, accepted }: PoliciesFile,
  terms: AcceptanceTerms,
  files: readonly (JudgedFile | UnreadableFile)[],
  { out, err }: Io,
): Promise<number> {
  const unreadable = files.filter(isUnreadable);
  for (const { file, reason } of unreadable) {
    err(`${printable(withCode(about(shownFile(file), reason)))}\n`);
  }
  if (unreadable.length > 0) {
    return EXIT.unreadable;
  }
  const judged = files.filter((file): file is JudgedFile => !isUnreadable(file));
  for (const { file, roles } of judged) {
    for (const { document } of roles.filter(({ verdict }) => verdict === "unknown")) {
      err(
        `${printable(withCode(coded("finding-not-accepted", `${shownFile(file)}: nothing is accepted for role ${document.role}, because the file does not show its whole trust policy`)))}\n`,
      );
    }
  }
  const found = judged.flatMap((file) => findingsIn(file, configuration));
  const today = new Date().toISOString().slice(0, 10);
  const written = withAccepted(configuration, found, terms, today);
  await replaceFile(target, `${JSON.stringify(written, null, 2)}\n`);
  const before = new Set(accepted.filter(({ until }) => until >= today).map((one) => one.fingerprint));
  const added = new Set(found.map((one) => one.fingerprint).filter((print) => !before.has(print))).size;
  out(`${printable(target)}: ${counted(added, "finding")} accepted until ${terms.until}\n`);
  return EXIT.accepted;
}

/** Replaces a file at once: on a full disk, the settings that it has must not be lost. */
async function replaceFile(file: string, text: string): Promise<void> {
  const unfinished = `${file}.${process.pid}.unfinished`;
  try {
    await writeFile(unfinished, text, { flag: "wx" });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new CommandError(
      coded(
        "accepted-findings-not-written",
        `--write-accepted: cannot write ${quoted(file)} (${reason}). Name a file in a folder that this user may write to`,
      ),
    );
  }
}

/** The findings in a file: by the pack's rules if it is a Pulumi stack, and those of `judge`. */
function findingsIn({ state, roles }: JudgedFile, configuration: object): readonly FindingToAccept[] {
  const occurrences = new Occurrences();
  const ofPack = (state === undefined ? [] : deploymentFindings(state, configuration)).map((finding) => ({
    fingerprint: fingerprint(finding, occurrences.next(fingerprint(finding))),
    rule: finding.rule,
    resource: finding.resource,
  }));
  const known = new Set(ofPack.map((finding) => finding.fingerprint));
  // What `judge` says beyond the pack. A configuration may have disabled it.
  const isConfigured = state !== undefined && Object.keys(configuration).some((name) => name !== ACCEPTED);
  const own = (isConfigured ? [] : roles).flatMap((role) =>
    role.findings
      .filter(({ finding }) => finding.severity === "violation")
      .map(({ finding, fingerprints }) => ({ prints: fingerprints(), rule: finding.rule }))
      .filter(({ prints }) => !prints.some((print) => known.has(print)))
      .map(({ prints, rule }) => ({ fingerprint: prints[0], rule, resource: resourceOf(role) })),
  );
  return [...ofPack, ...own];
}
