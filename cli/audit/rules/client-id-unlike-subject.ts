/** The audit's rule on version 2 statements whose audience and subject belong to different identities. */
import type { AuditRule } from "./audit-rule";

/** Statements for tokens of version 2 whose client IDs are not those of their subjects. */
export const clientIdUnlikeSubject: AuditRule = {
  id: "client-id-unlike-subject",
  severity: "medium",
  title: "With tokens of version 2, a statement demands the client ID of the identity in its subject.",
  why: "AWS compares the client ID of the identity that asked for the token (`azp`), not the application that the token is for. So a statement with the client ID of an application, and an identity as the subject, admits nobody. A workload may be waiting for the role.",
  fix: "Replace the audience with the client ID of the identity. The provider must list it too.",
  limits:
    "The rule looks at exact subjects and audiences, and at identities of which the input has the client ID. Subjects that no identity has are a separate finding.",
  *find({ roles, index }) {
    for (const { role, entries } of roles) {
      for (const { provider, subjects, audiences, closedBy } of entries) {
        if (closedBy !== "client") {
          continue;
        }
        const own = subjects.flatMap((id) => {
          const identity = index.identity(id.toLowerCase());
          const clientId = identity?.servicePrincipal?.appId ?? identity?.managed?.clientId;
          return clientId === undefined ? [] : [`${clientId} of ${identity?.name ?? id}`];
        });
        yield {
          subject: role.arn,
          message: `Role ${role.name} of account ${role.account} demands the client ID ${audiences.join(" or ")} of ${provider}, and tokens of its subject have ${own.join(" or ")}, so nobody can assume it by this statement.`,
          remedy: `Replace the audience with ${own.join(" or ")}. The provider must list it too.`,
          reach: "nobody",
          cause: [provider, audiences, subjects],
        };
      }
    }
  },
};
