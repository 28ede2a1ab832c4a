import { type CreatedProvider, oidcProviderName, stringsIn } from "azure-to-aws-federation/trust";
import type { SeenResource } from "../engine/seen-resource";
import { iamObjects } from "./iam-object";

/**
 * The OpenID Connect providers among resources that were judged before a role. A provider of which URL or audiences
 * are not wholly known is left out: an unknown audience pins nothing.
 */
export function createdProviders(resources: Iterable<SeenResource>): CreatedProvider[] {
  const providers: CreatedProvider[] = [];
  for (const resource of resources) {
    for (const { type, properties } of iamObjects(resource).objects) {
      const { Url: url, ClientIdList: clientIds } = properties;
      if (type !== "AWS::IAM::OIDCProvider" || typeof url !== "string" || !Array.isArray(clientIds)) {
        continue;
      }
      const known = stringsIn(clientIds);
      const name = nameOf(url);
      if (name !== undefined && known.length === clientIds.length) {
        providers.push({ name, clientIds: known });
      }
    }
  }
  return providers;
}

function nameOf(url: string): string | undefined {
  try {
    return oidcProviderName(url);
  } catch {
    return undefined;
  }
}
