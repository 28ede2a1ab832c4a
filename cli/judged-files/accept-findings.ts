import { Acceptance, type AcceptedFinding } from "../../policypack/configuration";
import { TRUST_RULES } from "../../trust";
import { resourceOf } from "./identified-finding";
import { type JudgedFile, type JudgedRole, type PlacedFinding, worstOf } from "./judge-file";

/** What became of accepted findings. */
export interface ComparedAcceptance {
  /** Those that were found although their last day is over. */
  readonly ended: readonly AcceptedFinding[];
  /** Those that were not found. */
  readonly unused: readonly AcceptedFinding[];
}

/**
 * Marks the violations of files that somebody accepts.
 *
 * @param accepted - The accepted findings of the configuration.
 * @param isComplete - Whether everything was read. A file that could not be read may have the findings.
 */
export function acceptFindings(
  files: readonly JudgedFile[],
  accepted: readonly AcceptedFinding[],
  isComplete: boolean,
): { readonly files: readonly JudgedFile[]; readonly acceptance: ComparedAcceptance } {
  const acceptance = new Acceptance(accepted);
  const mark = (role: JudgedRole, placed: PlacedFinding): PlacedFinding => {
    // Hashing takes longer than all else.
    if (placed.finding.severity === "note" || accepted.length === 0) {
      return placed;
    }
    const found = acceptance.of(placed.fingerprints(), resourceOf(role));
    return found?.hasEnded === false ? { ...placed, accepted: found.accepted } : placed;
  };
  const marked = files.map((file): JudgedFile => ({
    ...file,
    roles: file.roles.map((role) => acceptRole(role, mark)),
  }));
  const resources = files.flatMap(({ roles }) => roles.map(resourceOf));
  const unused = isComplete ? acceptance.unused({ rules: TRUST_RULES, resources }) : [];
  return { files: marked, acceptance: { ended: acceptance.ended, unused } };
}

function acceptRole(
  role: JudgedRole,
  mark: (role: JudgedRole, placed: PlacedFinding) => PlacedFinding,
): JudgedRole {
  const findings = role.findings.map((placed) => mark(role, placed));
  const areAccepted = findings.every(
    ({ finding, accepted }) => accepted !== undefined || finding.severity === "note",
  );
  const verdict = role.verdict === "rejected" && areAccepted ? "tolerated" : role.verdict;
  return { ...role, findings, verdict, worst: worstOf(findings) };
}
