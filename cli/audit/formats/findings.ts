import type { FindingsWriter } from "../../findings/reported-finding";
import { shownFile } from "../../input/read-input";
import { allFindings, isCounting } from "../summary";
import type { Format } from "./format";

/** A format of the findings alone, for other tools. Objects of clouds have no line, so their place is the input. */
export function ofFindings(render: FindingsWriter): Format {
  return (report, { files }) => {
    const file = shownFile(files[0] ?? "-");
    const findings = allFindings(report).map((finding) => ({
      rule: finding.rule,
      fingerprint: finding.fingerprint,
      severity: finding.severity,
      resource: finding.subject,
      message: finding.message,
      remedy: finding.remedy,
      file,
      line: 1,
      counts: finding.severity !== "note" && isCounting(finding),
      accepted: finding.accepted,
    }));
    return [render(findings, "audit")];
  };
}
