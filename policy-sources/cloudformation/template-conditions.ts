import { hasMarks, isObject, itemsOf } from "../../trust";
import { TemplateValues } from "./template-values";
import { ownMember, section, type TemplateView } from "./template-view";

/**
 * How the conditions of a template turn out, as far as the template and its reader determine that.
 *
 * Source: AWS CloudFormation User Guide, "Condition functions".
 */
export class TemplateConditions {
  readonly #definitions: Readonly<Record<string, unknown>>;
  readonly #values: TemplateValues;
  readonly #guesses: Readonly<Record<string, boolean>>;
  /** What was worked out. A condition that is being worked out is unknown to itself. */
  readonly #known = new Map<string, boolean | undefined>();

  /** @param guesses - How some conditions are assumed to turn out, by name. */
  constructor(
    template: Readonly<Record<string, unknown>>,
    view: TemplateView,
    guesses: Readonly<Record<string, boolean>> = {},
  ) {
    this.#definitions = section(template, "Conditions");
    // Which account, partition, or region it is decides a comparison, and is not known.
    this.#values = new TemplateValues(template, view, undefined, "unknown");
    this.#guesses = guesses;
  }

  /** Whether a condition holds; `undefined` if that is not known. */
  holds(name: string): boolean | undefined {
    if (Object.hasOwn(this.#guesses, name)) {
      return this.#guesses[name];
    }
    if (!this.#known.has(name)) {
      this.#known.set(name, undefined);
      this.#known.set(name, this.#evaluate(ownMember(this.#definitions, name)));
    }
    return this.#known.get(name);
  }

  /** Whether the guesses can all be true at once: no condition's definition contradicts the guess about it. */
  areConsistent(): boolean {
    return Object.entries(this.#guesses).every(([name, guess]) => {
      const defined = this.#evaluate(ownMember(this.#definitions, name));
      return defined === undefined || defined === guess;
    });
  }

  #evaluate(expression: unknown): boolean | undefined {
    const [name, ...others] = isObject(expression) ? Object.keys(expression) : [];
    if (name === undefined || others.length > 0) {
      return undefined;
    }
    const argument = ownMember(expression, name);
    switch (name) {
      case "Condition":
        return typeof argument === "string" ? this.holds(argument) : undefined;
      case "Fn::Equals":
        return this.#equals(argument);
      case "Fn::Not": {
        const inner = this.#evaluate(itemsOf(argument)[0]);
        return inner === undefined ? undefined : !inner;
      }
      case "Fn::And":
        return this.#combine(argument, false);
      case "Fn::Or":
        return this.#combine(argument, true);
      default:
        return undefined;
    }
  }

  #equals(argument: unknown): boolean | undefined {
    const operands = itemsOf(argument).map((operand) => this.#values.resolve(operand));
    const [one, other] = operands;
    const areScalars = operands.every((operand) => ["string", "number", "boolean"].includes(typeof operand));
    return operands.length === 2 && areScalars && !hasMarks(operands)
      ? String(one) === String(other)
      : undefined;
  }

  /** @param decisive - The outcome of one part that decides the whole. */
  #combine(argument: unknown, decisive: boolean): boolean | undefined {
    const parts = itemsOf(argument).map((part) => this.#evaluate(part));
    if (parts.includes(decisive)) {
      return decisive;
    }
    return parts.length === 0 || parts.includes(undefined) ? undefined : !decisive;
  }
}
