/** The client IDs of an IAM OpenID Connect provider: how many it accepts, and which this deployment plans. */
import type * as pulumi from "@pulumi/pulumi";
import { coded, type Message } from "../../messages";
import { IAM_LIMITS } from "../../trust/iam-limits";
import { PerDeployment } from "../deployment";

/**
 * Too many client IDs for one provider, at most one problem. IAM itself refuses only in the update.
 *
 * @param remedy - How to fix it with the argument that causes it.
 */
export function clientIdProblems(count: number, remedy: string): readonly Message[] {
  return count <= IAM_LIMITS.clientIdsPerProvider
    ? []
    : [
        coded(
          "client-ids-too-many",
          `the OpenID Connect provider would have ${count} client IDs. IAM allows ${IAM_LIMITS.clientIdsPerProvider}`,
          remedy,
        ),
      ];
}

/** How to fix too many listed audiences. */
export const FEWER_AUDIENCES = "Remove those that no role of the account trusts";

/** How to fix too many workloads: with v2 tokens, each has its own client ID. */
export const FEWER_WORKLOADS =
  "Spread them over several accounts (stacks of one account share its provider), or use v1 tokens, which need one for all";

/**
 * The client IDs that the providers of this deployment will list, by ARN. In a preview, IAM still has the list from before
 * the update.
 */
export const plannedClientIds = new PerDeployment(() => new Map<string, pulumi.Output<string[]>>());
