/** Tags, which Azure and IAM limit differently. */
import type * as pulumi from "@pulumi/pulumi";
import { map, optional } from "./argument-kinds";
import { azureTagName, azureTagValue, inAzureTags } from "./rules/azure";
import { inTagKeys, tagKey, tagValue } from "./rules/iam";

/** Tags, or nothing. */
export type Tags = pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;

/** Tags of Azure resources: each and their number. */
export const azureTags = optional(map(azureTagName, azureTagValue, inAzureTags));

/** Tags of resources of IAM: each, and what their keys are together. */
export const awsTags = optional(map(tagKey, tagValue, inTagKeys));
