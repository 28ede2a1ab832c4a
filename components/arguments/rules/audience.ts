import { audienceProblems } from "../../../trust";

/** An audience, as Entra and IAM both take it, and as an AWS config can hold it: in printable ASCII characters. */
export function audience(value: string): readonly string[] {
  const problems = audienceProblems(value);
  return problems.length > 0 || /^[!-~]+$/.test(value)
    ? problems
    : ["must be of printable ASCII characters only"];
}
