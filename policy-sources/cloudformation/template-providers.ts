import { type FoundProvider, foundProvider } from "../found-provider";
import type { TemplateResource } from "./template-resources";

/**
 * The OpenID Connect providers that a template creates, in each way in which its conditions can turn out. One that the
 * template may not create at all is left out: then an existing provider counts, and nobody knows what it lists.
 */
export function providersIn(resources: readonly TemplateResource[]): FoundProvider[] {
  return resources
    .filter(
      ({ type, untold, mayBeAbsent }) =>
        type === "AWS::IAM::OIDCProvider" && untold === undefined && !mayBeAbsent,
    )
    .flatMap(({ properties }) => foundProvider(properties.Url, properties.ClientIdList) ?? []);
}
