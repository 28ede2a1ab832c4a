/** The audit's rule on unused OIDC providers. */
import type { AuditRule } from "./audit-rule";

/** Providers that no role trusts. */
export const providerWithoutRoles: AuditRule = {
  id: "provider-without-roles",
  severity: "low",
  title: "A role trusts every OIDC provider.",
  why: "The provider does nothing. It is half of a door: a role that trusts it, by mistake or not, is open at once.",
  fix: "Delete the provider: `aws iam delete-open-id-connect-provider`.",
  limits:
    "The rule looks at accounts of which the input has all roles. A role that only denies the provider's tokens trusts it too: it is suspended, or was. IAM's providers serve Amazon Cognito identity pools too, which are not in the input.",
  *find({ estate, index, roles, namedProviders }) {
    // A principal that is everybody names no provider, and its conditions may.
    const trusted = new Set(
      roles.flatMap(({ role, entries }) => entries.map(({ provider }) => `${role.account} ${provider}`)),
    );
    for (const { arn, account, name } of estate.providers) {
      if (
        index.has("aws", account, "authorization-details") &&
        !namedProviders.has(arn) &&
        !trusted.has(`${account} ${name}`)
      ) {
        yield {
          subject: arn,
          message: `No role of account ${account} trusts the provider ${name} (${arn}).`,
          remedy: "Delete the provider if no Amazon Cognito identity pool uses it.",
        };
      }
    }
  },
};
