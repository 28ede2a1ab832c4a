import { judgeTrustPolicy } from "../../trust/analyze";
import type { TrustPolicyDocument } from "../../trust/build";
import type { ArgumentProblem } from "../arguments/argument-problem";

/** What is wrong with a trust policy that does not pin audience and subject. Most programs never need these sentences. */
export function trustProblems(policy: TrustPolicyDocument): ArgumentProblem[] {
  return judgeTrustPolicy(policy)
    .findings.filter(({ severity }) => severity === "violation")
    .map(({ code, message }) => ({ path: "subjects", code, text: message }));
}
