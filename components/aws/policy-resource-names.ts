/** How the policies of a role are called in the program, after the name of its component and a hyphen. */
export const policyResourceNames = {
  readBuckets: "read-buckets",
  inline: (policyName: string): string => `inline-${policyName}`,
  managed: (policyName: string): string => `managed-${policyName}`,
  suspended: "suspended",
} as const;
