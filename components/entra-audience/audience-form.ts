/** How the audience is made where it is not given as a whole. */
export const AudienceForm = {
  /**
   * `api://<tenantId>/<project>-<stack>-<name>`, known before anything exists; where stack or name has a hyphen, with a
   * digest of the three behind it, so that no two stacks share it.
   */
  TenantAndName: "tenant-and-name",
  /**
   * `api://<application client ID>`: allowed even by the strictest policy of a tenant, and known only once the
   * application exists.
   */
  ApplicationId: "application-id",
} as const;

/** How the audience is made where it is not given as a whole. */
export type AudienceForm = (typeof AudienceForm)[keyof typeof AudienceForm];
