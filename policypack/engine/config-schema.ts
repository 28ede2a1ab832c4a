import type { PolicyConfigSchema } from "@pulumi/policy";

/** JSON schema of one member of a rule's configuration. */
export type ConfigSchema = PolicyConfigSchema["properties"][string];
