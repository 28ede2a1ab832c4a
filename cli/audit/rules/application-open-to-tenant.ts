/** The audit's rule on applications behind a role that do not require assignment. */
import { microsoftResource, recognizeEntraIssuer } from "../../../trust";
import type { KnownApplication } from "../model/estate-index";
import type { AuditRule } from "./audit-rule";

/** Applications whose tokens open a role, and that anyone in the tenant can get a token for. */
export const applicationOpenToTenant: AuditRule = {
  id: "application-open-to-tenant",
  severity: "medium",
  title: "An application whose token opens a role requires assignment.",
  why: "Every identity of the tenant can get a token for the application. Then only the subject in the trust policy keeps them out, and nothing if the policy demands none.",
  fix: "Require assignment on the application's service principal, and assign the identities that need it: `az ad sp update --id APP_ID --set appRoleAssignmentRequired=true`.",
  limits:
    "The rule needs the service principal of the application in the input. It looks at audiences that name an application, not at those that name the client ID of a managed identity. Microsoft's own resources are left out: never require assignment on them.",
  *find({ roles, index }) {
    const opened = new Map<
      string,
      { readonly application: KnownApplication; readonly roles: Map<string, string>; isOpen: boolean }
    >();
    for (const { role, entries } of roles) {
      for (const { application: appId, provider, exact, reach } of entries) {
        const application =
          appId === undefined || reach === "nobody"
            ? undefined
            : index.application(appId, recognizeEntraIssuer(provider)?.tenantId);
        if (application === undefined || isMicrosofts(application)) {
          continue;
        }
        const key = `${application.tenant} ${application.appId}`;
        const known = opened.get(key) ?? { application, roles: new Map<string, string>(), isOpen: false };
        known.roles.set(role.arn, role.name);
        known.isOpen ||= !exact;
        opened.set(key, known);
      }
    }
    for (const { application, roles: names, isOpen } of opened.values()) {
      const { appId, servicePrincipal: principal } = application;
      if (
        principal?.servicePrincipalType !== "Application" ||
        principal.appRoleAssignmentRequired !== false
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

/** Whether an application is a resource of Microsoft's own: requiring assignment would lock the whole tenant out of it. */
function isMicrosofts({ audiences }: KnownApplication): boolean {
  return audiences.some((audience) => microsoftResource(audience) !== undefined);
}
