/** Tokens that Entra signed, or only Entra could sign, with claims that the role does not trust. */
import { epochSeconds } from "../../../lab/clock";
import { LAB_TENANT_ID } from "../../../lab/lab-facts";
import { askImds } from "../exploits/ask-imds";
import type { AttackContext, AttackGroup } from "./attack";
import { STS, tokenAttack } from "./token-attack";
import { genuineToken } from "./tokens";

const ISSUER = `https://sts.windows.net/${LAB_TENANT_ID}/`;
const MINUTES = 60;

/** Other claims, signed with the tenant's own key. They show that each check works alone. */
function resigned(claims: (context: AttackContext) => Record<string, unknown>) {
  return (genuine: string, context: AttackContext) =>
    context.lab.azure.forger().resign(genuine, claims(context));
}

const now = () => epochSeconds(Date.now);

export const tokenClaims: AttackGroup = {
  name: "token-claims",
  title: "Tokens that Entra signed, with other claims",
  attacks: [
    tokenAttack("for another application of the tenant", STS.notValidated, (_genuine, context) =>
      genuineToken(context, context.strangers.otherAudience),
    ),
    tokenAttack("for Azure Resource Manager", STS.notValidated, (_genuine, context) =>
      genuineToken(context, "https://management.azure.com/"),
    ),
    tokenAttack("for Microsoft Graph", STS.notValidated, (_genuine, context) =>
      genuineToken(context, "https://graph.microsoft.com/"),
    ),
    tokenAttack("of another identity that is assigned", STS.notAuthorized, (_genuine, context) =>
      askImds(context.vm, context.strangers.colleague.clientId, context.target.audience),
    ),
    {
      name: "of an identity that is not assigned",
      refusal: {
        code: "AADSTS501051",
        message:
          "AADSTS501051: Application '<unassigned client ID>'(unassigned) is not assigned to a role for the application " +
          "'<audience>'(<application name>).",
      },
      attempt: ({ vm, strangers, target }) => askImds(vm, strangers.unassigned.clientId, target.audience),
    },
    tokenAttack(
      "of another tenant that has an application with the same ID URI",
      STS.notValidated,
      async (_genuine, { otherTenant, target }) => {
        const [identity] = otherTenant.directory
          .servicePrincipals()
          .filter(({ servicePrincipalType }) => servicePrincipalType === "ManagedIdentity");
        if (identity === undefined) {
          throw new Error("the attacker's tenant has an identity");
        }
        return (await otherTenant.issueForManagedIdentity(identity, target.audience)).accessToken;
      },
    ),
    tokenAttack(
      "with `common` in the issuer instead of a tenant",
      STS.notValidated,
      resigned(() => ({ iss: "https://sts.windows.net/common/" })),
    ),
    tokenAttack(
      "with the issuer without its slash",
      STS.notValidated,
      resigned(() => ({ iss: ISSUER.slice(0, -1) })),
    ),
    tokenAttack(
      "with the issuer with two slashes",
      STS.notValidated,
      resigned(() => ({ iss: `${ISSUER}/` })),
    ),
    tokenAttack(
      "with the issuer in capitals",
      STS.notValidated,
      resigned(() => ({ iss: ISSUER.replace("sts.windows.net", "STS.WINDOWS.NET") })),
    ),
    tokenAttack(
      "with the issuer as an `http:` URL",
      STS.notValidated,
      resigned(() => ({ iss: ISSUER.replace("https:", "http:") })),
    ),
    tokenAttack(
      "with the attacker's host before the issuer",
      STS.notValidated,
      resigned(() => ({ iss: `https://example.com/https://sts.windows.net/${LAB_TENANT_ID}/` })),
    ),
    tokenAttack(
      "with the audience in capitals",
      STS.notValidated,
      resigned(({ target }) => ({ aud: target.audience.toUpperCase() })),
    ),
    tokenAttack(
      "with a slash after the audience",
      STS.notValidated,
      resigned(({ target }) => ({ aud: `${target.audience}/` })),
    ),
    tokenAttack(
      "with another audience in a list",
      STS.notValidated,
      resigned(({ target }) => ({ aud: [`${target.audience}2`] })),
    ),
    tokenAttack(
      "with the right audience and another one",
      {
        code: "InvalidIdentityToken",
        message: "Token audience contains more than one audience while authorized party is not present",
      },
      resigned(({ target, strangers }) => ({ aud: [target.audience, strangers.otherAudience] })),
    ),
    tokenAttack(
      "with the right audience and another party in `azp`",
      STS.notValidated,
      resigned(({ strangers }) => ({ azp: strangers.colleague.clientId })),
    ),
    tokenAttack(
      "without an audience",
      { code: "InvalidIdentityToken", message: "Missing a required claim: aud" },
      resigned(() => ({ aud: undefined })),
    ),
    tokenAttack(
      "without a subject",
      { code: "InvalidIdentityToken", message: "Missing a required claim: sub" },
      resigned(() => ({ sub: undefined })),
    ),
    tokenAttack(
      "with the subject in capitals",
      STS.notAuthorized,
      resigned(({ target }) => ({ sub: target.principalId.toUpperCase() })),
    ),
    tokenAttack(
      "with a space after the subject",
      STS.notAuthorized,
      resigned(({ target }) => ({ sub: `${target.principalId} ` })),
    ),
    tokenAttack(
      "with a subject of look-alike letters",
      STS.notAuthorized,
      resigned(({ target }) => ({ sub: target.principalId.replaceAll("-", "\u2010") })),
    ),
    tokenAttack(
      "with a pattern as the subject",
      STS.notAuthorized,
      resigned(() => ({ sub: "*" })),
    ),
    tokenAttack(
      "with the client ID as the subject",
      STS.notAuthorized,
      resigned(({ target }) => ({ sub: target.clientId })),
    ),
    tokenAttack(
      "with the right subject only in other claims",
      STS.notAuthorized,
      resigned(({ target, strangers }) => ({
        sub: strangers.colleague.principalId,
        oid: target.principalId,
        appid: target.clientId,
        [`${ISSUER.slice("https://".length)}:sub`]: target.principalId,
      })),
    ),
    tokenAttack(
      "more than five minutes after its expiry",
      {
        code: "ExpiredTokenException",
        message: "Token expired: current date/time <time> must be before the expiration date/time <time>",
      },
      resigned(() => ({ exp: now() - 301 })),
    ),
    tokenAttack(
      "before it is valid",
      {
        code: "InvalidIdentityToken",
        message:
          "Token not yet valid: current date/time <time> must be after or equal to the not-before date/time <time>",
      },
      resigned(() => ({ nbf: now() + 10 * MINUTES })),
    ),
    tokenAttack(
      "issued in the future",
      { code: "InvalidIdentityToken", message: "Token issued in the future: <time>" },
      resigned(() => ({ iat: now() + 10 * MINUTES })),
    ),
    tokenAttack(
      "without an expiry",
      { code: "InvalidIdentityToken", message: "Missing a required claim: exp" },
      resigned(() => ({ exp: undefined })),
    ),
  ],
};
