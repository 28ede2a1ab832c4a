import type { AuditRule } from "./audit-rule";

/** Audiences that the provider in AWS does not list. */
export const audienceNotRegistered: AuditRule = {
  id: "audience-not-registered",
  severity: "medium",
  title: "The provider lists every audience that a trust policy demands.",
  why: "STS refuses tokens with an audience that the provider does not list, so nobody can assume the role by this statement.",
  fix: "Add the audience to the provider: `aws iam add-client-id-to-open-id-connect-provider`. Or delete the statement.",
  limits:
    "The rule looks at accounts of which the snapshot has all OIDC providers. Audiences with wildcards are left out.",
  *find({ roles, index, estate }) {
    const providers = new Map(estate.providers.map((one) => [`${one.account} ${one.name}`, one]));
    for (const { role, entries } of roles) {
      for (const { provider, audiences } of entries) {
        const known = providers.get(`${role.account} ${provider}`);
        // With tokens of version 2, IAM compares aud with the caller's client ID, which the provider lists too.
        if (known?.clientIds === undefined || !index.has("aws", role.account, "oidc-providers")) {
          continue;
        }
        const { clientIds } = known;
        const unlisted = audiences.filter(
          (audience) => !audience.includes("*") && !clientIds.includes(audience),
        );
        if (unlisted.length > 0 && unlisted.length === audiences.length) {
          yield {
            subject: role.arn,
            message: `Role ${role.name} of account ${role.account} demands the audience ${unlisted.join(" or ")}, which ${known.arn} does not list, so nobody can assume it by this statement.`,
            remedy: "Add the audience to the provider, or delete the statement.",
            reach: "nobody",
            cause: [provider, unlisted],
          };
        }
      }
    }
  },
};
