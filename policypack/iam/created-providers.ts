import { awsProviderOf, createdProviders as mergedProviders, foundProvider } from "../../policy-sources";
import type { CreatedProvider } from "../../trust";
import type { SeenResource } from "../engine/seen-resource";
import { iamObjects, isStackSet } from "./iam-object";

/**
 * The OpenID Connect providers that a resource with roles creates, and those of the resources that were judged before
 * it. A provider of which URL or audiences are not wholly known is left out: an unknown audience pins nothing. So is one that a template
 * may not create: then an existing one counts, and nobody knows what it lists. Those of another stack set, and those that another Pulumi provider deploys, may be in other accounts.
 */
export function createdProviders(
  resource: SeenResource,
  earlier: Iterable<SeenResource>,
): readonly CreatedProvider[] {
  const providers = [resource, ...[...earlier].filter((other) => !isStackSet(other))]
    .flatMap((resource) => iamObjects(resource).objects)
    .filter(({ type, mayBeAbsent }) => type === "AWS::IAM::OIDCProvider" && mayBeAbsent !== true)
    .flatMap(({ holder, properties }) => {
      const found = foundProvider(properties.Url, properties.ClientIdList);
      return found === undefined ? [] : [{ ...found, ...placeOf(holder) }];
    });
  return mergedProviders(providers, placeOf(resource));
}

function placeOf({ provider }: SeenResource): { readonly awsProvider?: string } {
  return provider === undefined ? {} : { awsProvider: awsProviderOf(provider) };
}
