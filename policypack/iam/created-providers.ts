import { createdProviders as mergedProviders, foundProvider } from "azure-to-aws-federation/policy-sources";
import type { CreatedProvider } from "azure-to-aws-federation/trust";
import type { SeenResource } from "../engine/seen-resource";
import { iamObjects } from "./iam-object";

/**
 * The OpenID Connect providers among resources that were judged before a role. A provider of which URL or audiences
 * are not wholly known is left out: an unknown audience pins nothing.
 */
export function createdProviders(resources: Iterable<SeenResource>): readonly CreatedProvider[] {
  const providers = [...resources]
    .flatMap((resource) => iamObjects(resource).objects)
    .filter(({ type }) => type === "AWS::IAM::OIDCProvider")
    .flatMap(({ properties }) => foundProvider(properties.Url, properties.ClientIdList) ?? []);
  return mergedProviders(providers);
}
