/** Verdicts on many policies, which show whether a mutant changes a verdict or a reach. */
import { policies, UNKNOWN_STEP, withUnknownText } from "../../test/unit/trust/sentences/sentences";
import { judgePartialPolicy, judgeTrustPolicy } from "../../trust";

/** Verdict and reach of the policies of the list of sentences, some of them with unknown texts too. Texts and fixes do not count. */
export function* verdicts(): Iterable<string> {
  for (const [index, policy] of policies().entries()) {
    const { accepted, reach } = judgeTrustPolicy(policy);
    yield `${accepted} ${reach ?? ""}`;
    if (index % UNKNOWN_STEP === 0) {
      for (const partial of withUnknownText(policy, index).map((one) => judgePartialPolicy(one))) {
        yield `${partial.verdict} ${partial.reach ?? ""} ${partial.possibleReach ?? ""}`;
      }
    }
  }
}
