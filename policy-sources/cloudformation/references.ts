import { isObject } from "../../trust";
import { section, type TemplateView } from "./template-view";

/** Resources whose reference and `Arn` attribute are the ARN of an OpenID Connect provider with the property `Url`. */
const OIDC_PROVIDERS = new Set(["AWS::IAM::OIDCProvider", "Custom::AWSCDKOpenIdConnectProvider"]);

/**
 * Types of which a reference, an ARN, an ID or a name is a text that AWS makes, with no wildcard in it. A custom
 * resource may return anything.
 */
const OWN_TYPE = /^AWS::(?!CloudFormation::CustomResource)/;
/** An output of a nested stack can be called anything, and be anything. */
const OWN_ATTRIBUTE = /^(?!Outputs\.)(Arn|.*Id|.*Name)$/;

/** What references within a template give, as far as that can be told. */
export class References {
  readonly #template: Readonly<Record<string, unknown>>;
  readonly #view: TemplateView;
  readonly #resolve: (value: unknown) => unknown;
  /** Providers whose URL is being resolved: one may refer to itself. */
  readonly #resolving = new Set<string>();

  constructor(
    template: Readonly<Record<string, unknown>>,
    view: TemplateView,
    resolve: (value: unknown) => unknown,
  ) {
    this.#template = template;
    this.#view = view;
    this.#resolve = resolve;
  }

  /**
   * What `Ref` gives or, with a dot in the name, `Fn::GetAtt`.
   *
   * @returns `undefined` if the template does not tell.
   */
  to(name: string): unknown {
    const pseudo = this.#pseudoParameter(name);
    if (pseudo !== undefined) {
      return pseudo;
    }
    const parameters = section(this.#template, "Parameters");
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (isObject(parameter)) {
      return this.#parameter(name, parameter);
    }
    const dot = name.indexOf(".");
    const [id, attribute] = dot < 0 ? [name, undefined] : [name.slice(0, dot), name.slice(dot + 1)];
    const resources = section(this.#template, "Resources");
    const resource = Object.hasOwn(resources, id) ? resources[id] : undefined;
    return isObject(resource) ? this.#resource(id, attribute, resource) : undefined;
  }

  /**
   * Pseudo parameters: beside the account what they stand for does not matter, only that they are texts.
   *
   * Source: AWS, "Pseudo parameters reference".
   */
  #pseudoParameter(name: string): string | undefined {
    switch (name) {
      case "AWS::AccountId":
        return this.#view.accountId;
      case "AWS::Partition":
        return "aws";
      case "AWS::URLSuffix":
        return "amazonaws.com";
      case "AWS::Region":
      case "AWS::StackId":
      case "AWS::StackName":
        return `(${name})`;
      default:
        return undefined;
    }
  }

  #parameter(name: string, declaration: Record<string, unknown>): unknown {
    const type = typeof declaration.Type === "string" ? declaration.Type : "";
    const value = type.startsWith("AWS::SSM::") ? undefined : this.#view.parameter(name, declaration);
    const isList = type === "CommaDelimitedList" || type.startsWith("List<");
    return isList && typeof value === "string" ? value.split(",").map((item) => item.trim()) : value;
  }

  #resource(
    id: string,
    attribute: string | undefined,
    { Type, Properties }: Record<string, unknown>,
  ): unknown {
    const type = typeof Type === "string" ? Type : "";
    const isArn = attribute === undefined || attribute === "Arn";
    if (isArn && OIDC_PROVIDERS.has(type)) {
      return this.#providerArn(id, Properties);
    }
    if (isArn && type === "AWS::IAM::SAMLProvider") {
      return `arn:aws:iam::${this.#view.accountId}:saml-provider/(${id})`;
    }
    const isText = OWN_TYPE.test(type) && (attribute === undefined || OWN_ATTRIBUTE.test(attribute));
    return isText ? `(${attribute === undefined ? id : `${id}.${attribute}`})` : undefined;
  }

  /** The ARN of an OpenID Connect provider by its URL. */
  #providerArn(id: string, properties: unknown): unknown {
    if (this.#resolving.has(id)) {
      return undefined;
    }
    this.#resolving.add(id);
    const url = this.#resolve(isObject(properties) ? properties.Url : undefined);
    this.#resolving.delete(id);
    return typeof url === "string"
      ? `arn:aws:iam::${this.#view.accountId}:oidc-provider/${url.replace(/^https:\/\//, "")}`
      : undefined;
  }
}
