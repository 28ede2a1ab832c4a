import { applicationIdUriProblems, isReservedAudience } from "../../../trust";
import { audience } from "./audience";

/** An application ID URI, as Entra takes it for an audience that IAM and an AWS config can hold too. */
export function applicationIdUri(value: string): readonly string[] {
  const problems = audience(value);
  if (problems.length > 0) {
    return problems;
  }
  return isReservedAudience(value)
    ? ["must not be the URI of one of Microsoft's own APIs, which Entra reserves"]
    : applicationIdUriProblems(value);
}
