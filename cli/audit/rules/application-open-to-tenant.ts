import type { AuditRule } from "./audit-rule";

/** Applications whose tokens open a role, and that anyone in the tenant can get a token for. */
export const applicationOpenToTenant: AuditRule = {
  id: "application-open-to-tenant",
  severity: "medium",
  title: "An application whose token opens a role requires assignment.",
  why: "Every identity of the tenant can get a token for the application. Then only the subject in the trust policy keeps them out, and nothing if the policy demands none.",
  fix: "Require assignment on the application's service principal, and assign the identities that need it: `az ad sp update --id APP_ID --set appRoleAssignmentRequired=true`.",
  limits:
    "The rule needs the service principal of the application in the input. It looks at audiences that name an application, not at those that name the client ID of a managed identity.",
  *find({ roles, index }) {
    const opened = new Map<string, { roles: Map<string, string>; isOpen: boolean }>();
    for (const { role, entries } of roles) {
      for (const { application, exact, closedBy } of entries) {
        if (application !== undefined && closedBy === undefined) {
          const known = opened.get(application) ?? { roles: new Map<string, string>(), isOpen: false };
          known.roles.set(role.arn, role.name);
          opened.set(application, { roles: known.roles, isOpen: known.isOpen || !exact });
        }
      }
    }
    for (const [appId, { roles: names, isOpen }] of opened) {
      const application = index.application(appId);
      const principal = application?.servicePrincipal;
      if (
        application === undefined ||
        principal?.servicePrincipalType !== "Application" ||
        principal.appRoleAssignmentRequired
      ) {
        continue;
      }
      const shown = [...names.values()].slice(0, 3).join(", ");
      const more = names.size > 3 ? ` and ${names.size - 3} more roles` : "";
      yield {
        subject: appId,
        roles: [...names.keys()],
        message: `Anyone in the tenant can get a token for application ${application.name} (${appId}), which opens ${shown}${more}${isOpen ? ", and no subject keeps them out" : ""}.`,
        remedy: `Require assignment on service principal ${principal.id}.`,
        severity: isOpen ? "high" : "medium",
        cause: [isOpen],
      };
    }
  },
};
