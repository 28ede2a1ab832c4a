import { map, optional } from "./argument-kinds";
import { inTagKeys, tagKey, tagValue } from "./rules/iam";

/** Tags of resources of IAM: each, and what their keys are together. */
export const awsTags = optional(map(tagKey, tagValue, inTagKeys));
