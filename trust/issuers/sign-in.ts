import { DEFAULT_CLAIMS } from "../policy/condition-keys";
import type { IssuerFacts } from "./issuer-facts";
import { AWS_CONTROLS, AWS_KEYS, demandOf, manual } from "./shared-facts";

/** The value of `amr` in the token of a Cognito guest. */
const GUEST = "unauthenticated";

/**
 * A value of `amr` that cannot mean a guest: what is before the first wildcard of a pattern rules that out. An operator can
 * ignore case.
 */
function excludesGuests(value: string, isPattern: boolean): boolean {
  const [beginning = ""] = (isPattern ? value.split(/[*?]/) : [value]).map((text) => text.toLowerCase());
  return isPattern ? !GUEST.startsWith(beginning) : beginning !== GUEST;
}

/** Services with which people and their applications sign in. */
export const signIn: readonly IssuerFacts[] = [
  {
    id: "google",
    name: "Google",
    providers: ["accounts.google.com"],
    builtIn: true,
    crowd: "anyone",
    everyone: "Any Google account",
    filled: [...DEFAULT_CLAIMS, "google/organization_number"],
    otherAudiences: ["oaud"],
    audience: "<audience>",
    boundaries: [],
    exactForms: ["<unique ID of the user or service account>"],
    subjectsAreFixed: true,
    subjects: ["<unique ID of the service account>"],
    standIns: [
      {
        key: "aud",
        names: "service account",
        accepts: (value, isPattern) => !isPattern && /^\d{15,25}$/.test(value),
        note: "a service account's unique ID, which AWS compares with the tokens' azp. The tokens' own audience is accounts.google.com:oaud",
      },
    ],
    sources: [AWS_KEYS],
  },
  {
    id: "cognito-identity-pool",
    name: "Amazon Cognito identity pool",
    providers: [
      "cognito-identity.amazonaws.com",
      "cognito-identity-us-gov.amazonaws.com",
      "cognito-identity.us-gov-east-1.amazonaws.com",
      "cognito-identity.cn-north-1.amazonaws.com.cn",
    ],
    builtIn: true,
    crowd: "anyone",
    everyone: "Any user or guest of the identity pool",
    filled: ["amr", "oaud"],
    audience: "<identity pool ID>",
    boundaries: [],
    standIns: [
      {
        key: "amr",
        names: "login",
        needsAudience: true,
        foldsCase: true,
        accepts: excludesGuests,
        operator: "ForAnyValue:StringLike",
        example: "authenticated",
      },
    ],
    iamDemands: demandOf("cognito-identity.amazonaws.com", ["aud"]),
    sources: [
      manual(
        'AWS, "IAM roles for Amazon Cognito identity pools"',
        "https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html",
      ),
      AWS_KEYS,
      AWS_CONTROLS,
    ],
  },
  {
    id: "cognito-user-pool",
    name: "Amazon Cognito user pool",
    providers: [
      "cognito-idp.<region>.amazonaws.com/<pool>",
      "cognito-idp.<region>.amazonaws.com.cn/<pool>",
      "issuer-cognito-idp.<region>.amazonaws.com/<pool>",
    ],
    crowd: "tenant",
    everyone: "Any user of this user pool",
    filled: DEFAULT_CLAIMS,
    audience: "<app client ID>",
    boundaries: [],
    subjects: ["<sub of the user>"],
    sources: [
      manual(
        'AWS, "Understanding the identity (ID) token"',
        "https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html",
      ),
    ],
  },
  {
    id: "login-with-amazon",
    name: "Login with Amazon",
    providers: ["www.amazon.com"],
    builtIn: true,
    crowd: "anyone",
    everyone: "Any Amazon customer",
    claims: { audience: "app_id", subject: "user_id" },
    filled: ["sub"],
    audience: "<application ID>",
    boundaries: [],
    subjects: ["<user ID>"],
    sources: [AWS_KEYS],
  },
  {
    id: "facebook",
    name: "Facebook",
    providers: ["graph.facebook.com"],
    builtIn: true,
    crowd: "anyone",
    everyone: "Any Facebook user",
    claims: { audience: "app_id", subject: "id" },
    filled: [],
    audience: "<application ID>",
    boundaries: [],
    subjects: ["<user ID>"],
    sources: [AWS_KEYS],
  },
  {
    id: "aws-account",
    name: "An AWS account's own issuer",
    providers: ["<id>.tokens.sts.global.api.aws"],
    crowd: "tenant",
    everyone: "Any principal of that AWS account that may call sts:GetWebIdentityToken",
    filled: DEFAULT_CLAIMS,
    audience: "<audience>",
    boundaries: [],
    subjects: ["<ARN of the IAM role>"],
    sources: [
      manual(
        'AWS, "Federating AWS identities to external services"',
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html",
      ),
    ],
  },
  {
    id: "okta",
    name: "Okta",
    providers: [
      "<organization>.okta.com",
      "<organization>.okta.com/oauth2/<server>",
      "<organization>.oktapreview.com",
      "<organization>.oktapreview.com/oauth2/<server>",
      "<organization>.okta-emea.com",
      "<organization>.okta-emea.com/oauth2/<server>",
    ],
    crowd: "tenant",
    everyone: "Any user or application of this Okta organization",
    filled: DEFAULT_CLAIMS,
    audience: "<client ID>",
    boundaries: [],
    subjects: ["<sub of the user or application>"],
    sources: [
      manual(
        'Okta, "OpenID Connect & OAuth 2.0 API"',
        "https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/",
      ),
    ],
  },
  {
    id: "auth0",
    name: "Auth0",
    providers: [
      "<tenant>.auth0.com/",
      "<tenant>.<region>.auth0.com/",
      "<tenant>.auth0.com",
      "<tenant>.<region>.auth0.com",
    ],
    crowd: "tenant",
    everyone: "Any user or application of this Auth0 tenant",
    filled: DEFAULT_CLAIMS,
    audience: "<client ID>",
    boundaries: [],
    subjects: ["<sub of the user or application>"],
    sources: [
      manual(
        'Auth0, "ID token structure"',
        "https://auth0.com/docs/secure/tokens/id-tokens/id-token-structure",
      ),
    ],
  },
  {
    id: "keycloak",
    name: "Keycloak",
    providers: ["<host>/realms/<realm>", "<host>/auth/realms/<realm>"],
    crowd: "tenant",
    everyone: "Any user or client of this Keycloak realm",
    filled: DEFAULT_CLAIMS,
    audience: "<client ID>",
    boundaries: [],
    subjects: ["<sub of the user or client>"],
    sources: [
      manual(
        'Keycloak, "Securing applications: OpenID Connect"',
        "https://www.keycloak.org/securing-apps/oidc-layers",
      ),
    ],
  },
];
