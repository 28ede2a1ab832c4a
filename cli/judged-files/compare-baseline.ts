import {
  type Baseline,
  type BaselineEntry,
  type BaselineFinding,
  fingerprint,
  Occurrences,
} from "../../policypack/configuration";
import { TRUST_RULES } from "../../trust";
import { baselineFinding } from "./baseline-finding";
import { type JudgedFile, type JudgedRole, type PlacedFinding, worstOf } from "./judge-file";

/**
 * The fingerprints by which a baseline may know a finding. The policy pack has no rule of its own for malformed
 * policies: those for the claims report them.
 */
export function fingerprintsOf(finding: BaselineFinding, occurrence = 0): readonly string[] {
  const { rule } = finding;
  const rules =
    rule === "trust-policy-is-well-formed"
      ? [rule, "oidc-trust-requires-audience", "oidc-trust-requires-subject"]
      : [rule];
  return rules.map((name) => fingerprint({ ...finding, rule: name }, occurrence));
}

/** The rules that `judge` applies. */
const JUDGED: ReadonlySet<string> = new Set(TRUST_RULES);

/** Compares findings with a baseline. What is there twice has to be in the baseline twice. */
export class BaselineComparison {
  readonly #occurrences = new Occurrences();
  readonly #matched = new Set<string>();

  constructor(private readonly baseline: Baseline) {}

  /** The same file, with the violations marked that the baseline knows. */
  compare(file: JudgedFile): JudgedFile {
    return { ...file, roles: file.roles.map((role) => this.#compareRole(role)) };
  }

  /**
   * The findings on trust policies that matched nothing in the files so far: they are fixed, or their roles are elsewhere.
   * A baseline of a Pulumi stack also has findings of other rules, of which a comparison says nothing.
   */
  get unmatched(): readonly BaselineEntry[] {
    return this.baseline.entries.filter(
      ({ rule, fingerprint: own }) => JUDGED.has(rule) && !this.#matched.has(own),
    );
  }

  #compareRole(role: JudgedRole): JudgedRole {
    const findings = role.findings.map((placed): PlacedFinding => ({
      ...placed,
      known: this.#knows(role, placed),
    }));
    const allKnown = findings.every(({ finding, known }) => known || finding.severity === "note");
    const verdict = role.verdict === "rejected" && allKnown ? "known" : role.verdict;
    return { ...role, findings, verdict, worst: worstOf(findings) };
  }

  #knows(role: JudgedRole, placed: PlacedFinding): boolean {
    if (placed.finding.severity === "note") {
      return false;
    }
    const own = baselineFinding(role, placed);
    // The pack reports a finding once that is the same in several outcomes of a template.
    const counted = JSON.stringify([fingerprint(own), role.document.variant]);
    const occurrence = this.#occurrences.next(counted);
    const known = fingerprintsOf(own, occurrence).filter((print) => this.baseline.fingerprints.has(print));
    for (const print of known) {
      this.#matched.add(print);
    }
    return known.length > 0;
  }
}
