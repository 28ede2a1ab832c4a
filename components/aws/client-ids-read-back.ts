import {
  getOpenIdConnectProvider,
  type GetOpenIdConnectProviderResult,
} from "@pulumi/aws/iam/getOpenIdConnectProvider";
import type * as pulumi from "@pulumi/pulumi";
import type { ReadBack } from "../read-back";
import { warn } from "../warning";

/** A provider and the client IDs that it must list after an update. */
export interface WantedClientIds {
  readonly arn: string;
  readonly clientIds: readonly string[];
}

/**
 * What is read of an OpenID Connect provider after an update. A client ID that is missing fails the update. One that is
 * there besides only brings a warning: the owner of a provider may have added it for somebody who adopts the provider.
 */
export function clientIdsReadBack(
  component: string,
  parent: pulumi.Resource,
  { arn, clientIds }: WantedClientIds,
): ReadBack<GetOpenIdConnectProviderResult> {
  let warned = false;
  return {
    ...{ component, parent },
    subject: `the OpenID Connect provider ${arn}`,
    read: async () => {
      const found = await getOpenIdConnectProvider({ arn }, { parent });
      const others = found.clientIdLists.filter((id) => !clientIds.includes(id));
      if (others.length > 0 && !warned) await warn(othersListed(arn, others), parent);
      warned ||= others.length > 0;
      return found;
    },
    differences: ({ clientIdLists }) =>
      clientIds
        .filter((id) => !clientIdLists.includes(id))
        .map((id) => ({
          path: "oidcProvider.clientIdLists",
          reason: `expected ${JSON.stringify(id)}; AWS has ${JSON.stringify(clientIdLists)}`,
        })),
  };
}

function othersListed(arn: string, others: readonly string[]): string {
  return `${arn} lists client IDs that this program does not: ${others.join(", ")}. To keep one, add it to additionalAudiences. To remove it, run: pulumi up --refresh`;
}
