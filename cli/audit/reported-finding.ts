/** Computes the details of a finding only on demand, to keep the memory of a large report low. */
import type { AuditFinding, FindingBehind } from "./audit-report";

/** What is added to a finding after the audit. */
type Marks = Pick<AuditFinding, "accepted" | "acceptanceEnded" | "since">;

/** A finding whose trust analysis is made when a format reads it. As JSON, it is like any other. */
class FindingOfTrust implements AuditFinding {
  declare readonly rule: string;
  declare readonly fingerprint: string;
  declare readonly severity: AuditFinding["severity"];
  declare readonly subject: string;
  declare readonly message: string;
  declare readonly remedy: string;
  readonly #read: () => readonly FindingBehind[];

  constructor(members: Omit<AuditFinding, "trust">, read: () => readonly FindingBehind[]) {
    Object.assign(this, members);
    this.#read = read;
  }

  get trust(): readonly FindingBehind[] {
    return this.#read();
  }

  marked(marks: Marks): AuditFinding {
    return new FindingOfTrust(Object.assign(this.#own(), marks), this.#read);
  }

  #own(): Omit<AuditFinding, "trust"> {
    return Object.assign({}, this as Omit<AuditFinding, "trust">);
  }

  toJSON(): AuditFinding {
    const { accepted, acceptanceEnded, since, ...members } = this.#own();
    return {
      ...members,
      trust: this.trust,
      ...(accepted === undefined ? {} : { accepted }),
      ...(acceptanceEnded === undefined ? {} : { acceptanceEnded }),
      ...(since === undefined ? {} : { since }),
    };
  }
}

/**
 * A finding of the report.
 *
 * @param readTrust - Makes the trust analysis behind it, if there is one.
 */
export function reportedFinding(
  members: Omit<AuditFinding, "trust">,
  readTrust: (() => readonly FindingBehind[]) | undefined,
): AuditFinding {
  return readTrust === undefined ? members : new FindingOfTrust(members, readTrust);
}

/** A finding with marks. A copy by spreading would lose what is made when it is read. */
export function marked(finding: AuditFinding, marks: Marks): AuditFinding {
  return finding instanceof FindingOfTrust ? finding.marked(marks) : { ...finding, ...marks };
}
