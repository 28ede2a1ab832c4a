import {
  getOpenIdConnectProvider,
  type GetOpenIdConnectProviderResult,
} from "@pulumi/aws/iam/getOpenIdConnectProvider";
import type * as pulumi from "@pulumi/pulumi";
import { coded } from "../../messages";
import type { ArgumentPaths } from "../arguments/argument-paths";
import type { ArgumentProblem } from "../arguments/argument-problem";
import { warn } from "../pulumi/component";
import { Differences, type ReadBack } from "../pulumi/read-back";

/** A provider and the client IDs that it must list after an update. */
export interface WantedClientIds {
  /** Undefined for a provider that the update left out, as one with `--target` may. */
  readonly arn: string | undefined;
  readonly clientIds: readonly string[];
  /** Client IDs that this update removes, so they must no longer be listed. */
  readonly removed: readonly string[];
  /** Whether one of these is secret. */
  readonly hidden: boolean;
}

/**
 * What is read of an OpenID Connect provider after an update. A missing client ID fails the update, and so does one that the
 * update should have removed. Any other one only causes a warning: the provider's owner may have added it for another stack
 * that adopts the provider.
 *
 * @returns Undefined when there is no provider to read.
 */
export function clientIdsReadBack(
  paths: ArgumentPaths,
  parent: pulumi.Resource,
  wanted: WantedClientIds,
): ReadBack<GetOpenIdConnectProviderResult> | undefined {
  const { arn, clientIds, removed } = wanted;
  if (arn === undefined) {
    return undefined;
  }
  let warned = false;
  return {
    paths,
    parent,
    subject: `the OpenID Connect provider ${arn}`,
    read: async () => getOpenIdConnectProvider({ arn }, { parent }),
    differences: ({ clientIdLists: listed }, isSecret) => {
      const hidden = isSecret || wanted.hidden;
      const others = listed.filter((id) => !clientIds.includes(id) && !removed.includes(id));
      if (others.length > 0 && !warned) {
        void warn(
          coded(
            "provider-lists-others",
            `${arn} lists client IDs that this program does not: ${whichIds(others, hidden)}`,
            "To keep one, add it to additionalAudiences. To remove it, run: pulumi up --refresh",
          ),
          parent,
        );
      }
      warned ||= others.length > 0;
      return clientIdDifferences(listed, wanted, new Differences("AWS", hidden));
    },
  };
}

function clientIdDifferences(
  listed: readonly string[],
  { clientIds, removed }: WantedClientIds,
  differences: Differences,
): readonly ArgumentProblem[] {
  const path = "oidcProvider.clientIdLists";
  for (const id of clientIds) {
    differences.expect(path, listed.includes(id), JSON.stringify(id), JSON.stringify(listed));
  }
  for (const id of removed) {
    const isGone = !listed.includes(id);
    differences.expect(path, isGone, `no ${JSON.stringify(id)}`, JSON.stringify(listed));
  }
  return differences.problems;
}

/**
 * Client IDs as a message shows them.
 *
 * @param hidden - Whether the program's own client IDs are secret. These may be its former ones, so none is shown.
 */
export function whichIds(ids: readonly string[], hidden: boolean): string {
  return hidden ? `${ids.length}, not shown because the program's are secret` : ids.join(", ");
}
