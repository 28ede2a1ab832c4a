import { isObject } from "../resources/seen-resource";
import { UNKNOWN } from "../resources/unknown";
import { identifier, section, UNRESOLVED, type TemplateScope } from "./template-scope";

/**
 * What `Fn::GetAtt` gives, as far as rules need it: the ARN of an OpenID Connect provider is made of its URL, other
 * ARNs and names of AWS's own types are texts without a meaning.
 *
 * @param argument - `[logical name, attribute]`, or both in one text with a dot between.
 */
export function getAttribute(
  argument: unknown,
  scope: TemplateScope,
  resolve: (value: unknown, scope: TemplateScope) => unknown,
): unknown {
  const [name, attribute] =
    typeof argument === "string"
      ? [argument.slice(0, argument.indexOf(".")), argument.slice(argument.indexOf(".") + 1)]
      : Array.isArray(argument)
        ? (argument as unknown[])
        : [];
  const resource = typeof name === "string" ? section(scope.template, "Resources")[name] : undefined;
  if (typeof name !== "string" || !isObject(resource) || typeof attribute !== "string") {
    return UNRESOLVED;
  }
  if (resource.Type === "AWS::IAM::OIDCProvider" && attribute === "Arn") {
    return providerArn(resolve(section(resource, "Properties").Url, scope));
  }
  return /^(Arn|.*Id|.*Name)$/.test(attribute)
    ? identifier(`${name}.${attribute}`, resource.Type)
    : UNRESOLVED;
}

/** The ARN of a provider by its URL. */
function providerArn(url: unknown): unknown {
  if (url === UNKNOWN) {
    return UNKNOWN;
  }
  return typeof url === "string"
    ? `arn:aws:iam::111111111111:oidc-provider/${url.replace(/^https:\/\//, "")}`
    : UNRESOLVED;
}
