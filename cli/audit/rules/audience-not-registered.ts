/** The audit's rule on trust policies with an audience that is missing from their OIDC provider. */
import { recognizeEntraIssuer } from "../../../trust";
import type { KnownProvider } from "../estate/estate";
import type { EstateIndex } from "../model/estate-index";
import type { AuditRule } from "./audit-rule";

/** Audiences that the provider in AWS does not list. */
export const audienceNotRegistered: AuditRule = {
  id: "audience-not-registered",
  severity: "medium",
  title: "The provider lists every audience that a trust policy demands.",
  why: "STS refuses tokens with an audience that the provider does not list. A token of Entra has one audience, so nobody can assume the role by this statement.",
  fix: "Add the audience to the provider: `aws iam add-client-id-to-open-id-connect-provider`. Or delete the statement. If the report has a corrected trust policy for the role, use that first: the statement admits too many as soon as the provider lists the audience.",
  limits:
    "The rule looks at accounts of which the snapshot has all OIDC providers. Tokens of other issuers can have several audiences: for them, the rule does not say that nobody gets in, and leaves out audiences with wildcards.",
  *find({ roles, index }) {
    for (const { role, entries, correction } of roles) {
      for (const { provider, audiences, closedBy } of entries) {
        const known = index.providerNamed(role.account, provider);
        if (
          known !== undefined &&
          (closedBy === "audience" || isUnlisted(role.account, known, audiences, index))
        ) {
          yield {
            subject: role.arn,
            message: `Role ${role.name} of account ${role.account} demands the audience ${audiences.join(" or ")}, which ${known.arn} does not list, so ${closedBy === "audience" ? "nobody can assume it by this statement" : "STS refuses tokens that have no other audience"}.`,
            remedy:
              correction === undefined
                ? "Add the audience to the provider, or delete the statement."
                : "Delete the statement, or use the corrected trust policy of this report, and then add the audience to the provider.",
            ...(closedBy === "audience" ? { reach: "nobody" } : {}),
            cause: [provider, audiences],
          };
        }
      }
    }
  },
};

/** The same for issuers other than Entra, whose tokens can have several audiences. */
function isUnlisted(
  account: string,
  { name, clientIds }: KnownProvider,
  audiences: readonly string[],
  index: EstateIndex,
): boolean {
  return (
    clientIds !== undefined &&
    index.has("aws", account, "oidc-providers") &&
    recognizeEntraIssuer(name) === undefined &&
    audiences.length > 0 &&
    audiences.every((audience) => !audience.includes("*") && !clientIds.includes(audience))
  );
}
