/** Which findings are accepted: one answer for the policy pack, `judge`, and `audit`. */
import { coded, type Message } from "../../messages";
import { acceptanceEndedText } from "../../messages/policy-pack";
import type { AcceptedFinding } from "./accepted-finding";

/** What is known of a finding that somebody accepts, or accepted. */
export interface FoundAcceptance {
  readonly accepted: AcceptedFinding;
  /** Whether its last day is over. The finding then counts again. */
  readonly hasEnded: boolean;
}

/** The names that the resource of a finding has. */
export interface FindingPlace {
  /** Its URN, its ARN, or both. Otherwise the name that the file gives it. */
  readonly resources: readonly string[];
  /** The name in IAM of the role that it is, if that is known. */
  readonly roleName?: string | undefined;
}

/** What was judged. */
export interface JudgedResources {
  readonly rules: readonly string[];
  readonly resources: readonly string[];
}

/** Compares findings with the accepted ones, and remembers which of these were found. */
export class Acceptance {
  readonly #findings = new Map<string, AcceptedFinding>();
  readonly #matched = new Set<AcceptedFinding>();
  readonly #today: string;

  /** @param now - The time. Default is the time at which it is made. */
  constructor(findings: Iterable<AcceptedFinding>, now = new Date()) {
    this.#today = now.toISOString().slice(0, 10);
    for (const finding of findings) {
      this.#findings.set(finding.fingerprint, finding);
    }
  }

  /**
   * Looks for the acceptance of a finding.
   *
   * @param fingerprints - The fingerprints that the finding can have.
   * @param place - The finding's resource. The list must name the same one, or it would mislead its reviewers. Comments name none.
   */
  of(fingerprints: readonly string[], place?: FindingPlace): FoundAcceptance | undefined {
    const found = fingerprints.flatMap((fingerprint) => {
      const accepted = this.#findings.get(fingerprint);
      return accepted !== undefined && (place === undefined || isAt(place, accepted.resource))
        ? [accepted]
        : [];
    });
    for (const accepted of found) {
      this.#matched.add(accepted);
    }
    const [accepted] = found.toSorted((a, b) => (a.until < b.until ? 1 : -1));
    return accepted && { accepted, hasEnded: this.#hasEnded(accepted) };
  }

  /** Whether a finding may be accepted of which a part is not known yet: its fingerprint is another one once that is known. */
  mayHold(rule: string, place: FindingPlace): boolean {
    const found = [...this.#findings.values()].filter(
      (accepted) => accepted.rule === rule && isAt(place, accepted.resource) && !this.#hasEnded(accepted),
    );
    for (const accepted of found) {
      this.#matched.add(accepted);
    }
    return found.length > 0;
  }

  /** The findings that were found and are accepted today. */
  get inForce(): readonly AcceptedFinding[] {
    return [...this.#matched].filter((accepted) => !this.#hasEnded(accepted));
  }

  /** The findings that were found although their last day is over. */
  get ended(): readonly AcceptedFinding[] {
    return [...this.#matched].filter((accepted) => this.#hasEnded(accepted));
  }

  /**
   * The accepted findings that were not found: somebody fixed them, or changed the resource.
   *
   * @param among - The rules that were applied, and the resources that were judged: what is accepted for another stack or account says
   * nothing here. Default: all.
   */
  unused(among?: JudgedResources): readonly AcceptedFinding[] {
    const places = new Set(among?.resources.map(placeOf));
    return [...this.#findings.values()].filter(
      (accepted) =>
        !this.#matched.has(accepted) &&
        (among === undefined ||
          (among.rules.includes(accepted.rule) && places.has(placeOf(accepted.resource)))),
    );
  }

  #hasEnded({ until }: AcceptedFinding): boolean {
    return until < this.#today;
  }
}

/** Whether a list names the resource of a finding. Code and files show no account, so there the ARN of a role stands for its name. */
function isAt({ resources, roleName }: FindingPlace, listed: string): boolean {
  const [, nameInArn] = ROLE_ARN.exec(listed) ?? [];
  const hasArn = resources.some((resource) => ROLE_ARN.test(resource));
  return (
    resources.includes(listed) ||
    (roleName !== undefined && (listed === roleName || (nameInArn === roleName && !hasArn)))
  );
}

const ROLE_ARN = /^arn:[^:]*:iam::\d*:role\/(?:.*\/)?([^/]+)$/;

/** The stack of a URN, the account of an ARN; empty for a name, which can be anywhere. */
function placeOf(resource: string): string {
  const [place = ""] = /^urn:pulumi:.*?::.*?::|^arn:[^:]*:[^:]*:[^:]*:\d*:/.exec(resource) ?? [];
  return place;
}

/** What somebody should do about acceptances: one message for each that has ended, or that is unused. */
export function acceptanceNotices(
  ended: readonly AcceptedFinding[],
  unused: readonly AcceptedFinding[],
): readonly Message[] {
  return [
    ...ended.map((accepted) =>
      coded(
        "acceptance-ended",
        `${accepted.rule} at ${accepted.resource}: the finding counts again${acceptanceEndedText(accepted)}`,
      ),
    ),
    ...unused.map(({ fingerprint, rule, resource }) =>
      coded(
        "acceptance-unused",
        `${rule} at ${resource}: the accepted finding ${fingerprint} is not found. If it is fixed, remove it`,
      ),
    ),
  ];
}
