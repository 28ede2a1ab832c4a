import {
  type JudgeOptions,
  judgePartialPolicy,
  type PartialVerdict,
  type Reach,
  REACHES,
  type TrustFinding,
  worstReach,
} from "../../../trust";

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

  /**
   * @param trustPolicy - In JSON.
   * @param judgment - What these options make of it.
   */
  constructor(trustPolicy: string, options: JudgeOptions, judgment: PartialVerdict) {
    this.#trustPolicy = trustPolicy;
    this.#options = options;
    this.verdict = judgment.verdict;
    this.reach = reachOf(judgment);
    const reaches = REACHES.filter((reach) => judgment.findings.some((one) => has(one, reach)));
    this.reaches = reaches.length === 0 ? NONE : reaches;
  }

  /** The findings that admit somebody, or that nobody gets in, by a reach. */
  findingsOf(reach: Reach): readonly TrustFinding[] {
    return judgePartialPolicy(JSON.parse(this.#trustPolicy), this.#options).findings.filter((one) =>
      has(one, reach),
    );
  }
}

const NONE: readonly Reach[] = [];

/** That nobody gets in is a note: it opens nothing. */
function has({ severity, reach }: TrustFinding, wanted: Reach): boolean {
  return reach === wanted && (severity === "violation" || wanted === "nobody");
}

/** The worst reach of the violations. Nobody gets in if a note says so of every statement. */
function reachOf({ findings, grants }: PartialVerdict): Reach | undefined {
  const worst = worstReach(
    findings.filter(({ severity }) => severity === "violation").map(({ reach }) => reach),
  );
  const shut = new Set(
    findings
      .filter(({ reach }) => reach === "nobody")
      .map(({ statement, provider }) => `${statement} ${provider}`),
  );
  return (
    worst ??
    (grants.length > 0 && grants.every(({ statement, provider }) => shut.has(`${statement} ${provider}`))
      ? "nobody"
      : undefined)
  );
}
