import {
  type JudgeOptions,
  judgePartialPolicy,
  type PartialVerdict,
  type Reach,
  REACHES,
  reachOfPolicy,
  type TrustFinding,
  type TrustGrant,
} from "../../../trust";
import type { Entry } from "../audit-report";
import { withoutClosed } from "./closed-entries";

/**
 * The analysis of a role's trust policy. Its findings are made again when they are read: judging takes microseconds, and the
 * findings of 21,000 open roles take more memory than all the rest.
 */
export class TrustOfRole {
  readonly verdict: PartialVerdict["verdict"];
  /** The widest reach of all ways in; `undefined` if exactly the named identities get in. */
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
    const reach = reachOfPolicy(
      findings,
      judgment.grants.map((grant) => (isAmong(closed, grant) ? { reach: "nobody" } : grant)),
    );
    this.reach = reach === "exact" ? undefined : reach;
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

function isAmong(entries: readonly Entry[], { statement, provider }: TrustGrant): boolean {
  return entries.some((entry) => entry.statement === statement && entry.provider === provider);
}
