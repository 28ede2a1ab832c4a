/** The client IDs of an IAM OpenID Connect provider: how many it takes, and what this deployment plans. */
import type * as pulumi from "@pulumi/pulumi";
import { IAM_LIMITS } from "../../trust";
import { PerDeployment } from "../deployment";

/**
 * What is wrong with so many client IDs on one provider, at most one reason; IAM says so only in the update.
 *
 * @param remedy - What to do, as the argument that is at fault allows it.
 */
export function clientIdProblems(count: number, remedy: string): readonly string[] {
  return count <= IAM_LIMITS.clientIdsPerProvider
    ? []
    : [
        `would give the OpenID Connect provider ${count} client IDs, and IAM takes at most ${IAM_LIMITS.clientIdsPerProvider}; ${remedy}`,
      ];
}

/** What to do about audiences that were listed. */
export const FEWER_AUDIENCES = "leave out those that no role of the account trusts";

/** What to do about client IDs of workloads, of which each is one with v2 tokens. */
export const FEWER_WORKLOADS =
  "spread them over several accounts (the stacks of one share its provider), or take v1 tokens, which need one for all";

/**
 * The client IDs that the providers of this deployment are to list, by ARN: in a preview, what IAM has is older than what
 * the same program is about to make of it.
 */
export const plannedClientIds = new PerDeployment(() => new Map<string, pulumi.Output<string[]>>());
