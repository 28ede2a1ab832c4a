import { IAM_LIMITS } from "../iam-limits";

/** The longest audience: an application ID URI may be as long as a client ID in IAM. */
const LONGEST_AUDIENCE = IAM_LIMITS.clientIdCharacters;

/**
 * Reports why an audience cannot work as an application ID URI in Entra and as a client ID in IAM.
 *
 * @returns One sentence per problem, each of which continues "the audience"; none if it can work.
 */
export function audienceProblems(audience: string): string[] {
  const problems: string[] = [];
  if (audience === "") {
    return ["must not be empty"];
  }
  if (audience.length > LONGEST_AUDIENCE) {
    problems.push(`must have at most ${LONGEST_AUDIENCE} characters, but has ${audience.length}`);
  }
  if (audience.endsWith("/")) {
    problems.push("must not end with a slash: Entra leaves it away from the tokens' aud or refuses it");
  }
  if (/[\s\p{Cc}]/u.test(audience)) {
    problems.push("must not contain white space or control characters");
  }
  if (/[^\t\n\r\u0020-\u00ff]/u.test(audience)) {
    problems.push("must not contain characters beyond U+00FF: an IAM policy cannot hold them");
  }
  if (/[*?]/.test(audience)) {
    problems.push("must not contain * or ?: an audience is one exact value");
  }
  if (audience.includes("${")) {
    problems.push("must not contain ${: IAM reads a policy variable there");
  }
  return problems;
}
