/** Decides which findings of judge are accepted, and which acceptances have ended or are unused. */
import { Acceptance, type AcceptedFinding } from "../../policypack/configuration";
import { TRUST_RULES } from "../../trust";
import { acceptingComments } from "./accepting-comments";
import { placeOf, resourceOf } from "./identified-finding";
import { type JudgedFile, type JudgedRole, type PlacedFinding, worstOf } from "./judge-file";

/** What became of accepted findings. */
export interface ComparedAcceptance {
  /** Those that were found although their last day is over. */
  readonly ended: readonly AcceptedFinding[];
  /** Those that were not found. */
  readonly unused: readonly AcceptedFinding[];
}

/** How to compare findings with the accepted ones. */
export interface AcceptanceOptions {
  /** The accepted findings of the configuration. */
  readonly accepted: readonly AcceptedFinding[];
  /** Whether comments in the files count. */
  readonly comments: boolean;
  /** Whether everything was read. A file that could not be read may have the findings. */
  readonly isComplete: boolean;
}

/** Marks the violations of files that somebody accepts. */
export function acceptFindings(
  files: readonly JudgedFile[],
  { accepted, comments, isComplete }: AcceptanceOptions,
): { readonly files: readonly JudgedFile[]; readonly acceptance: ComparedAcceptance } {
  const ofConfiguration = new Acceptance(accepted);
  const ended: AcceptedFinding[] = [];
  const unused: AcceptedFinding[] = [];
  const marked = files.map((file): JudgedFile => {
    const inComments = comments ? acceptingComments(file) : { accepted: [], problems: [] };
    const ofComments = new Acceptance(inComments.accepted);
    const mark = (role: JudgedRole, placed: PlacedFinding): PlacedFinding => {
      // Hashing takes longer than all else.
      if (placed.finding.severity === "note" || accepted.length + inComments.accepted.length === 0) {
        return placed;
      }
      const prints = placed.fingerprints();
      const found = [ofConfiguration.of(prints, placeOf(role)), ofComments.of(prints)];
      return { ...placed, accepted: found.find((one) => one?.hasEnded === false)?.accepted };
    };
    const roles = file.roles.map((role) => acceptRole(role, mark));
    ended.push(...ofComments.ended);
    unused.push(...ofComments.unused());
    return { ...file, roles, remarks: [...file.remarks, ...inComments.problems] };
  });
  const resources = files.flatMap(({ roles }) => roles.map(resourceOf));
  return {
    files: marked,
    acceptance: {
      ended: [...ofConfiguration.ended, ...ended],
      unused: isComplete ? [...ofConfiguration.unused({ rules: TRUST_RULES, resources }), ...unused] : [],
    },
  };
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
