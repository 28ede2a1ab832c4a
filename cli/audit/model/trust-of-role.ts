import {
  type JudgeOptions,
  judgePartialPolicy,
  type PartialVerdict,
  type Reach,
  REACHES,
  type TrustFinding,
  type TrustGrant,
  worstReach,
} from "../../../trust";
import type { Entry } from "../audit-report";
import { withoutClosed } from "./closed-entries";

/**
 * The analysis of a role's trust policy. Its findings are made again when they are read: judging takes microseconds, and the
 * findings of 21,000 open roles take more memory than all the rest.
 */
export class TrustOfRole {
  readonly verdict: PartialVerdict["verdict"];
  /** The worst reach; `undefined` if exactly the named identities get in. */
  readonly reach: Reach | undefined;
  /** All reaches that findings have. */
  readonly reaches: readonly Reach[];
  readonly #trustPolicy: string;
  readonly #options: JudgeOptions;
  /** The ways in by which nobody gets in. */
  readonly #closed: readonly Entry[];

  /**
   * @param trustPolicy - In JSON.
   * @param judgment - What these options make of it.
   * @param entries - The ways in of its grants.
   */
  constructor(
    trustPolicy: string,
    options: JudgeOptions,
    judgment: PartialVerdict,
    entries: readonly Entry[],
  ) {
    const closed = entries.filter(({ closedBy }) => closedBy !== undefined);
    this.#closed = closed.length === 0 ? NO_ENTRIES : closed;
    this.#trustPolicy = trustPolicy;
    this.#options = options;
    this.verdict = judgment.verdict;
    const findings = withoutClosed(judgment.findings, this.#closed);
    this.reach = reachOf(findings, judgment.grants, this.#closed);
    const reaches = REACHES.filter((reach) => findings.some((one) => has(one, reach)));
    this.reaches = reaches.length === 0 ? NONE : reaches;
  }

  /** The findings that admit somebody, or that nobody gets in, by a reach. */
  findingsOf(reach: Reach): readonly TrustFinding[] {
    const { findings } = judgePartialPolicy(JSON.parse(this.#trustPolicy), this.#options);
    return withoutClosed(findings, this.#closed).filter((one) => has(one, reach));
  }
}

const NONE: readonly Reach[] = [];
const NO_ENTRIES: readonly Entry[] = [];

/** That nobody gets in is a note: it opens nothing. */
function has({ severity, reach }: TrustFinding, wanted: Reach): boolean {
  return reach === wanted && (severity === "violation" || wanted === "nobody");
}

/** The worst reach of the violations. Nobody gets in if every statement has a note that says so, or is closed. */
function reachOf(
  findings: readonly TrustFinding[],
  grants: readonly TrustGrant[],
  closed: readonly Entry[],
): Reach | undefined {
  const worst = worstReach(
    findings.filter(({ severity }) => severity === "violation").map(({ reach }) => reach),
  );
  const shut = new Set(
    [...findings.filter(({ reach }) => reach === "nobody"), ...closed].map(
      ({ statement, provider }) => `${statement} ${provider}`,
    ),
  );
  return (
    worst ??
    (grants.length > 0 && grants.every(({ statement, provider }) => shut.has(`${statement} ${provider}`))
      ? "nobody"
      : undefined)
  );
}
