import { issuers } from "../../../trust";
import type { FederatedCredential } from "../../snapshot/snapshot-records";
import type { AuditModel } from "../model/audit-model";
import { identitiesOf } from "../model/entries";
import type { AuditRule } from "./audit-rule";

/**
 * Issuers of AKS clusters, with the tenant: a credential for a service account is how workloads in a cluster get their identity.
 * Source: Microsoft, "Use the OpenID Connect issuer on AKS".
 */
const AKS = /^https:\/\/[^/]+\.oic\.prod-aks\.azure\.(?:com|us|cn)\/([^/]+)\//;

/** Federated credentials by which tokens of another issuer open a role. */
export const federatedCredentialNamesStranger: AuditRule = {
  id: "federated-credential-names-stranger",
  severity: "high",
  title: "No identity that opens a role takes the tokens of an outside issuer.",
  why: "The holder of such a token becomes the identity in Entra, and then the role in AWS. The trust policy in AWS does not show it.",
  fix: "Delete the credential from the identity, or give the outside workload a separate role, whose trust policy names its issuer.",
  limits:
    "Credentials for service accounts of AKS clusters are left out if they name one service account. Only identities that a trust policy names exactly are looked at.",
  *find(model) {
    const named = new Map<string, Map<string, string>>();
    for (const { role, entries } of model.roles) {
      for (const id of identitiesOf(entries)) {
        named.set(id, (named.get(id) ?? new Map<string, string>()).set(role.arn, role.name));
      }
    }
    for (const [id, roles] of named) {
      for (const credential of credentialsOf(id, model)) {
        if (!isOwnWorkload(credential, tenantOf(id, model))) {
          const { name, issuer, subject, claimsMatchingExpression, of } = credential;
          const who = subject ?? claimsMatchingExpression ?? "any subject";
          const identity = model.index.identity(id)?.name ?? id;
          yield {
            subject: id,
            roles: [...roles.keys()],
            message: `A token of ${issuer} with the subject ${who} becomes ${identity} by its federated credential ${name}, and opens ${[...roles.values()].slice(0, 3).join(", ")}.`,
            remedy: `Delete the credential ${name} of ${of}, or give its workload a separate role.`,
            severity: isShared(issuer) || subject === undefined ? "high" : "medium",
            cause: [issuer, who],
          };
        }
      }
    }
  },
};

function credentialsOf(id: string, { index }: AuditModel): readonly FederatedCredential[] {
  const identity = index.identity(id);
  const principal = identity?.servicePrincipal;
  const application =
    principal?.servicePrincipalType === "Application"
      ? index.application(principal.appId)?.application
      : undefined;
  return [...index.credentialsOf(application?.id), ...index.credentialsOf(identity?.managed?.id)];
}

function tenantOf(id: string, { index }: AuditModel): string {
  const { managed, servicePrincipal } = index.identity(id) ?? {};
  return managed?.tenantId ?? servicePrincipal?.tenant ?? "";
}

/** Whether a credential is for one service account of a cluster in the same tenant. */
function isOwnWorkload({ issuer, subject }: FederatedCredential, tenant: string): boolean {
  const [, cluster] = AKS.exec(issuer) ?? [];
  return (
    cluster !== undefined &&
    (tenant === "" || cluster.toLowerCase() === tenant.toLowerCase()) &&
    subject !== undefined &&
    !subject.includes("*")
  );
}

/** Whether every customer of the issuer gets tokens from it. */
function isShared(issuer: string): boolean {
  const name = issuer.replace(/^https:\/\//, "").toLowerCase();
  return issuers.find((known) => known.owns(name))?.facts.crowd === "anyone";
}
