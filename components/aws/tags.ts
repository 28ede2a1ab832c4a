import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { unlessLeftOut } from "../arguments/find-problems";
import { inTagKeys, tagKey, tagValue } from "../arguments/rules/tag";

/** Tags, or nothing. */
export type Tags = pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;

/** Checks tags of an IAM resource at `path` and returns them gated. */
export function checkTags(checks: ArgumentChecks, path: string, tags: Tags): Tags {
  return checks.value(path, checks.optionalTextMap(path, tags, tagKey, tagValue), unlessLeftOut(inTagKeys));
}
