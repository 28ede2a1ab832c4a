import type * as pulumi from "@pulumi/pulumi";
import { memberPath } from "../../trust";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { isGiven } from "../arguments/inputs";
import { bucketName, iamArn } from "../arguments/rules/iam";
import { staticName } from "../arguments/rules/names";
import { policyDocument } from "../arguments/rules/policy-document";
import { permissionQuotaProblems } from "./permission-quotas";
import { attachedTwice } from "./policy-arns";

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

/** Permissions that passed the checks; maps that were left out are empty. */
export interface CheckedPermissions {
  readonly readBuckets: pulumi.Input<pulumi.Input<string>[]> | undefined;
  readonly listBucketNames: pulumi.Input<boolean | undefined>;
  readonly inlinePolicies: Record<string, pulumi.Input<string>>;
  readonly managedPolicyArns: Record<string, pulumi.Input<string>>;
}

/** What is wrong with `listBucketNames` where no bucket is named. */
export const LISTS_FOR_NOTHING = "must be left out without readBuckets, whose policy it concerns";

/** Checks the permissions at `path` and returns them gated. */
export function checkPermissions(
  checks: ArgumentChecks,
  path: string,
  args: Permissions,
): CheckedPermissions {
  const nothing = {
    readBuckets: undefined,
    listBucketNames: undefined,
    inlinePolicies: {},
    managedPolicyArns: {},
  };
  if (!checks.isStructure(path, args)) {
    return nothing;
  }
  const below = checks.within(path);
  below.knownKeys("", args, ["readBuckets", "listBucketNames", "inlinePolicies", "managedPolicyArns"]);
  const { readBuckets, listBucketNames } = args;
  const inlinePolicies = args.inlinePolicies ?? {};
  const managedPolicyArns = args.managedPolicyArns ?? {};
  const checked = {
    readBuckets: isGiven(readBuckets)
      ? below.texts("readBuckets", readBuckets, bucketName, "must name at least one bucket, or be left out")
      : undefined,
    listBucketNames: below.optionalBoolean("listBucketNames", listBucketNames),
    inlinePolicies: below.textMap("inlinePolicies", inlinePolicies, staticName, policyDocument),
    managedPolicyArns: below.textMap("managedPolicyArns", managedPolicyArns, staticName, iamArn("policy")),
  };
  const names = new Map<unknown, string>();
  for (const [name, arn] of Object.entries(managedPolicyArns)) {
    const other = names.get(arn);
    names.set(arn, other ?? name);
    if (typeof arn !== "string" || other === undefined) {
      continue;
    }
    below.report(memberPath("managedPolicyArns", name), attachedTwice(other, arn));
  }
  if (isGiven(listBucketNames) && !isGiven(readBuckets)) {
    below.report("listBucketNames", LISTS_FOR_NOTHING, listBucketNames);
  }
  if (!isGiven(readBuckets) && Object.keys({ ...inlinePolicies, ...managedPolicyArns }).length === 0) {
    checks.report(path, "must grant something: give readBuckets, inlinePolicies or managedPolicyArns");
  }
  for (const { name, reason } of permissionQuotaProblems(args)) {
    below.report(name, reason);
  }
  return checked;
}
