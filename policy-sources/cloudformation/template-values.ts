import { hasMarks, isObject, itemsOf } from "../../trust";
import { References } from "./references";
import { type IntrinsicCall, ownMember, section, type TemplateView } from "./template-view";

/**
 * The parts of a string that CloudFormation replaces, and how each ends: a dynamic reference, and a loop's variable. Source:
 * AWS, "Get values stored in other services using dynamic references" and "Fn::ForEach".
 */
const REPLACED: readonly (readonly [start: string, end: string])[] = [
  ["{{resolve:", "}}"],
  ["&{", "}"],
];

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

  /** @param holds - How conditions turn out. The result of `Fn::If` on another one is unknown. */
  constructor(
    template: Readonly<Record<string, unknown>>,
    view: TemplateView,
    holds: Holds = () => undefined,
  ) {
    this.#template = template;
    this.#view = view;
    this.#holds = holds;
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
        .map(([key, member]) => [this.#name(key), this.resolve(member)] as const)
        .filter(([, member]) => member !== undefined),
    );
  }

  #name(key: string): string {
    const name = this.#text(key);
    return typeof name === "string" ? name : key;
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

  /** A string with a mark for each part that CloudFormation replaces when it uses the template. */
  #text(text: string): unknown {
    let whole = "";
    let at = 0;
    for (;;) {
      const next = firstReplaced(text, at);
      if (next === undefined) {
        return at === 0 ? text : whole + text.slice(at);
      }
      const { start, end } = next;
      const mark = this.#view.open({ name: "Fn::Resolve", argument: text.slice(start, end) }, []);
      whole += text.slice(at, start) + mark;
      at = end;
    }
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

  #compute(call: IntrinsicCall, argument: unknown): unknown {
    const [first, second, third] = itemsOf(argument);
    let value: unknown;
    switch (call.name) {
      case "Fn::Select":
        value = itemsOf(second)[Number(first)];
        break;
      case "Fn::Split":
        // A mark has characters of its own, which must not be taken apart.
        value =
          typeof first === "string" && typeof second === "string" && !hasMarks([first, second])
            ? second.split(first)
            : undefined;
        break;
      case "Fn::FindInMap": {
        const [map, top, name] = [first, second, third].map((key) =>
          typeof key === "string" || typeof key === "number" ? String(key) : "",
        );
        value = ownMember(
          section(section(section(this.#template, "Mappings"), map ?? ""), top ?? ""),
          name ?? "",
        );
        break;
      }
      default:
        value = JSON.stringify(argument);
    }
    return value ?? this.#view.open(call, [argument, first, second, third]);
  }
}

/** The first part of a string that CloudFormation replaces, from an offset on. A part that is not closed extends to the end. */
function firstReplaced(text: string, from: number): { start: number; end: number } | undefined {
  const found = REPLACED.flatMap(([opening, closing]) => {
    const start = text.indexOf(opening, from);
    const end = start < 0 ? -1 : text.indexOf(closing, start);
    return start < 0 ? [] : [{ start, end: end < 0 ? text.length : end + closing.length }];
  });
  return found.sort((one, other) => one.start - other.start)[0];
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
