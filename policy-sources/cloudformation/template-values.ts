import { isObject, itemsOf } from "../../trust";
import { References } from "./references";
import { type IntrinsicCall, section, type TemplateView } from "./template-view";

/** A value that is kept elsewhere. Source: AWS, "Get values stored in other services using dynamic references". */
const DYNAMIC_REFERENCE = /(\{\{resolve:[^}]*\}\})/;

/**
 * Resolves the intrinsic functions in a template as far as the template and whoever reads it can tell.
 *
 * Source: AWS CloudFormation User Guide, "Intrinsic function reference".
 */
export class TemplateValues {
  readonly #template: Readonly<Record<string, unknown>>;
  readonly #view: TemplateView;
  readonly #conditions: Readonly<Record<string, boolean>>;
  readonly #references: References;

  /**
   * @param conditions - How conditions are taken to turn out, by name. `Fn::If` on another one cannot be told.
   */
  constructor(
    template: Readonly<Record<string, unknown>>,
    view: TemplateView,
    conditions: Readonly<Record<string, boolean>> = {},
  ) {
    this.#template = template;
    this.#view = view;
    this.#conditions = conditions;
    this.#references = new References(template, view, (value) => this.resolve(value));
  }

  /** A value with its functions resolved; `undefined` for `AWS::NoValue`. */
  resolve(value: unknown): unknown {
    if (typeof value === "string") {
      return this.#text(value);
    }
    if (Array.isArray(value)) {
      return value.map((item) => this.resolve(item)).filter((item) => item !== undefined);
    }
    if (!isObject(value)) {
      return value;
    }
    const call = callIn(value);
    if (call !== undefined) {
      return this.#call(call);
    }
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, member]) => [key, this.resolve(member)] as const)
        .filter(([, member]) => member !== undefined),
    );
  }

  #call(call: IntrinsicCall): unknown {
    const { name, argument } = call;
    switch (name) {
      case "Ref":
        return argument === "AWS::NoValue" ? undefined : this.#reference(call, argument);
      case "Fn::GetAtt":
        return this.#reference(call, [argument].flat().join("."));
      case "Fn::Sub":
        return this.#substitute(call);
      case "Fn::Join":
        return this.#join(call);
      case "Fn::If":
        return this.#choose(call);
      case "Fn::Select":
      case "Fn::Split":
      case "Fn::FindInMap":
      case "Fn::ToJsonString":
        return this.#compute(call, this.resolve(argument));
      default:
        return this.#view.open(call, []);
    }
  }

  #reference(call: IntrinsicCall, name: unknown): unknown {
    const value = typeof name === "string" ? this.#references.to(name) : undefined;
    return value ?? this.#view.open(call, []);
  }

  #text(text: string): unknown {
    if (!text.includes("{{resolve:")) {
      return text;
    }
    const parts = text.split(DYNAMIC_REFERENCE).map((part, index) => {
      const call = { name: "Fn::Resolve", argument: part };
      return index % 2 === 0 ? part : this.#view.open(call, []);
    });
    return this.#concatenate({ name: "Fn::Resolve", argument: text }, parts);
  }

  #substitute(call: IntrinsicCall): unknown {
    const [text, variables] = Array.isArray(call.argument) ? (call.argument as unknown[]) : [call.argument];
    if (typeof text !== "string") {
      return this.#view.open(call, []);
    }
    const own = isObject(variables) ? variables : {};
    const parts = text.split(/\$\{([^}]*)\}/).map((part, index) => {
      if (index % 2 === 0) {
        return part;
      }
      if (part.startsWith("!")) {
        return `\${${part.slice(1)}}`;
      }
      const name = part.trim();
      const reference = { name: name.includes(".") ? "Fn::GetAtt" : "Ref", argument: name };
      return Object.hasOwn(own, name) ? this.resolve(own[name]) : this.#reference(reference, name);
    });
    const whole = this.#concatenate(call, parts);
    return typeof whole === "string" ? this.#text(whole) : whole;
  }

  #join(call: IntrinsicCall): unknown {
    const [separator, items] = itemsOf(call.argument);
    const parts = this.resolve(items);
    // A single reference may be one item or a list of them.
    return typeof separator === "string" && Array.isArray(parts)
      ? this.#concatenate(call, parts, separator)
      : this.#view.open(call, [parts]);
  }

  /** Puts texts together, if all of them are. */
  #concatenate(call: IntrinsicCall, parts: readonly unknown[], separator = ""): unknown {
    return parts.every((part) => ["string", "number", "boolean"].includes(typeof part))
      ? parts.map(String).join(separator)
      : this.#view.open(call, parts);
  }

  #choose(call: IntrinsicCall): unknown {
    const [condition, yes, no] = itemsOf(call.argument);
    const outcome = typeof condition === "string" ? this.#conditions[condition] : undefined;
    return outcome === undefined ? this.#view.open(call, []) : this.resolve(outcome ? yes : no);
  }

  #compute(call: IntrinsicCall, argument: unknown): unknown {
    const [first, second, third] = itemsOf(argument);
    let value: unknown;
    switch (call.name) {
      case "Fn::Select":
        value = itemsOf(second)[Number(first)];
        break;
      case "Fn::Split":
        value = typeof first === "string" && typeof second === "string" ? second.split(first) : undefined;
        break;
      case "Fn::FindInMap": {
        const [map, top, name] = [first, second, third].map((key) =>
          typeof key === "string" || typeof key === "number" ? String(key) : "",
        );
        value = section(section(section(this.#template, "Mappings"), map ?? ""), top ?? "")[name ?? ""];
        break;
      }
      default:
        value = JSON.stringify(argument);
    }
    return value ?? this.#view.open(call, [argument, first, second, third]);
  }
}

/**
 * The function that an object calls, if it calls one. What `Fn::Transform` makes of the members beside it cannot be
 * told either.
 */
export function callIn(value: Record<string, unknown>): IntrinsicCall | undefined {
  const names = Object.keys(value);
  const [only] = names.includes("Fn::Transform") ? ["Fn::Transform"] : names;
  return only !== undefined &&
    (names.length === 1 || only === "Fn::Transform") &&
    (only === "Ref" || only.startsWith("Fn::"))
    ? { name: only, argument: value[only] }
    : undefined;
}
