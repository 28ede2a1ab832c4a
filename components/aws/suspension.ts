import type { PolicyDocument } from "./read-buckets-policy";

/** The name of the inline policy that a suspended role has, to be recognised in the AWS console. */
export const SUSPENSION_POLICY_NAME = "suspended";

/**
 * What denies everything to whoever holds a session of the role, however long it has been open: IAM judges each request
 * by the policies that the role has then, and a Deny wins.
 */
export const SUSPENSION_POLICY: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Sid: "Suspended", Effect: "Deny", Action: "*", Resource: "*" }],
};
