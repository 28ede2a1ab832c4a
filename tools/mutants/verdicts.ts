/** Verdicts on many policies, which show whether a mutant changes a verdict or a reach. */
import { readFileSync } from "node:fs";
import { randomPolicy } from "../../test/unit/laws/random-policies";
import { withUnknownText } from "../../test/unit/trust/sentences/sentences";
import { judgePartialPolicy, judgeTrustPolicy } from "../../trust";

/** Not the policies that the laws start from. */
const FIRST = 1_000_001;
const COUNT = 900;

/** Every third policy is also judged with unknown texts. */
const UNKNOWN_STEP = 3;

/** Verdict and reach of policies of the model's issuers, some of them with unknown texts too. Texts and fixes do not count. */
export function* verdicts(): Iterable<string> {
  for (let seed = FIRST; seed < FIRST + COUNT; seed++) {
    const { policy } = randomPolicy(seed);
    const { accepted, reach } = judgeTrustPolicy(policy);
    yield `${accepted} ${reach ?? ""}`;
    if (seed % UNKNOWN_STEP === 0) {
      for (const partial of withUnknownText(policy, seed).map((one) => judgePartialPolicy(one))) {
        yield `${partial.verdict} ${partial.reach ?? ""} ${partial.possibleReach ?? ""}`;
      }
    }
  }
}

let unchanged: readonly string[] | undefined;

/** Whether a verdict is not that of the code without mutants, which the file `MUTANTS_VERDICTS` has. */
export function isAnyChanged(): boolean {
  unchanged ??= JSON.parse(readFileSync(process.env.MUTANTS_VERDICTS ?? "", "utf8")) as string[];
  let index = 0;
  try {
    for (const verdict of verdicts()) {
      if (verdict !== unchanged[index++]) {
        return true;
      }
    }
  } catch {
    return true;
  }
  return index !== unchanged.length;
}
