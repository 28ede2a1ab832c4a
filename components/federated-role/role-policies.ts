/** The policies of a role as resources of the program. */
/** How the policies of a role are called in the program, after the name of its component and a hyphen. */
export const policyResourceNames = {
  readBuckets: "read-buckets",
  inline: (policyName: string): string => `inline-${policyName}`,
  managed: (policyName: string): string => `managed-${policyName}`,
  suspended: "suspended",
} as const;

/**
 * How an inline policy keeps the name that it has, whatever that is: the provider's own, or that of a policy made by hand
 * and imported. A policy's name cannot change, so that another one would replace it.
 *
 * A name that is kept counts as given, and a provider deletes what has a given name before it makes the new one. The
 * workload would be without permissions in between, for nothing: a policy that is replaced gets a new name.
 *
 * Source: pulumi/pulumi v3.259.0, `pkg/resource/deploy/step_generator.go` (ignored inputs are set to their old values
 * before Check, but not in the Check for a replacement); pulumi/pulumi-terraform-bridge, `pkg/tfbridge/schema.go`,
 * `nameRequiresDeleteBeforeReplace`.
 */
export const INLINE_POLICY_OPTIONS = { ignoreChanges: ["name"], deleteBeforeReplace: false };
