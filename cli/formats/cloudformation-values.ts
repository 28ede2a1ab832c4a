import { isObject } from "../../trust/json-object";
import { isMark, type NotKnown } from "../judgement/not-known";

/** Resources whose reference and `Arn` attribute are the ARN of an OpenID Connect provider with the property `Url`. */
const OIDC_PROVIDERS = new Set(["AWS::IAM::OIDCProvider", "Custom::AWSCDKOpenIdConnectProvider"]);

/**
 * Pseudo parameters that neither open nor close a role, whatever they are. The account is shown as zeros.
 *
 * Source: AWS, "Pseudo parameters reference".
 */
const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  "AWS::Partition": "aws",
  "AWS::AccountId": "000000000000",
  "AWS::URLSuffix": "amazonaws.com",
};

/** A value that is kept elsewhere. Source: AWS, "Get values stored in other services using dynamic references". */
const DYNAMIC_REFERENCE = /\{\{resolve:[^}]*\}\}/g;

/**
 * Resolves the intrinsic functions of a template as far as the template alone tells their results: references to OpenID
 * Connect providers in it, `Fn::Join`, `Fn::Sub`, `Fn::ToJsonString`. A mark stands for everything else, parameters
 * with a default among them: whoever creates the stack may give another value.
 *
 * Source: AWS, "Intrinsic function reference".
 */
export class TemplateValues {
  /** Providers whose URL is being resolved: one may refer to itself. */
  private readonly resolving = new Set<string>();

  constructor(
    private readonly resources: Readonly<Record<string, unknown>>,
    private readonly notKnown: NotKnown,
  ) {}

  /** The value of a property; `undefined` if there is none. */
  property(properties: unknown, name: string): unknown {
    if (!isObject(properties)) {
      return undefined;
    }
    if ("Fn::Transform" in properties) {
      return this.notKnown.mark("what Fn::Transform makes of the properties");
    }
    const intrinsic = intrinsicIn(properties);
    return intrinsic === undefined ? this.resolve(properties[name]) : this.call(...intrinsic);
  }

  private resolve(value: unknown): unknown {
    if (typeof value === "string") {
      return value.replace(DYNAMIC_REFERENCE, (reference) => this.notKnown.mark(reference));
    }
    if (Array.isArray(value)) {
      return value.map((item) => this.resolve(item)).filter((item) => item !== undefined);
    }
    if (!isObject(value)) {
      return value;
    }
    const intrinsic = intrinsicIn(value);
    return intrinsic === undefined
      ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.resolve(member)]))
      : this.call(...intrinsic);
  }

  private call(name: string, argument: unknown): unknown {
    if (name === "Ref" && argument === "AWS::NoValue") {
      return undefined;
    }
    return (
      (name === "Ref" && typeof argument === "string"
        ? this.reference(argument)
        : name === "Fn::GetAtt"
          ? this.reference([argument].flat().join("."))
          : name === "Fn::Sub"
            ? this.substitute(argument)
            : name === "Fn::Join"
              ? this.join(argument)
              : name === "Fn::ToJsonString"
                ? JSON.stringify(this.resolve(argument))
                : undefined) ?? this.notKnown.mark(describe(name, argument))
    );
  }

  /** What `Ref` or, with a dot in the name, `Fn::GetAtt` gives; `undefined` if the template does not tell. */
  private reference(name: string): string | undefined {
    const pseudo = Object.hasOwn(PSEUDO_PARAMETERS, name) ? PSEUDO_PARAMETERS[name] : undefined;
    const id = name.replace(/\.Arn$/, "");
    const resource = Object.hasOwn(this.resources, id) ? this.resources[id] : undefined;
    if (
      pseudo !== undefined ||
      !isObject(resource) ||
      !OIDC_PROVIDERS.has(String(resource.Type)) ||
      this.resolving.has(id)
    ) {
      return pseudo;
    }
    this.resolving.add(id);
    const url = this.property(resource.Properties, "Url");
    this.resolving.delete(id);
    return typeof url === "string"
      ? `arn:aws:iam::000000000000:oidc-provider/${url.replace(/^https:\/\//, "")}`
      : undefined;
  }

  private substitute(argument: unknown): string | undefined {
    const [template, variables] = Array.isArray(argument) ? (argument as unknown[]) : [argument];
    if (typeof template !== "string") {
      return undefined;
    }
    const own = isObject(variables) ? variables : {};
    const text = String(this.resolve(template));
    return text.replace(/\$\{([^}]*)\}/g, (_, inner: string) => {
      const name = inner.trim();
      if (name.startsWith("!")) {
        return `\${${inner.replace("!", "")}}`;
      }
      const value = Object.hasOwn(own, name) ? this.resolve(own[name]) : this.reference(name);
      return typeof value === "string"
        ? value
        : this.notKnown.mark(describe(name.includes(".") ? "Fn::GetAtt" : "Ref", name));
    });
  }

  private join(argument: unknown): string | undefined {
    const [separator, list] = Array.isArray(argument) ? (argument as unknown[]) : [];
    const items = this.resolve(list);
    // A single reference may be one item or a list of them.
    return typeof separator === "string" &&
      Array.isArray(items) &&
      items.every((item) => typeof item === "string")
      ? items.join(separator)
      : undefined;
  }
}

/** The function that an object calls, if it calls one. */
function intrinsicIn(value: Record<string, unknown>): [name: string, argument: unknown] | undefined {
  const [entry, ...others] = Object.entries(value);
  return entry !== undefined && others.length === 0 && (entry[0] === "Ref" || entry[0].startsWith("Fn::"))
    ? entry
    : undefined;
}

/** A function and what it is about, in few words. */
function describe(name: string, argument: unknown): string {
  const parts: unknown[] = name === "Fn::GetAtt" ? [argument].flat() : [argument].flat().slice(0, 1);
  return parts.every((part) => typeof part === "string" && !isMark(part))
    ? `${name} ${parts.join(".")}`.trim()
    : name;
}
