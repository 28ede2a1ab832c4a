import { type FoundProvider, foundProvider } from "../found-provider";
import type { TemplateResource } from "./template-resources";

/** The OpenID Connect providers that a template creates, in each way in which its conditions can turn out. */
export function providersIn(resources: readonly TemplateResource[]): FoundProvider[] {
  return resources
    .filter(({ type, untold }) => type === "AWS::IAM::OIDCProvider" && untold === undefined)
    .flatMap(({ properties }) => foundProvider(properties.Url, properties.ClientIdList) ?? []);
}
