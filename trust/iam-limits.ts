/**
 * What IAM accepts, in one place. Sources: AWS, "IAM and AWS STS quotas" (Quotas) and the named operation in the IAM API
 * reference. Grade: documentation. Date: 2026-11-27; of managed policies, 2026-11-30.
 */
export const IAM_LIMITS = {
  /** Client IDs (audiences) of an OpenID Connect provider. Source: Quotas. */
  clientIdsPerProvider: 100,
  /** Characters of a client ID. Source: `clientIDType` in CreateOpenIDConnectProvider. */
  clientIdCharacters: 255,
  /** Characters of a provider's URL. Source: CreateOpenIDConnectProvider. */
  providerUrlCharacters: 255,
  /** Thumbprints of a provider. Source: CreateOpenIDConnectProvider. */
  thumbprintsPerProvider: 5,
  /** Characters of a trust policy without white space, by default. Source: Quotas. */
  trustPolicyCharacters: 2048,
  /** The same, with the quota raised to its maximum. Source: Quotas. */
  raisedTrustPolicyCharacters: 4096,
  /** Characters of all inline policies of a role without white space. AWS does not raise it. Source: Quotas. */
  inlinePolicyCharacters: 10_240,
  /** Managed policies attached to a role, by default. Source: `AttachedPoliciesPerRoleQuota` in GetAccountSummary answers. */
  managedPoliciesPerRole: 20,
  /** The same, with the quota raised to its maximum. Source: Quotas. */
  raisedManagedPoliciesPerRole: 25,
  /** Characters of a role's name. Source: CreateRole. */
  roleNameCharacters: 64,
  /** Characters of a role's path. Source: CreateRole. */
  rolePathCharacters: 512,
  /** Characters of a role's description. Source: CreateRole. */
  roleDescriptionCharacters: 1000,
  /** The shortest session that a caller may request, in seconds. Source: STS, AssumeRoleWithWebIdentity. */
  shortestSession: 900,
  /** The minimum of `MaxSessionDuration` in seconds, which is also its default. Source: CreateRole. */
  shortestMaxSession: 3600,
  /** The longest session of a role, in seconds. Source: CreateRole. */
  longestMaxSession: 43_200,
  /** Tags of a role or a provider. Source: Quotas. */
  tagsPerResource: 50,
  /** Characters of a tag's key. Source: `Tag` in the IAM API reference. */
  tagKeyCharacters: 128,
  /** Characters of a tag's value. Source: `Tag` in the IAM API reference. */
  tagValueCharacters: 256,
} as const;
