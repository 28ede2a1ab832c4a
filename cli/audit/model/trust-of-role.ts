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
import { withoutUnregistered } from "./registered-audiences";

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
  /** The ways in by which nobody gets in, because the provider does not list the audience. */
  readonly #shut: readonly Entry[];

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
    const shut = entries.filter(({ unregistered }) => unregistered === true);
    this.#shut = shut.length === 0 ? NO_ENTRIES : shut;
    this.#trustPolicy = trustPolicy;
    this.#options = options;
    this.verdict = judgment.verdict;
    const findings = withoutUnregistered(judgment.findings, this.#shut);
    this.reach = reachOf(findings, judgment.grants, this.#shut);
    const reaches = REACHES.filter((reach) => findings.some((one) => has(one, reach)));
    this.reaches = reaches.length === 0 ? NONE : reaches;
  }

  /** The findings that admit somebody, or that nobody gets in, by a reach. */
  findingsOf(reach: Reach): readonly TrustFinding[] {
    const { findings } = judgePartialPolicy(JSON.parse(this.#trustPolicy), this.#options);
    return withoutUnregistered(findings, this.#shut).filter((one) => has(one, reach));
  }
}

const NONE: readonly Reach[] = [];
const NO_ENTRIES: readonly Entry[] = [];

/** That nobody gets in is a note: it opens nothing. */
function has({ severity, reach }: TrustFinding, wanted: Reach): boolean {
  return reach === wanted && (severity === "violation" || wanted === "nobody");
}

/** The worst reach of the violations. Nobody gets in if a note, or the provider's list, says so of every statement. */
function reachOf(
  findings: readonly TrustFinding[],
  grants: readonly TrustGrant[],
  unregistered: readonly Entry[],
): Reach | undefined {
  const worst = worstReach(
    findings.filter(({ severity }) => severity === "violation").map(({ reach }) => reach),
  );
  const shut = new Set(
    [...findings.filter(({ reach }) => reach === "nobody"), ...unregistered].map(
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
