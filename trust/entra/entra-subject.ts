import { isGuid } from "./guid";

/** What the `sub` of a user's token is made of. Microsoft documents no length; none that was seen is shorter than a GUID. */
const USER_SUBJECT = /^[\w-]{36,}$/;

/**
 * The problems of a value of the `sub` claim in Entra's tokens, one sentence each, without the value. The claim is the object
 * ID of an identity or, in a user's token, an ID of the user for this application. IAM compares it character by character,
 * and Entra writes object IDs in lower case.
 *
 * Source: Microsoft, "Access token claims reference".
 */
export function entraSubjectProblems(value: string): readonly string[] {
  if (isGuid(value)) {
    return value === value.toLowerCase()
      ? []
      : ["must be in lower case, as the tokens have it: IAM compares letter by letter"];
  }
  return USER_SUBJECT.test(value)
    ? []
    : ["must be the object ID (principal ID) of an identity, such as 0a1b2c3d-0000-4000-8000-0123456789ab"];
}
