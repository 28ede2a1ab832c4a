/** The audit's rule on outside workloads that reach a role through a federated credential in Entra. */
import { issuers } from "../../../trust";
import type { FederatedCredential } from "../../snapshot/snapshot-records";
import type { AuditModel } from "../model/audit-model";
import { identitiesOf } from "../model/entries";
import { isWhole, ownerOf, ownerTitle, workloadOf } from "../model/owners";
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
  fix: "If the outside workload is yours and needs the role, give it a separate role, whose trust policy names its issuer and its subject. Otherwise delete the credential from the identity.",
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
          const identity = model.index.identity(id)?.name ?? id;
          yield {
            subject: id,
            roles: [...roles.keys()],
            message: `${whoseToken(credential)} becomes ${identity} by its federated credential ${name}, and opens ${[...roles.values()].slice(0, 3).join(", ")}.`,
            remedy:
              subject === undefined
                ? `Name one exact subject in the credential ${name} of ${of}, or delete it.`
                : `If the workload is yours and needs the role, give it a separate role. Otherwise delete the credential ${name} of ${of}.`,
            severity: isShared(issuer) || subject === undefined ? "high" : "medium",
            ...(subject !== undefined || EXACT.test(claimsMatchingExpression ?? "")
              ? {}
              : { reach: "tenant" }),
            cause: [issuer, subject ?? claimsMatchingExpression],
          };
        }
      }
    }
  },
};

/** An expression that compares the subject with one pattern. Source: Microsoft, "Flexible federated identity credentials". */
const SUBJECT_PATTERN = /^\s*claims\['sub'\]\s+(?:matches|eq)\s+'([^']*)'\s*$/;

/** An expression for one subject. */
const EXACT = /^\s*claims\['sub'\]\s+eq\s+'[^']*'\s*$/;

/** Whose token a credential takes, as the subject of a sentence. */
function whoseToken({ issuer, subject, claimsMatchingExpression = "" }: FederatedCredential): string {
  if (subject !== undefined) {
    return `A token of ${issuer} with the subject ${subject}`;
  }
  const pattern = SUBJECT_PATTERN.exec(claimsMatchingExpression)?.[1];
  if (pattern === undefined) {
    return `A token of ${issuer} that meets the expression ${claimsMatchingExpression}`;
  }
  const owner = ownerOf(issuer.replace(/^https:\/\//, ""), pattern);
  return owner !== undefined && isWhole(owner)
    ? `A token of any ${workloadOf(owner.kind)} of ${ownerTitle(owner.kind)} ${owner.name}`
    : `A token of ${issuer} with a subject like ${pattern}`;
}

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
