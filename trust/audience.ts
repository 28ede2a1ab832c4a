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

/** Whose application ID URI it is. */
export interface AudienceOwner {
  readonly tenantId: string;
  /** The application (client) ID, if there is an application already. */
  readonly applicationClientId?: string;
}

/** What Entra's default tenant policy makes of a new application ID URI. */
export type AudiencePolicyVerdict = "allowed" | "allowed for a verified domain" | "refused";

/**
 * Judges a new application ID URI as the default tenant policy does (`uriAdditionWithoutUniqueTenantIdentifier`): it
 * must name the tenant, the application or a verified domain. Which domains are verified only the tenant knows. The
 * policy leaves alone applications with v2 tokens and URIs that are there already.
 *
 * Sources: Microsoft, "Restrictions on identifier URIs of Microsoft Entra applications", and Microsoft Graph,
 * "identifierUriConfiguration resource type".
 */
export function judgeNewAudience(audience: string, owner: AudienceOwner): AudiencePolicyVerdict {
  const [, scheme = "", host = "", path = ""] =
    /^([^:]+):\/\/([^/]+)(?:\/(.*))?$/.exec(audience.toLowerCase()) ?? [];
  const tenantId = owner.tenantId.toLowerCase();
  const clientId = owner.applicationClientId?.toLowerCase();
  const last = path.split("/").at(-1);
  if (scheme === "api" && (host === clientId || (host === tenantId && path !== ""))) return "allowed";
  if (path !== "" && (last === tenantId || last === clientId)) return "allowed";
  return /^[^.:@]+(\.[^.:@]+)+$/.test(host) && (scheme === "https" || scheme === "api")
    ? "allowed for a verified domain"
    : "refused";
}
