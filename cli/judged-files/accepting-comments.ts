/** Comments in a source file that accept a finding in it. */
import type { TextNode } from "../../policy-sources";
import { type AcceptedFinding, readAccepted } from "../../policypack/configuration";
import type { JudgedFile } from "./judge-file";

/**
 * A comment on a line of its own, in YAML, HCL, and JSON with comments:
 * `# azure-to-aws:accept FINGERPRINT until=2027-03-31 owner=TEAM The reason`.
 */
const COMMENT = /^[ \t]*(?:#|\/\/)[ \t]*azure-to-aws:accept\b(.*)$/gm;

/** The findings that comments of a file accept, and what is wrong with comments that therefore accept nothing. */
export function acceptingComments({ file, source, lines }: JudgedFile): {
  readonly accepted: readonly AcceptedFinding[];
  readonly problems: readonly string[];
} {
  const accepted: AcceptedFinding[] = [];
  const problems: string[] = [];
  for (const { index, 1: text = "" } of source.text.matchAll(COMMENT)) {
    if (source.language === "YAML" && isInString(source.nodes(), index)) {
      continue;
    }
    const place = `${file}:${lines.positionOf(index).line}`;
    const read = readAccepted({ findings: [{ rule: "comment", resource: place, ...partsOf(text) }] });
    accepted.push(...read.findings);
    problems.push(
      ...read.problems.map(
        ({ path, reason }) =>
          `The comment azure-to-aws:accept at ${place} accepts nothing: ${path.split(".").slice(2).concat(reason).join(": ")}.`,
      ),
    );
  }
  return { accepted, problems };
}

/** The fingerprint comes first; `until=` and `owner=` follow in any order, and then the reason. */
function partsOf(text: string): Partial<AcceptedFinding> {
  const [fingerprint = "", ...words] = text.trim().split(/\s+/);
  const valueOf = (name: string): string | undefined =>
    words.find((word) => word.startsWith(name))?.slice(name.length);
  const [until, owner] = [valueOf("until="), valueOf("owner=")];
  const reason = words.filter((word) => !/^(?:until|owner)=/.test(word)).join(" ");
  return {
    fingerprint,
    reason,
    ...(until === undefined ? {} : { until }),
    ...(owner === undefined ? {} : { owner }),
  };
}

/** Whether a position is within a value that is not made of others: YAML has strings of several lines. */
function isInString({ start, end, members, items }: TextNode, position: number): boolean {
  if (members === undefined && items === undefined) {
    return start < position && position < end;
  }
  return [...(members ?? []).map(({ node }) => node), ...(items ?? [])].some((node) =>
    isInString(node, position),
  );
}
