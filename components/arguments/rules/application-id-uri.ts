import { applicationIdUriProblems, isReservedAudience } from "../../../trust";
import { audience } from "./audience";

/** An application ID URI, as Entra takes it for an audience that IAM and an AWS config can hold too. */
export function applicationIdUri(value: string): readonly string[] {
  const problems = audience(value);
  if (problems.length > 0) return problems;
  return isReservedAudience(value)
    ? ["must not be the URI of one of Microsoft's own APIs, which Entra reserves"]
    : applicationIdUriProblems(value);
}

/**
 * The longest URI that no report says Graph refuses, in characters. Microsoft documents 255; Azure/azure-powershell#2633
 * reports "Property identifierUris is invalid." for 233.
 */
const LONGEST_NEW = 232;

/** An application ID URI that is about to be added to an application. */
export function newApplicationIdUri(value: string): readonly string[] {
  const problems = applicationIdUri(value);
  return problems.length === 0 && value.length > LONGEST_NEW
    ? [
        `must have at most ${LONGEST_NEW} characters, since Entra was seen to refuse longer ones; it has ${value.length}`,
      ]
    : problems;
}
