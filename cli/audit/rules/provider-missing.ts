import type { AuditRule } from "./audit-rule";
import { providerArnsIn } from "./providers-of-role";

/** Roles that trust a provider that the account does not have. */
export const providerMissing: AuditRule = {
  id: "provider-missing",
  severity: "medium",
  title: "Every provider that a role trusts exists in its account.",
  why: "Nobody can assume the role by this statement today. The door opens for everyone that the statement admits as soon as someone creates the provider.",
  fix: "Delete the statement, or create the provider again.",
  limits: "The rule looks at accounts of which the snapshot has all OIDC providers.",
  *find({ roles, index }) {
    for (const { role } of roles) {
      if (!index.has("aws", role.account, "oidc-providers")) {
        continue;
      }
      for (const arn of providerArnsIn(role)) {
        if (arn.split(":")[4] === role.account && index.provider(arn) === undefined) {
          yield {
            subject: role.arn,
            message: `Role ${role.name} trusts ${arn}, and account ${role.account} has no such provider.`,
            remedy: "Delete the statement, or create the provider again.",
            cause: [arn],
          };
        }
      }
    }
  },
};
