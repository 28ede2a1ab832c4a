import type { PolicyProblem } from "../policy/problem";
import { finding, type Place } from "./finding";
import { problemWords } from "./problem-words";
import type { TrustFinding } from "./verdict";

/** The finding for something that IAM rejects. */
export function malformedFinding(problem: PolicyProblem): TrustFinding {
  const { code, statement, sid, path, reach } = problem;
  const consequence =
    reach === "nobody"
      ? "Nobody can assume this role as written: IAM rejects the policy."
      : "Anyone may be able to assume this role: IAM may read the policy in another way.";
  const place: Place = { statement, sid, path, provider: undefined, denied: false };
  const [found, right] = problemWords(problem);
  return finding(place, { rule: "trust-policy-is-well-formed", code, found, right, reach, consequence });
}
