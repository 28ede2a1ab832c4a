/** The form of the audience if `audience` is not given. */
export const AudienceForm = {
  /**
   * `api://<tenantId>/<project>-<stack>-<name>`, which is known before anything exists. If the stack or the component has a
   * hyphen in its name, a hash of all three names follows. So no two stacks share an audience.
   */
  TenantAndName: "tenant-and-name",
  /**
   * `api://<application client ID>`. Even the strictest policy of a tenant allows it. It is known only once the application
   * exists.
   */
  ApplicationId: "application-id",
} as const;

/** The form of the audience if `audience` is not given. */
export type AudienceForm = (typeof AudienceForm)[keyof typeof AudienceForm];
