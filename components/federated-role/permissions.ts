import type * as pulumi from "@pulumi/pulumi";
import { ARGUMENTS, coded, ROLES } from "../../messages";
import { SUSPENSION_POLICY } from "../../trust/build";
import { IAM_LIMITS } from "../../trust/iam-limits";
import { memberPath } from "../../trust/text";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { boolean, ifGiven, list, namedTexts, optional } from "../arguments/argument-kinds";
import type { ArgumentProblem } from "../arguments/argument-problem";
import { argumentTable } from "../arguments/argument-table";
import { isGiven, isPlain } from "../arguments/inputs";
import { bucketName, iamArn } from "../arguments/rules/iam";
import { staticName } from "../arguments/rules/names";
import { policyDocument } from "../arguments/rules/policy-document";
import { attachedTwice } from "./policy-arns";
import { readBucketsPolicy } from "./read-buckets-policy";

/**
 * What a role may do. At least one argument must grant something. All inline policies of a role together have at most
 * 10,240 characters, including the policies of `readBuckets` and `suspended`. At least 56 buckets fit.
 */
export interface Permissions {
  /**
   * Names of S3 buckets. The role may list these buckets and read their objects. An Output counts as given, so it must
   * resolve to a value. Default: none.
   */
  readBuckets?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * Whether the role may also list the names of all buckets in the account, as `aws s3 ls` does. IAM cannot limit this
   * permission to some buckets. `aws s3 ls s3://<bucket>` works without it. Requires `readBuckets`. Default: false.
   */
  listBucketNames?: pulumi.Input<boolean | undefined>;
  /**
   * Policy documents as JSON text, each under a name of your choice. Keep the name between updates. A name has 1 to 40
   * letters, digits, hyphens, or underscores, and starts and ends with a letter or digit. Default: none.
   */
  inlinePolicies?: Record<string, pulumi.Input<string>> | undefined;
  /**
   * ARNs of managed policies, of AWS or of the role's account, each once and under a name of your choice. Keep the name
   * between updates. If you change it, the update attaches the policy under the new name, and then detaches it with the old
   * name. A name has 1 to 40 letters, digits, hyphens, or underscores, and starts and ends with a letter or digit. Default:
   * none.
   */
  managedPolicyArns?: Record<string, pulumi.Input<string>> | undefined;
}

/** The arguments of {@link Permissions}. */
export const PERMISSIONS = argumentTable<Permissions>()(
  {
    readBuckets: ifGiven(list(bucketName, "bucket", true)),
    listBucketNames: optional(boolean()),
    inlinePolicies: namedTexts(staticName, policyDocument),
    managedPolicyArns: namedTexts(staticName, iamArn("policy")),
  },
  reportTogether,
);

function reportTogether(checks: ArgumentChecks, permissions: Permissions): void {
  const { readBuckets, listBucketNames, inlinePolicies, managedPolicyArns } = permissions;
  const attached = new Map<unknown, string>();
  for (const [name, arn] of Object.entries(managedPolicyArns ?? {})) {
    const other = attached.get(arn);
    attached.set(arn, other ?? name);
    if (typeof arn === "string" && other !== undefined) {
      checks.report(memberPath("managedPolicyArns", name), attachedTwice(other, arn));
    }
  }
  if (isGiven(listBucketNames) && !isGiven(readBuckets)) {
    checks.report("listBucketNames", ARGUMENTS.say("argument-requires", "readBuckets"), listBucketNames);
  }
  if (!isGiven(readBuckets) && Object.keys({ ...inlinePolicies, ...managedPolicyArns }).length === 0) {
    checks.report("", ROLES.say("permissions-empty"));
  }
  checks.add(permissionQuotaProblems(permissions));
}

/**
 * Reports permissions that exceed IAM's limits for one role, at the argument that causes it. IAM itself refuses them only
 * in the update. Only known values count. The policy of `suspended` counts too: it must fit in an incident.
 */
function permissionQuotaProblems(permissions: Permissions): readonly ArgumentProblem[] {
  const { readBuckets, listBucketNames, inlinePolicies, managedPolicyArns } = permissions;
  // Invalid values have separate errors.
  const buckets = knownTexts(readBuckets).filter((name) => bucketName(name).length === 0);
  const documents = knownTexts(inlinePolicies).filter((text) => policyDocument(text).length === 0);
  // An unknown value counts as the one that makes the policy shorter.
  const reading = buckets.length > 0 ? [readBucketsPolicy(buckets, "aws", listBucketNames === true)] : [];
  const own = [SUSPENSION_POLICY, ...reading];
  const inline = [...own.map((policy) => JSON.stringify(policy)), ...documents];
  const length = inline.reduce((sum, text) => sum + text.replaceAll(/\s/g, "").length, 0);
  const managed = knownTexts(managedPolicyArns).length;
  const [path, remedy] =
    documents.length > 0
      ? (["inlinePolicies", "Move some to managedPolicyArns"] as const)
      : (["readBuckets", "List fewer, or use a managed policy instead"] as const);
  return [
    ...(length > IAM_LIMITS.inlinePolicyCharacters
      ? [
          {
            path,
            ...coded(
              "inline-policies-too-long",
              `the role's inline policies would have ${length} characters, including the one of suspended. IAM allows ${IAM_LIMITS.inlinePolicyCharacters}`,
              remedy,
            ),
          },
        ]
      : []),
    ...(managed > IAM_LIMITS.raisedManagedPoliciesPerRole
      ? [
          {
            path: "managedPolicyArns",
            ...coded(
              "managed-policies-too-many",
              `too many managed policies. Expected at most ${IAM_LIMITS.raisedManagedPoliciesPerRole} (${IAM_LIMITS.managedPoliciesPerRole} unless AWS raised the account's quota); got ${managed}`,
              "Merge several into one",
            ),
          },
        ]
      : []),
  ];
}

/** The strings in a list or map that are known now. */
function knownTexts(value: unknown): string[] {
  if (typeof value !== "object" || value === null || !isPlain(value)) {
    return [];
  }
  return Object.values(value).filter((item) => typeof item === "string");
}
