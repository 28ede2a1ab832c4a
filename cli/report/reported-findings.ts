/** Converts a `judge` run into the findings that SARIF and the other tool formats share. */
import { JUDGING } from "../../messages/cli";
import type { TextRange } from "../../policy-sources";
import { fingerprint, Occurrences, SEVERITY_OF_REACH } from "../../policypack/configuration";
import { findingMessage } from "../../trust";
import type { ReportedFinding } from "../findings/reported-finding";
import { shownFile } from "../input/read-input";
import { resourceOf } from "../judged-files/identified-finding";
import type { JudgedFile, UnreadableFile } from "../judged-files/judge-file";
import { fixEdits } from "./fix-edits";
import { lineHashes } from "./line-hashes";
import { isUnreadable, type Run } from "./outcome";
import { UNKNOWN_RULE } from "./sarif-rules";

/** The findings of a run for the formats of other tools. An unreadable file and an unknown role are findings there. */
export function reportedFindings(run: Run): readonly ReportedFinding[] {
  return run.files.flatMap((file) => (isUnreadable(file) ? unreadable(file) : findingsOf(file, run)));
}

function unreadable({ file, reason: { code, text } }: UnreadableFile): ReportedFinding {
  const resource = shownFile(file);
  return {
    rule: code,
    fingerprint: fingerprint({ rule: code, identity: [resource] }),
    severity: "high",
    resource,
    message: text,
    remedy: "",
    file,
    line: 1,
    counts: true,
  };
}

/** The findings in a file. */
export function findingsOf(judged: JudgedFile, { allowUnknown }: Run): readonly ReportedFinding[] {
  const { file, lines, roles, source } = judged;
  const occurrences = new Occurrences();
  let hashes: { readonly all: ReturnType<typeof lineHashes> } | undefined;
  const at = (range: TextRange) => {
    const place = lines.placeOf(range);
    const { line } = place.start;
    return {
      file,
      line,
      place,
      lineHash: () => (hashes ??= { all: lineHashes(source.text) }).all?.get(line),
    };
  };
  return roles.flatMap((role) => {
    const { account, arn, lastUsed, role: name } = role.document;
    const own = { resource: resourceOf(role), name };
    const findings = role.findings.map((placed): ReportedFinding => {
      const { finding, fingerprints, accepted, range } = placed;
      const { code, reach, possibleReach, remedy = "" } = finding;
      const isNote = finding.severity === "note";
      return {
        ...own,
        ...at(range),
        rule: finding.rule,
        fingerprint: fingerprints()[0],
        severity: isNote ? "note" : reach === undefined ? "high" : SEVERITY_OF_REACH[reach],
        message: findingMessage({ ...finding, remedy: undefined }),
        remedy,
        counts: !isNote && accepted === undefined,
        accepted: accepted && {
          reason: accepted.reason,
          until: accepted.until,
          owner: accepted.owner,
          isInSource: accepted.rule === "comment",
        },
        reach: isNote ? undefined : reach,
        properties: { code, possibleReach, account, arn, lastUsed },
        edits: () =>
          fixEdits(finding, role, judged)?.map((edit) => ({ place: lines.placeOf(edit), text: edit.text })),
      };
    });
    if (role.verdict !== "unknown") {
      return findings;
    }
    const known = { rule: UNKNOWN_RULE, identity: role.identity };
    const unknown: ReportedFinding = {
      ...own,
      ...at(role.range),
      rule: UNKNOWN_RULE,
      fingerprint: fingerprint(known, occurrences.next(fingerprint(known))),
      severity: "medium",
      message: `${JUDGING.say("trust-policy-not-judged", role.judgment.unknown).text}.`,
      remedy: "",
      counts: !allowUnknown,
      properties: { account, arn, lastUsed },
    };
    return [...findings, unknown];
  });
}
