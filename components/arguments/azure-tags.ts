import { map, optional } from "./argument-kinds";
import { azureTagName, azureTagValue, inAzureTags } from "./rules/azure";

/** Tags of Azure resources: each and their number. */
export const azureTags = optional(map(azureTagName, azureTagValue, inAzureTags));
