import { hasMark, isObject } from "../../trust";
import { isDefinedByAws, MADE_BY_AWS, NAMED_BY_AUTHOR } from "./resource-names";
import { ownMember, section, type TemplateView } from "./template-view";

/** Resources whose reference and `Arn` attribute are the ARN of an OpenID Connect provider with the property `Url`. */
const OIDC_PROVIDERS = new Set(["AWS::IAM::OIDCProvider", "Custom::AWSCDKOpenIdConnectProvider"]);

/** Attributes that AWS makes. An output of a nested stack can be called anything, and be anything. */
const MADE_ATTRIBUTE = /^(?!Outputs\.)(Arn|.*Id)$/;
/** Properties whose values become part of a resource's ARN. */
const IN_ARN = /(Name|^Path)$/;

/**
 * What pseudo parameters such as `AWS::Region` give. In a policy it does not matter which account or region they stand
 * for, only that they are `"some text"`. What is looked up by them is `"unknown"`.
 */
export type PseudoParameters = "some text" | "unknown";

/** The values of references within a template, as far as they are known. */
export class References {
  readonly #template: Readonly<Record<string, unknown>>;
  readonly #view: TemplateView;
  readonly #pseudo: PseudoParameters;
  readonly #resolve: (value: unknown) => unknown;
  /** Resources of which a property is being resolved: one may refer to itself. */
  readonly #resolving = new Set<string>();

  constructor(
    template: Readonly<Record<string, unknown>>,
    view: TemplateView,
    pseudo: PseudoParameters,
    resolve: (value: unknown) => unknown,
  ) {
    this.#template = template;
    this.#view = view;
    this.#pseudo = pseudo;
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
    const parameter = ownMember(section(this.#template, "Parameters"), name);
    if (isObject(parameter)) {
      return this.#parameter(name, parameter);
    }
    const dot = name.indexOf(".");
    const [id, attribute] = dot < 0 ? [name, undefined] : [name.slice(0, dot), name.slice(dot + 1)];
    const resource = ownMember(section(this.#template, "Resources"), id);
    return isObject(resource) ? this.#resource(id, attribute, resource) : undefined;
  }

  /**
   * The text that stands for a pseudo parameter.
   *
   * Source: AWS, "Pseudo parameters reference".
   */
  #pseudoParameter(name: string): string | undefined {
    switch (this.#pseudo === "unknown" ? "" : name) {
      case "AWS::AccountId":
        return this.#view.accountId;
      case "AWS::Partition":
        return "aws";
      case "AWS::URLSuffix":
        return "amazonaws.com";
      case "AWS::Region":
      case "AWS::StackName":
        // Letters, digits, and hyphens, as the values have: a part of a subject has to look like one that a token can have.
        return name.replace("::", "-");
      case "AWS::StackId":
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
    if (attribute === undefined) {
      return MADE_BY_AWS.has(type) ? `(${id})` : this.#name(id, NAMED_BY_AUTHOR.get(type), Properties);
    }
    if (!isDefinedByAws(type)) {
      return undefined;
    }
    // An author can set some IDs, such as that of a dashboard.
    const isSet = /(Name|Id)$/.test(attribute) && ownMember(Properties, attribute) !== undefined;
    if (MADE_ATTRIBUTE.test(attribute) && !isSet) {
      return attribute !== "Arn" || this.#isPlain(id, Properties) ? `(${id}.${attribute})` : undefined;
    }
    return isSet || NAMED_BY_AUTHOR.get(type) === attribute
      ? this.#name(id, attribute, Properties)
      : undefined;
  }

  /** A name that the author can choose: the value of the property that sets it, or the text that AWS makes without it. */
  #name(id: string, property: string | undefined, properties: unknown): unknown {
    if (property === undefined || (properties !== undefined && !isPlainObject(properties))) {
      return undefined;
    }
    const given = ownMember(properties, property);
    return given === undefined ? `(${id})` : this.#property(id, given);
  }

  /** Whether no part of an ARN that the author chooses can be a wildcard. */
  #isPlain(id: string, properties: unknown): boolean {
    if (properties === undefined) {
      return true;
    }
    return (
      isPlainObject(properties) &&
      Object.entries(properties)
        .filter(([name]) => IN_ARN.test(name))
        .every(([, given]) => {
          const value = this.#property(id, given);
          return typeof value === "string" && !hasMark(value) && !/[*?$]/.test(value);
        })
    );
  }

  /** The value of a resource's property; `undefined` if it is not known, or refers to itself. */
  #property(id: string, value: unknown): unknown {
    if (this.#resolving.has(id)) {
      return undefined;
    }
    this.#resolving.add(id);
    const resolved = this.#resolve(value);
    this.#resolving.delete(id);
    return resolved;
  }

  /** The ARN of an OpenID Connect provider by its URL. */
  #providerArn(id: string, properties: unknown): unknown {
    const url = this.#property(id, ownMember(properties, "Url"));
    return typeof url === "string"
      ? `arn:aws:iam::${this.#view.accountId}:oidc-provider/${url.replace(/^https:\/\//, "")}`
      : undefined;
  }
}

/** Whether the properties of a resource are written as they are: no function makes or adds members. */
function isPlainObject(properties: unknown): properties is Record<string, unknown> {
  return isObject(properties) && !Object.keys(properties).some((name) => name.startsWith("Fn::"));
}
