import { describeMarks, hasMark, hasMarks, isObject, itemsOf } from "../../trust";
import { type PseudoParameters, References } from "./references";
import { markReplaced } from "./replaced-text";
import { type IntrinsicCall, ownMember, section, type TemplateView } from "./template-view";

/** How a condition of the template turns out; `undefined` if that is not known. */
export type Holds = (condition: string) => boolean | undefined;

/**
 * Resolves the intrinsic functions in a template as far as the template and its reader know the values.
 *
 * Source: AWS CloudFormation User Guide, "Intrinsic function reference".
 */
export class TemplateValues {
  readonly #template: Readonly<Record<string, unknown>>;
  readonly #view: TemplateView;
  readonly #holds: Holds;
  readonly #references: References;
  readonly #pseudo: PseudoParameters;

  /**
   * @param holds - How conditions turn out. The result of `Fn::If` on another one is unknown.
   * @param pseudo - What pseudo parameters give.
   */
  constructor(
    template: Readonly<Record<string, unknown>>,
    view: TemplateView,
    holds: Holds = () => undefined,
    pseudo: PseudoParameters = "some text",
  ) {
    this.#template = template;
    this.#view = view;
    this.#holds = holds;
    this.#pseudo = pseudo;
    this.#references = new References(template, view, pseudo, (value) => this.resolve(value));
  }

  /**
   * A value with its functions resolved; `undefined` for `AWS::NoValue`. CloudFormation replaces dynamic references in
   * what its functions give, so every string is checked after it is resolved, whatever it was put together from.
   */
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
      return this.#checked(this.#call(call));
    }
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, member]) => [this.#text(key), this.resolve(member)] as const)
        .filter(([, member]) => member !== undefined),
    );
  }

  /** What a function gives, with a mark in each string for what CloudFormation still replaces. */
  #checked(value: unknown): unknown {
    if (typeof value === "string") {
      return this.#text(value);
    }
    if (Array.isArray(value)) {
      return value.map((item) => this.#checked(item));
    }
    return isObject(value)
      ? Object.fromEntries(
          Object.entries(value).map(([key, member]) => [this.#text(key), this.#checked(member)]),
        )
      : value;
  }

  #call(call: IntrinsicCall & { readonly isMixed: boolean }): unknown {
    const { name, argument, isMixed } = call;
    switch (isMixed ? "" : name) {
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
      case "Fn::FindInMap":
        return this.#find(call);
      case "Fn::Select":
        return this.#select(call);
      case "Fn::Split":
        return this.#split(call);
      case "Fn::ToJsonString":
        return this.#json(call);
      default:
        return this.#view.open(call, []);
    }
  }

  #reference(call: IntrinsicCall, name: unknown): unknown {
    const value = typeof name === "string" ? this.#references.to(name) : undefined;
    return value ?? this.#view.open(call, []);
  }

  #text(text: string): string {
    return markReplaced(text, (part) =>
      this.#view.open({ name: "Fn::Resolve", argument: describeMarks(part) }, [part]),
    );
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
    return this.#concatenate(call, parts);
  }

  #join(call: IntrinsicCall): unknown {
    const [separator, items] = itemsOf(call.argument);
    const parts = this.resolve(items);
    // A single reference may be one item or a list of them.
    return typeof separator === "string" && Array.isArray(parts)
      ? this.#concatenate(call, parts, separator)
      : this.#view.open(call, [parts]);
  }

  /** Joins strings, if all items are strings. */
  #concatenate(call: IntrinsicCall, parts: readonly unknown[], separator = ""): unknown {
    return parts.every((part) => ["string", "number", "boolean"].includes(typeof part))
      ? parts.map(String).join(separator)
      : this.#view.open(call, parts);
  }

  #choose(call: IntrinsicCall): unknown {
    const [condition, yes, no] = itemsOf(call.argument);
    const outcome = typeof condition === "string" ? this.#holds(condition) : undefined;
    return outcome === undefined ? this.#view.open(call, []) : this.resolve(outcome ? yes : no);
  }

  #json(call: IntrinsicCall): unknown {
    const value = this.resolve(call.argument);
    return value === undefined ? this.#view.open(call, []) : JSON.stringify(value);
  }

  #select(call: IntrinsicCall): unknown {
    const [index, items] = itemsOf(call.argument);
    const number = this.#exact.resolve(index);
    const list = this.resolve(items);
    return itemsOf(list)[Number(number)] ?? this.#view.open(call, [number, list]);
  }

  #split(call: IntrinsicCall): unknown {
    const parts = itemsOf(this.#exact.resolve(call.argument));
    const [separator, text] = parts;
    // A mark has characters of its own, which must not be taken apart.
    return typeof separator === "string" && typeof text === "string" && !hasMarks(parts)
      ? text.split(separator)
      : this.#view.open(call, parts);
  }

  /** A value of a map. A key that is not known may be any of the map's, so the value is known if they all have the same. */
  #find(call: IntrinsicCall): unknown {
    const [map, top, name, options] = itemsOf(call.argument);
    const byDefault = ownMember(options, "DefaultValue");
    const keys = [map, top, name].map((key) => this.#exact.resolve(key));
    const found = keys.reduce<unknown[]>(
      (within, key) => within.flatMap((one) => membersAt(one, key)),
      [section(this.#template, "Mappings")],
    );
    const values = (hasMarks(keys) ? [...found, byDefault] : found.length === 0 ? [byDefault] : found)
      .filter((value) => value !== undefined)
      .map((value) => this.resolve(value));
    const [only, ...others] = new Map(values.map((value) => [JSON.stringify(value), value])).values();
    return others.length === 0 && only !== undefined ? only : this.#view.open(call, keys);
  }

  /** The same values as far as they are exactly known: an account or a region by which something is looked up is not. */
  get #exact(): TemplateValues {
    return this.#pseudo === "unknown"
      ? this
      : new TemplateValues(this.#template, this.#view, this.#holds, "unknown");
  }
}

/** The members of an object that a key can mean: all, if the key is not known. */
function membersAt(value: unknown, key: unknown): unknown[] {
  if (hasMark(key)) {
    return isObject(value) ? Object.values(value) : [];
  }
  const member =
    typeof key === "string" || typeof key === "number" ? ownMember(value, String(key)) : undefined;
  return member === undefined ? [] : [member];
}

/**
 * The function that an object calls, if it calls one. If members are written next to the function, `isMixed` is set:
 * a transform or a loop can add members to them and change them, and other functions are not allowed there.
 */
export function callIn(
  value: Record<string, unknown>,
): (IntrinsicCall & { readonly isMixed: boolean }) | undefined {
  const names = Object.keys(value);
  const isMixed = names.length > 1;
  const name = names.find((own) => own.startsWith("Fn::") || (own === "Ref" && !isMixed));
  return name === undefined ? undefined : { name, argument: value[name], isMixed };
}
