import type * as pulumi from "@pulumi/pulumi";
import { ARGUMENTS, ROLES } from "../../messages";
import { IAM_LIMITS, memberPath, SUSPENSION_POLICY } from "../../trust";
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
 * What a role may do. At least one of the fields must grant something. Inline policies of a role have 10,240 characters at
 * most together, those of `readBuckets` (at least 56 buckets) and `suspended` included.
 */
export interface Permissions {
  /** Names of S3 buckets that the role may list and whose objects it may read. */
  readBuckets?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * Whether the role may also list the names of all buckets of the account, as `aws s3 ls` does, which IAM cannot narrow
   * down. Only with `readBuckets`. Default: true.
   */
  listBucketNames?: pulumi.Input<boolean | undefined>;
  /**
   * Policy documents as JSON text, each under a name of your choice that stays the same between updates: 1 to 40 letters,
   * digits, hyphens or underscores, beginning and ending with a letter or digit.
   */
  inlinePolicies?: Record<string, pulumi.Input<string>> | undefined;
  /**
   * ARNs of managed policies, those of AWS or of the role's account, each once, and under a name of your choice that stays
   * the same between updates: under another name the policy is attached anew, and detached with the old name afterwards.
   * Names have 1 to 40 letters, digits, hyphens or underscores, and begin and end with a letter or digit.
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

/** Reported for `listBucketNames` without a bucket. */
export const LISTS_FOR_NOTHING = ARGUMENTS.say("argument-requires", "readBuckets");

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
    checks.report("listBucketNames", LISTS_FOR_NOTHING, listBucketNames);
  }
  if (!isGiven(readBuckets) && Object.keys({ ...inlinePolicies, ...managedPolicyArns }).length === 0) {
    checks.report("", ROLES.say("permissions-empty"));
  }
  checks.add(permissionQuotaProblems(permissions));
}

/**
 * Permissions that exceed IAM's limits for one role, at the argument that causes it. Only known values count, and the
 * policy of `suspended`, for which there must be room in an incident. IAM itself refuses only in the update.
 */
export function permissionQuotaProblems(permissions: Permissions): readonly ArgumentProblem[] {
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
  const [path, remedy] =
    documents.length > 0
      ? (["inlinePolicies", "Move some to managedPolicyArns"] as const)
      : (["readBuckets", "List fewer, or use a managed policy instead"] as const);
  return [
    ...(length > IAM_LIMITS.inlinePolicyCharacters
      ? [
          {
            path,
            ...ROLES.say("inline-policies-too-long", length, IAM_LIMITS.inlinePolicyCharacters, remedy),
          },
        ]
      : []),
    ...(managed > IAM_LIMITS.raisedManagedPoliciesPerRole
      ? [
          {
            path: "managedPolicyArns",
            ...ROLES.say(
              "managed-policies-too-many",
              managed,
              IAM_LIMITS.raisedManagedPoliciesPerRole,
              IAM_LIMITS.managedPoliciesPerRole,
            ),
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
