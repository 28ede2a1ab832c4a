/** Longest client ID (audience) that an IAM OpenID Connect provider takes, in characters. Source: IAM API, `clientIDType`. */
const LONGEST_AUDIENCE = 255;

/**
 * The audience that a federation uses unless told otherwise: `api://<tenant ID>/<name>`. It is known before anything
 * exists, and Entra's default tenant policy allows it as an application ID URI.
 *
 * Source: Microsoft, "Restrictions on identifier URIs of Microsoft Entra applications".
 *
 * @param name - Unique among the tenant's applications.
 */
export function defaultAudience(tenantId: string, name: string): string {
  return `api://${tenantId.toLowerCase()}/${name}`;
}

/**
 * Says why an audience cannot work as an application ID URI in Entra and as a client ID in IAM.
 *
 * @returns One sentence a problem, each to be read after the words "the audience"; none if it can work.
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
