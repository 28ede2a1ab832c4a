import { providerArnsIn } from "../model/providers-of-role";
import type { AuditRule } from "./audit-rule";

/** Providers that no role trusts. */
export const providerWithoutRoles: AuditRule = {
  id: "provider-without-roles",
  severity: "low",
  title: "A role trusts every OIDC provider.",
  why: "The provider does nothing. It is half of a door: a role that trusts it, by mistake or not, is open at once.",
  fix: "Delete the provider: `aws iam delete-open-id-connect-provider`.",
  limits:
    "The rule looks at accounts of which the input has all roles. IAM's providers serve Amazon Cognito identity pools too, which are not in the input.",
  *find({ estate, index, roles }) {
    const trusted = new Set(roles.flatMap(({ role }) => providerArnsIn(role)));
    for (const { arn, account, name } of estate.providers) {
      if (index.has("aws", account, "authorization-details") && !trusted.has(arn)) {
        yield {
          subject: arn,
          message: `No role of account ${account} trusts the provider ${name} (${arn}).`,
          remedy: "Delete the provider if no Amazon Cognito identity pool uses it.",
        };
      }
    }
  },
};
