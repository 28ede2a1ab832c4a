/** Verdicts on many policies, which show whether a mutant changes a verdict or a reach. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../lab/project-root";
import { randomPolicy } from "../../test/unit/laws/random-policies";
import { corpus } from "../../test/unit/trust/corpus/corpus";
import { withUnknownText } from "../../test/unit/trust/sentences/sentences";
import { judgePartialPolicy, judgeTrustPolicy } from "../../trust";

/** Of the corpus, every third policy: most of its policies are alike. */
const CORPUS_STEP = 3;
const RANDOM = 200;

/** Of all policies, every third one gets an unknown text too. */
const UNKNOWN_STEP = 3;

type Json = Readonly<Record<string, unknown>>;

const policies: readonly Json[] = [
  ...readFileSync(path.join(PROJECT_ROOT, "vectors/trust-policies.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { policy: Json }).policy),
  ...corpus
    .filter((_, index) => index % CORPUS_STEP === 0)
    .map(({ statement }) => ({ Version: "2012-10-17", Statement: statement })),
  ...Array.from({ length: RANDOM }, (_, index) => randomPolicy(index + 1).policy),
];

/**
 * Verdict and reach of vectors, corpus, and random policies; of some of them also with one unknown text. Texts and fixes do not
 * count.
 */
export function* verdicts(): Iterable<string> {
  for (const [index, policy] of policies.entries()) {
    const { accepted, reach } = judgeTrustPolicy(policy);
    yield `${accepted} ${reach ?? ""}`;
    if (index % UNKNOWN_STEP === 0) {
      for (const partial of withUnknownText(policy, index).map((one) => judgePartialPolicy(one))) {
        yield `${partial.verdict} ${partial.reach ?? ""} ${partial.possibleReach ?? ""}`;
      }
    }
  }
}
