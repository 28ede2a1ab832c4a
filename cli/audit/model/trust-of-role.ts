/** Combines a role's trust analysis with what the audit knows about Entra, in little memory. */
import {
  findingMessage,
  type JudgeOptions,
  judgePartialPolicy,
  type PartialVerdict,
  type Reach,
  REACHES,
  reachOfPolicy,
  type TrustFinding,
} from "../../../trust";
import type { Entry } from "../audit-report";

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
  /** The ways in whose reach is not what the trust policy alone says. */
  readonly #informed: readonly Entry[];
  /** Whether each statement has one way in: then a finding on a principal that names no provider is about it. */
  readonly #haveOneEach: boolean;

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
    const informed = entries.filter(
      ({ closedBy, reach }) => closedBy !== undefined || reach === "assigned" || reach === "replay",
    );
    this.#informed = informed.length === 0 ? NO_ENTRIES : informed;
    this.#haveOneEach = new Set(entries.map(({ statement }) => statement)).size === entries.length;
    this.#trustPolicy = trustPolicy;
    this.#options = options;
    this.verdict = judgment.verdict;
    const findings = this.#inform(judgment.findings);
    const reach = reachOfPolicy(
      findings,
      entries.map((entry) => ({ reach: entry.reach ?? "exact" })),
    );
    this.reach = reach === "exact" ? undefined : reach;
    const reaches = REACHES.filter((reach) => findings.some((one) => has(one, reach)));
    this.reaches = reaches.length === 0 ? NONE : reaches;
  }

  /** The findings that admit somebody, or that nobody gets in, by a reach. */
  findingsOf(reach: Reach): readonly TrustFinding[] {
    const { findings } = judgePartialPolicy(JSON.parse(this.#trustPolicy), this.#options);
    return this.#inform(findings).filter((one) => has(one, reach));
  }

  /** The findings without violations of closed ways in, and with what is known of the applications. */
  #inform(findings: readonly TrustFinding[]): readonly TrustFinding[] {
    return this.#informed.length === 0
      ? findings
      : findings.flatMap((finding) => {
          const entry = this.#informed.find(
            ({ statement, provider }) =>
              finding.statement === statement &&
              (finding.provider === provider || (finding.provider === "*" && this.#haveOneEach)),
          );
          if (entry === undefined || finding.severity !== "violation") {
            return [finding];
          }
          switch (entry.closedBy) {
            case undefined:
              return [withReach(finding, entry.reach)];
            case "deny":
              return [behindDeny(finding)];
            default:
              return [];
          }
        });
  }
}

const NONE: readonly Reach[] = [];
const NO_ENTRIES: readonly Entry[] = [];

/** That nobody gets in is a note: it opens nothing. */
function has({ severity, reach }: TrustFinding, wanted: Reach): boolean {
  return reach === wanted && (severity === "violation" || wanted === "nobody");
}

/** Who gets in, where the input narrows what the trust policy alone opens to the tenant. */
const NARROWED: Partial<Readonly<Record<Reach, string>>> = {
  assigned:
    "Any identity that is assigned to the application, and anyone who can assign one, can assume this role.",
  replay:
    "Any token that the managed identity with this client ID gets, for whatever resource, opens this role.",
};

/** A finding behind a Deny: it admits nobody as long as the Deny is there, and that is easily lost. */
function behindDeny(finding: TrustFinding): TrustFinding {
  if (finding.reach === "nobody") {
    return finding;
  }
  const consequence = `Nobody can assume this role, because a Deny keeps everybody out. Without the Deny: ${finding.consequence}`;
  return withMessage({ ...finding, reach: "nobody", consequence });
}

/** A finding that admits the tenant, with the narrower reach that the input shows. */
function withReach(finding: TrustFinding, known: Reach | undefined): TrustFinding {
  const narrowed = known === undefined ? undefined : NARROWED[known];
  return finding.reach === "tenant" && known !== undefined && narrowed !== undefined
    ? withMessage({ ...finding, reach: known, consequence: narrowed, detail: "" })
    : finding;
}

function withMessage(finding: TrustFinding): TrustFinding {
  return { ...finding, message: findingMessage(finding) };
}
