import type { IamDemand, IssuerSource } from "./issuer-facts";

/** AWS's page on the claims that become condition keys, issuer by issuer. */
export const AWS_KEYS: IssuerSource = {
  title: 'AWS, "Available keys for AWS OIDC federation"',
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif",
  grade: "documentation",
};

/** AWS's page on what IAM demands of roles that trust a shared issuer. */
export const AWS_CONTROLS: IssuerSource = {
  title: 'AWS, "Identity-provider controls for shared OIDC providers"',
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html",
  grade: "documentation",
};

/** AWS's samples of resource control policies, with the tenant's part of the subjects of each shared issuer. */
export const AWS_SAMPLES: IssuerSource = {
  title: "AWS samples, resource-control-policy-examples, Shared-Issuers.json",
  url: "https://github.com/aws-samples/resource-control-policy-examples",
  grade: "source code",
};

/** Kubernetes' page on the subjects of service account tokens. */
export const KUBERNETES_TOKENS: IssuerSource = {
  title: 'Kubernetes, "Managing Service Accounts"',
  url: "https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/",
  grade: "documentation",
};

/** Makes the source for a page of an issuer's manual. */
export function manual(title: string, url: string): IssuerSource {
  return { title, url, grade: "documentation" };
}

/**
 * What IAM demands of a role that trusts a shared issuer, by one claim. The error is recorded for GitHub. For other
 * issuers it is inferred: no published text of theirs was found.
 */
export function demandOf(provider: string, claims: readonly string[]): IamDemand {
  const keys = claims.map((claim) => `${provider}:${claim}`).join(" or ");
  return {
    claims,
    error: `must evaluate, using StringEquals, StringLike or StringEqualsIgnoreCase, ${keys} which is not scoped to all.`,
  };
}
