import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "./argument-checks";
import { unlessLeftOut } from "./find-problems";
import { azureTagName, azureTagValue, inAzureTags } from "./rules/azure-tag";

/** Tags, or nothing. */
type Tags = pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;

/** Checks tags of Azure resources at `path`, each and their number, and returns them gated. */
export function checkAzureTags(checks: ArgumentChecks, path: string, tags: Tags): Tags {
  const each = checks.optionalTextMap(path, tags, azureTagName, azureTagValue);
  return checks.value(path, each, unlessLeftOut(inAzureTags));
}
