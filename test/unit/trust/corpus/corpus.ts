import { readFileSync } from "node:fs";
import path from "node:path";
import { type JudgeOptions, judgeTrustPolicy, type TrustFinding } from "../../../../trust";
import { BOUNDED_AS_FOUND } from "./bounded-as-found";

/** A trust policy of a public repository, with the verdict that was written by hand before the analyzer saw it. */
export interface CorpusPolicy {
  readonly id: string;
  /** `any`: drawn without regard to the issuer. `issuer`: drawn for the issuer or the shape. */
  readonly draw: "any" | "issuer";
  readonly statement: readonly Record<string, unknown>[];
  /** `safe`: only the named workload, or nobody. `bounded`: within something that the owner controls. */
  readonly hand: "safe" | "bounded" | "open";
  readonly why: string;
}

/** The corpus. README.md beside it says how it was collected. */
export const corpus = readFileSync(path.join(__dirname, "policies.jsonl"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as CorpusPolicy);

/** What the analyzer finds in policies, in the terms of docs/assurance.md. */
export interface CorpusResult {
  /** Open policies that are accepted. */
  readonly missed: readonly string[];
  /** Safe and bounded policies that are accepted. */
  readonly accepted: number;
  /** Safe and bounded policies that are refused for a missing audience alone. */
  readonly audienceAlone: number;
  /** Safe and bounded policies that are refused for another reason. */
  readonly refused: readonly string[];
  /** Policies with a finding of reach `anyone` or `tenant`. */
  readonly openings: number;
  /** Those of them that are open by hand. */
  readonly openByHand: number;
  /** Those that are open by hand, or bounded as the finding says. */
  readonly confirmed: number;
}

/** Judges policies of the corpus. */
export function judgeCorpus(
  policies: readonly CorpusPolicy[],
  optionsOf: (policy: CorpusPolicy) => JudgeOptions,
): CorpusResult {
  const missed: string[] = [];
  const refused: string[] = [];
  let accepted = 0;
  let audienceAlone = 0;
  let openings = 0;
  let openByHand = 0;
  let confirmed = 0;
  for (const policy of policies) {
    const verdict = judgeTrustPolicy(
      { Version: "2012-10-17", Statement: policy.statement },
      optionsOf(policy),
    );
    const violations = verdict.findings.filter(({ severity }) => severity === "violation");
    if (policy.hand === "open") {
      missed.push(...(verdict.accepted ? [policy.id] : []));
    } else if (verdict.accepted) {
      accepted++;
    } else if (
      violations.every(({ reach, rule }) => reach === "replay" && rule !== "oidc-trust-requires-subject")
    ) {
      audienceAlone++;
    } else {
      refused.push(policy.id);
    }
    if (violations.some(isOpening)) {
      openings++;
      openByHand += policy.hand === "open" ? 1 : 0;
      confirmed += policy.hand === "open" || BOUNDED_AS_FOUND.has(policy.id) ? 1 : 0;
    }
  }
  return { missed, accepted, audienceAlone, refused, openings, openByHand, confirmed };
}

function isOpening({ reach }: TrustFinding): boolean {
  return reach === "anyone" || reach === "tenant";
}

/** The GitHub owners that a policy names, as a company would list its own in `gitHubOwners`. */
export function ownersOf({ statement }: CorpusPolicy): string[] {
  const owners = [...JSON.stringify(statement).matchAll(/"repo:([A-Za-z0-9-]+)[/@]/g)];
  return [...new Set(owners.map(([, owner = ""]) => owner))];
}
