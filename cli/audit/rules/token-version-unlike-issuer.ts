/** The audit's rule on version 2 tokens for a role that trusts the version 1 issuer. */
import { recognizeEntraIssuer } from "../../../trust";
import type { AuditRule } from "./audit-rule";

/** Applications whose tokens have another issuer than the provider that a role trusts. */
export const tokenVersionUnlikeIssuer: AuditRule = {
  id: "token-version-unlike-issuer",
  severity: "medium",
  title: "The application of an audience asks for tokens of the version whose issuer the role trusts.",
  why: "Tokens of version 2 have the issuer `https://login.microsoftonline.com/TENANT/v2.0`. A role that trusts `sts.windows.net` refuses them, so nobody can assume it by this statement if all its audiences are of such applications.",
  fix: "Set `requestedAccessTokenVersion` of the application to 1, or trust the provider of version 2 with the client IDs of the identities as audiences.",
  limits:
    "The rule looks at providers of version 1, and at applications of which the input has `requestedAccessTokenVersion`. With version 2, the audience in AWS is the client ID of the identity, which names no application.",
  *find({ roles, index }) {
    for (const { role, entries } of roles) {
      for (const { provider, application, audiences, closedBy } of entries) {
        const known = application === undefined ? undefined : index.application(application);
        const version = known?.application?.api?.requestedAccessTokenVersion;
        if (known !== undefined && version === 2 && recognizeEntraIssuer(provider)?.tokenVersion === 1) {
          yield {
            subject: role.arn,
            message: `Role ${role.name} of account ${role.account} trusts ${provider}, and application ${known.name} (${known.appId}) asks for tokens of version 2, which have another issuer, so ${
              closedBy !== undefined
                ? "nobody can assume it by this statement"
                : // A client ID is the audience of ID tokens, and the setting is about access tokens alone.
                  audiences.includes(known.appId)
                  ? "STS refuses its access tokens, and takes its ID tokens"
                  : "STS refuses them"
            }.`,
            remedy:
              "Set requestedAccessTokenVersion of the application to 1, or trust the provider of version 2.",
            ...(closedBy === undefined ? {} : { reach: "nobody" }),
            cause: [provider, known.appId],
          };
        }
      }
    }
  },
};
