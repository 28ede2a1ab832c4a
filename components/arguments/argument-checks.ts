/** Checks of a component's arguments: collected while values are plain, made good as soon as unknown ones are known. */
import * as pulumi from "@pulumi/pulumi";
import { argumentError, type ArgumentProblem, failLate } from "./argument-error";
import { optional, required, type Rule, shown, type ShowOptions } from "./argument-rule";

/** Whether a value is there now, and neither an output nor a promise. */
function isPlain<T>(input: pulumi.Input<T>): input is T {
  return !pulumi.Output.isInstance(input) && !(input instanceof Promise);
}

/**
 * Collects what is wrong with the arguments of one component. Every check returns the argument to use from then on:
 * the same value when it is plain, otherwise an output that fails with a clear error as soon as the value is known
 * to be wrong. In a preview, values that are not known yet stay unknown.
 */
export class ArgumentChecks {
  readonly #component: string;
  readonly #resource: pulumi.Resource;
  readonly #prefix: string;
  readonly #problems: ArgumentProblem[];

  /**
   * @param component - The class and name of the component, as messages show them: `EntraAudience "orders"`.
   * @param resource - The component, to which the engine attaches the error.
   */
  constructor(component: string, resource: pulumi.Resource, prefix = "", problems: ArgumentProblem[] = []) {
    this.#component = component;
    this.#resource = resource;
    this.#prefix = prefix;
    this.#problems = problems;
  }

  /** The same collection for the arguments below `path`. */
  within(path: string): ArgumentChecks {
    return new ArgumentChecks(this.#component, this.#resource, `${this.#prefix}${path}.`, this.#problems);
  }

  /** Notes a problem that is already known. */
  report(path: string, reason: string): void {
    this.#problems.push({ path: `${this.#prefix}${path}`, reason });
  }

  /** Checks a text that is no argument but belongs to them, such as the name of the component. */
  plain(path: string, value: string, rule: Rule<string>): void {
    this.#note(path, rule(value), value);
  }

  /** Checks a required text. */
  text(
    path: string,
    input: pulumi.Input<string>,
    rule: Rule<string>,
    options?: ShowOptions,
  ): pulumi.Input<string> {
    return this.#gate(path, input, required("string", rule), options);
  }

  /** Checks a text that may be left out. */
  optionalText(path: string, input: pulumi.Input<string | undefined>, rule: Rule<string>) {
    return this.#gate(path, input, optional("string", rule));
  }

  /** Checks a number that may be left out. */
  optionalNumber(path: string, input: pulumi.Input<number | undefined>, rule: Rule<number>) {
    return this.#gate(path, input, optional("number", rule));
  }

  /** Checks a truth value that may be left out. */
  optionalBoolean(path: string, input: pulumi.Input<boolean | undefined>) {
    return this.#gate(
      path,
      input,
      optional("boolean", () => []),
    );
  }

  /**
   * Checks a list of texts: each item by `rule`, with its index in the path, and that there is at least one.
   * `whenEmpty` says what to do when there is none.
   */
  texts(
    path: string,
    input: pulumi.Input<pulumi.Input<string>[]>,
    rule: Rule<string>,
    whenEmpty: string,
  ): pulumi.Input<pulumi.Input<string>[]> {
    const itemRule = required("string", rule);
    const listProblems = (list: unknown): readonly string[] => {
      if (!Array.isArray(list)) return ["must be a list of strings"];
      return list.length === 0 ? [whenEmpty] : [];
    };
    if (isPlain(input)) {
      const problems = listProblems(input);
      if (problems.length === 0)
        return input.map((item, index) => this.#gate(`${path}[${index}]`, item, itemRule));
      this.#note(path, problems, input);
      return input;
    }
    return this.#gateOutput(pulumi.output(input), (list, options) => {
      const problems = listProblems(list).map((reason) => this.#problem(path, reason, list, options));
      if (problems.length > 0) return problems;
      return list.flatMap((item, index) =>
        itemRule(item).map((reason) => this.#problem(`${path}[${index}]`, reason, item, options)),
      );
    });
  }

  /**
   * Checks a map whose names become names of resources and so must be plain: each name by `nameRule`, each value by
   * `rule`.
   */
  textMap(
    path: string,
    input: Record<string, pulumi.Input<string>>,
    nameRule: Rule<string>,
    rule: Rule<string>,
  ): Record<string, pulumi.Input<string>> {
    return Object.fromEntries(
      this.names(path, input, nameRule).map(([name, value]) => [
        name,
        this.text(`${path}.${name}`, value, rule),
      ]),
    );
  }

  /**
   * The entries of a plain map, its names checked by `nameRule`. A map that is an output, or that is empty although
   * `whenEmpty` says what it must have, is reported and yields nothing.
   */
  names<T>(
    path: string,
    input: Record<string, T>,
    nameRule: Rule<string>,
    whenEmpty?: string,
  ): [string, T][] {
    if (!this.isStructure(path, input)) return [];
    const entries = Object.entries(input);
    if (entries.length === 0 && whenEmpty !== undefined) this.report(path, whenEmpty);
    for (const [name] of entries) this.#note(`${path}.${name}`, nameRule(name), name);
    return entries;
  }

  /** The items of a plain list of plain objects. Anything else, and an empty list, is reported and yields nothing. */
  items<T>(path: string, input: T[], whenEmpty: string): T[] {
    if (!Array.isArray(input) || input.length === 0) {
      this.report(path, Array.isArray(input) ? whenEmpty : "must be a plain list; its values may be outputs");
      return [];
    }
    return input.filter((item, index) => this.isStructure(`${path}[${index}]`, item));
  }

  /**
   * Whether `input` is a plain object. Which resources there are depends on it, so that an output is reported: its
   * values may be outputs, it itself may not.
   */
  isStructure(path: string, input: unknown): boolean {
    if (typeof input === "object" && input !== null && !Array.isArray(input) && isPlain(input)) return true;
    const given = isPlain(input) ? shown(input) : "; got an output";
    this.report(
      path,
      `must be a plain object, since it decides which resources there are; its values may be outputs${given}`,
    );
    return false;
  }

  /**
   * Throws everything that was found so far as one error.
   *
   * @throws pulumi.ResourceError or pulumi.InputPropertiesError, as `setArgumentErrorStyle` chose.
   */
  finish(): void {
    if (this.#problems.length > 0) throw argumentError(this.#component, this.#resource, this.#problems);
  }

  #gate<T>(
    path: string,
    input: pulumi.Input<T>,
    rule: Rule<unknown>,
    options: ShowOptions = {},
  ): pulumi.Input<T> {
    if (isPlain(input)) {
      this.#note(path, rule(input), input, options);
      return input;
    }
    return this.#gateOutput(pulumi.output(input) as pulumi.Output<T>, (value, secrecy) =>
      rule(value).map((reason) => this.#problem(path, reason, value, { ...options, ...secrecy })),
    );
  }

  /** The output, failing with what `find` says of its value. A secret value is not shown. */
  #gateOutput<T>(
    output: pulumi.Output<T>,
    find: (value: T, secrecy: ShowOptions) => ArgumentProblem[],
  ): pulumi.Output<T> {
    return output.apply<T>(async (value) => {
      if (find(value, {}).length === 0) return value;
      const secrecy = (await pulumi.isSecret(output)) ? { hideValue: true } : {};
      return failLate(this.#component, find(value, secrecy));
    });
  }

  #note(path: string, reasons: readonly string[], value: unknown, options: ShowOptions = {}): void {
    this.#problems.push(...reasons.map((reason) => this.#problem(path, reason, value, options)));
  }

  #problem(path: string, reason: string, value: unknown, options: ShowOptions = {}): ArgumentProblem {
    return { path: `${this.#prefix}${path}`, reason: `${reason}${shown(value, options)}` };
  }
}
