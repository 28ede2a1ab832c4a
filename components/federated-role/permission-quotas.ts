import { IAM_LIMITS, SUSPENSION_POLICY } from "../../trust";
import { isGiven, isPlain } from "../arguments/inputs";
import { bucketName } from "../arguments/rules/iam";
import { policyDocument } from "../arguments/rules/policy-document";
import type { Permissions } from "./permissions";
import { readBucketsPolicy } from "./read-buckets-policy";

/**
 * What of the permissions is more than IAM takes on one role, by the argument at fault. Only what is known is counted, and
 * the policy of `suspended`, for which there must be room in an incident. IAM itself says so only in the update, and by
 * what is too much then.
 */
export function permissionQuotaProblems(
  permissions: Permissions,
): readonly { readonly name: keyof Permissions; readonly reason: string }[] {
  const { readBuckets, listBucketNames, inlinePolicies, managedPolicyArns } = permissions;
  // What is wrong in itself has an error of its own.
  const buckets = knownTexts(readBuckets).filter((name) => bucketName(name).length === 0);
  const documents = knownTexts(inlinePolicies).filter((text) => policyDocument(text).length === 0);
  // What is not known yet counts as what makes the policy shorter.
  const listsNames = !isGiven(listBucketNames) || listBucketNames === true;
  const reading = buckets.length > 0 ? [readBucketsPolicy(buckets, "aws", listsNames)] : [];
  const own = [SUSPENSION_POLICY, ...reading];
  const inline = [...own.map((policy) => JSON.stringify(policy)), ...documents];
  const length = inline.reduce((sum, text) => sum + text.replaceAll(/\s/g, "").length, 0);
  const managed = knownTexts(managedPolicyArns).length;
  const [name, remedy] =
    documents.length > 0
      ? (["inlinePolicies", "give some by managedPolicyArns"] as const)
      : (["readBuckets", "name fewer, or give a managed policy in its place"] as const);
  return [
    ...(length > IAM_LIMITS.inlinePolicyCharacters
      ? [
          {
            name,
            reason:
              `would give the role inline policies of ${length} characters, white space and what is not known yet not ` +
              `counted, that of suspended included, and IAM takes at most ${IAM_LIMITS.inlinePolicyCharacters}; ${remedy}`,
          },
        ]
      : []),
    ...(managed > IAM_LIMITS.raisedManagedPoliciesPerRole
      ? [
          {
            name: "managedPolicyArns" as const,
            reason:
              `would attach ${managed} policies, and IAM takes at most ${IAM_LIMITS.raisedManagedPoliciesPerRole} on a role (${IAM_LIMITS.managedPoliciesPerRole} where the ` +
              "account's quota was not raised); put several into one",
          },
        ]
      : []),
  ];
}

/** The texts in a list or map that are there now. */
function knownTexts(value: unknown): string[] {
  if (typeof value !== "object" || value === null || !isPlain(value)) {
    return [];
  }
  return Object.values(value).filter((item) => typeof item === "string");
}
