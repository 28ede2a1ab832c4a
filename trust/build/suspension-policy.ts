/** The name of the inline policy of a suspended role. It makes the suspension visible in the AWS console. */
export const SUSPENSION_POLICY_NAME = "suspended";

/**
 * Denies every action to every session of the role, however long it has been open: IAM judges each request by the
 * policies that the role has at that time, and a Deny wins.
 */
export const SUSPENSION_POLICY = {
  Version: "2012-10-17",
  Statement: [{ Sid: "Suspended", Effect: "Deny", Action: "*", Resource: "*" }],
} as const;

/**
 * The same policy, as `azure-to-aws suspend` attaches it. Its `Sid` shows an update that refreshes first that no program
 * asked for the suspension.
 */
export const SUSPENSION_BY_COMMAND = {
  ...SUSPENSION_POLICY,
  Statement: [{ ...SUSPENSION_POLICY.Statement[0], Sid: "SuspendedWithoutPulumi" }],
} as const;
