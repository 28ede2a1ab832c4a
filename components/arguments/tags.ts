/** Checks of tags, which Azure and IAM limit differently. */
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "./argument-checks";
import { unlessLeftOut } from "./find-problems";
import { azureTagName, azureTagValue, inAzureTags } from "./rules/azure";
import { inTagKeys, tagKey, tagValue } from "./rules/iam";

/** Tags, or nothing. */
export type Tags = pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;

/** Checks tags of Azure resources at `path`, each and their number, and returns them gated. */
export function checkAzureTags(checks: ArgumentChecks, path: string, tags: Tags): Tags {
  const each = checks.optionalTextMap(path, tags, azureTagName, azureTagValue);
  return checks.value(path, each, unlessLeftOut(inAzureTags));
}

/** Checks tags of an IAM resource at `path` and returns them gated. */
export function checkTags(checks: ArgumentChecks, path: string, tags: Tags): Tags {
  return checks.value(path, checks.optionalTextMap(path, tags, tagKey, tagValue), unlessLeftOut(inTagKeys));
}
