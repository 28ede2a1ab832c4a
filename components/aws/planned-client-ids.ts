import type * as pulumi from "@pulumi/pulumi";
import { PerDeployment } from "../per-deployment";

/**
 * The client IDs that the providers of this deployment are to list, by ARN: in a preview, what IAM has is older than what
 * the same program is about to make of it.
 */
export const plannedClientIds = new PerDeployment(() => new Map<string, pulumi.Output<string[]>>());
