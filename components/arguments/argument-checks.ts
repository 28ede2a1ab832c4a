/** Checks of a component's arguments: collected while values are plain, made good as soon as unknown ones are known. */
import * as pulumi from "@pulumi/pulumi";
import { joinPaths, memberPath } from "../../trust";
import { argumentError, type ArgumentProblem, failLate } from "./argument-error";
import { optional, required, type Rule, shown, type ShowOptions } from "./argument-rule";
import {
  type FindProblems,
  inTextMap,
  inTexts,
  inValue,
  isObject,
  listProblems,
  unlessLeftOut,
} from "./find-problems";
import { isGiven, isPlain, singleOutput } from "./inputs";
import { nearestName } from "./nearest-name";
import { rememberSecret } from "./secret-values";

/** Every key of `T`; what is missing makes the call not compile, and the compiler names it. */
export type AllKeys<T, K extends keyof T> = readonly K[] &
  (Exclude<keyof T, K> extends never ? unknown : { readonly missing: Exclude<keyof T, K> });

const anything = () => [];

/**
 * Collects what is wrong with the arguments of one component. Every check returns the argument to use from then on:
 * the same value when it is plain, otherwise an output that fails with a clear error as soon as the value is known
 * to be wrong. In a preview, values that are not known yet stay unknown.
 */
export class ArgumentChecks {
  readonly #component: string;
  readonly #resource: pulumi.Resource;
  readonly #above: string;
  readonly #problems: ArgumentProblem[];

  /**
   * @param component - The class and name of the component, as messages show them: `EntraAudience "orders"`.
   * @param resource - The component, to which the engine attaches the error.
   */
  constructor(component: string, resource: pulumi.Resource, above = "", problems: ArgumentProblem[] = []) {
    this.#component = component;
    this.#resource = resource;
    this.#above = above;
    this.#problems = problems;
  }

  /** The same collection for the arguments below `path`. */
  within(path: string): ArgumentChecks {
    return new ArgumentChecks(this.#component, this.#resource, this.#at(path), this.#problems);
  }

  /**
   * Notes a problem that is already known.
   *
   * @param given - The value to show with it. One that is an output is not known, and may be secret.
   */
  report(path: string, reason: string, given?: unknown): void {
    const got = isPlain(given) ? shown(given) : "";
    this.#problems.push({ path: this.#at(path), reason: `${reason}${got}` });
  }

  /**
   * Checks that the arguments of the component are an object, with nothing in it but `keys`. It comes first: without
   * arguments there is nothing else to check, so that it fails at once.
   *
   * @throws as {@link finish}, when there are no arguments.
   */
  arguments<T extends object, const K extends keyof T & string>(args: T, keys: AllKeys<T, K>): void {
    if (!this.isStructure("args", args)) {
      this.finish();
    }
    this.knownKeys("", args, keys);
  }

  /**
   * Reports members that are no arguments; without types a misspelt one would be left out silently.
   *
   * @param path - Where the object is; empty for that of {@link within}.
   * @param object - What was given. Anything but a plain object is left to {@link isStructure}.
   * @param keys - Every argument that there is.
   * @param elsewhere - Arguments that belong to something else, with what it is and where they go there.
   */
  knownKeys<T extends object, const K extends keyof T & string>(
    path: string,
    object: T,
    keys: AllKeys<T, K>,
    elsewhere?: { readonly remedy: string; readonly keys: readonly string[] },
  ): void {
    if (!isObject(object) || !isPlain(object)) {
      return;
    }
    const known: readonly string[] = keys;
    for (const [key, value] of Object.entries(object)) {
      if (value === undefined || known.includes(key)) {
        continue;
      }
      const near = nearestName(key, known);
      const hint = near === undefined ? "" : `did you mean ${near}? `;
      this.report(
        memberPath(path, key),
        elsewhere?.keys.includes(key) === true
          ? `is no argument of this; ${elsewhere.remedy}`
          : `is no argument; ${hint}there are: ${known.join(", ")}`,
      );
    }
  }

  /** Checks a text that is no argument but belongs to them, such as the name of the component. */
  plain(path: string, value: string, rule: Rule<string>): void {
    this.#note(inValue(required("string", rule)), path, value);
  }

  /**
   * Checks a value of any shape by `find`, as soon as it is known. What is an output inside a plain value is for `find`
   * to pass over.
   */
  value<T>(path: string, input: pulumi.Input<T>, find: FindProblems): pulumi.Input<T> {
    return this.#checked(path, input, find, () => pulumi.output(input) as pulumi.Output<T>);
  }

  /** Checks a required text. */
  text(path: string, input: pulumi.Input<string>, rule: Rule<string>, options?: ShowOptions) {
    return this.#single(path, input, inValue(required("string", rule), options));
  }

  /** Checks a text that may be left out. */
  optionalText(
    path: string,
    input: pulumi.Input<string | undefined>,
    rule: Rule<string>,
    options?: ShowOptions,
  ) {
    return this.#single(path, input, inValue(optional("string", rule), options));
  }

  /**
   * Checks a text that may be left out, and whose presence decides which resources there are: an output of it is taken
   * for given, and so must have a value.
   */
  textIfGiven(
    path: string,
    input: pulumi.Input<string | undefined>,
    rule: Rule<string>,
  ): pulumi.Input<string> | undefined {
    return isGiven(input) ? this.text(path, input as pulumi.Input<string>, rule) : undefined;
  }

  /** Checks a number that may be left out. */
  optionalNumber(path: string, input: pulumi.Input<number | undefined>, rule: Rule<number>) {
    return this.#single(path, input, inValue(optional("number", rule)));
  }

  /** Checks a truth value that may be left out. */
  optionalBoolean(path: string, input: pulumi.Input<boolean | undefined>) {
    return this.#single(path, input, inValue(optional("boolean", anything)));
  }

  /**
   * Checks a truth value that decides which resources there are, and so must be plain. An output is reported and
   * taken for left out.
   */
  plainBoolean(path: string, input: boolean | undefined): boolean | undefined {
    return this.#mustBePlain(path, input, inValue(optional("boolean", anything)));
  }

  /** Checks a text that decides which resources there are, as {@link plainBoolean} does. */
  plainText<T extends string>(path: string, input: T | undefined, rule: Rule<string>): T | undefined {
    return this.#mustBePlain(path, input, inValue(optional("string", rule)));
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
    if (isPlain(input) && listProblems(input, whenEmpty).length === 0) {
      return input.map((item, index) => this.text(`${path}[${index}]`, item, rule));
    }
    return this.value(path, input, inTexts(rule, whenEmpty));
  }

  /** Checks a list of texts that may be left out; when it is there, it must have an item. */
  optionalTexts(
    path: string,
    input: pulumi.Input<pulumi.Input<string>[] | undefined>,
    rule: Rule<string>,
    whenEmpty: string,
  ): pulumi.Input<pulumi.Input<string>[] | undefined> {
    if (Array.isArray(input)) {
      return this.texts(path, input, rule, whenEmpty);
    }
    return this.value(path, input, unlessLeftOut(inTexts(rule, whenEmpty)));
  }

  /**
   * Checks a map of texts that may be left out and no resource depends on, such as tags: each name by `nameRule`, each
   * value by `rule`.
   */
  optionalTextMap(
    path: string,
    input: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>,
    nameRule: Rule<string>,
    rule: Rule<string>,
  ): pulumi.Input<Record<string, pulumi.Input<string>> | undefined> {
    if (isObject(input) && isPlain(input)) {
      return this.textMap(path, input, nameRule, rule);
    }
    return this.value(path, input, unlessLeftOut(inTextMap(nameRule, rule)));
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
        this.text(memberPath(path, name), value, rule),
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
    if (!this.isStructure(path, input, whenEmpty)) {
      return [];
    }
    const entries = Object.entries(input);
    if (entries.length === 0 && whenEmpty !== undefined) {
      this.report(path, whenEmpty);
    }
    for (const [name] of entries) {
      this.#note(inValue(required("string", nameRule)), memberPath(path, name), name);
    }
    return entries;
  }

  /** The items of a plain list of plain objects. Anything else, and an empty list, is reported and yields nothing. */
  items<T>(path: string, input: T[], whenEmpty: string): T[] {
    const given: unknown = input;
    if (Array.isArray(given) && given.length > 0) {
      return input.filter((item, index) => this.isStructure(`${path}[${index}]`, item));
    }
    const missing = given === undefined || given === null;
    if (missing || Array.isArray(given)) {
      this.report(path, missing ? `is missing: ${whenEmpty}` : whenEmpty);
    } else {
      const got = isPlain(input) ? shown(given) : "; got an output";
      this.report(path, `must be a plain list; its values may be outputs${got}`);
    }
    return [];
  }

  /**
   * Whether `input` is a plain object; anything else is reported. Which resources there are depends on it, so that its
   * values may be outputs and it itself may not.
   *
   * @param whenMissing - What to do when there is nothing, with an example.
   */
  isStructure(path: string, input: unknown, whenMissing?: string): boolean {
    if (isObject(input) && isPlain(input)) {
      return true;
    }
    if (input === undefined || input === null) {
      this.report(path, whenMissing === undefined ? "is missing" : `is missing: ${whenMissing}`);
    } else {
      const reason = isPlain(input)
        ? `must be an object${shown(input)}`
        : "must be a plain object, since it decides which resources there are; its values may be outputs; got an output";
      this.report(path, reason);
    }
    return false;
  }

  /**
   * Throws everything that was found so far as one error.
   *
   * @throws pulumi.ResourceError or pulumi.InputPropertiesError, as `setArgumentErrorStyle` chose.
   */
  finish(): void {
    if (this.#problems.length > 0) {
      throw argumentError(this.#component, this.#resource, this.#problems);
    }
  }

  #single<T extends string | number | boolean | undefined>(
    path: string,
    input: pulumi.Input<T>,
    find: FindProblems,
  ): pulumi.Input<T> {
    return this.#checked(path, input, find, () => singleOutput(input));
  }

  #checked<T>(
    path: string,
    input: pulumi.Input<T>,
    find: FindProblems,
    toOutput: () => pulumi.Output<T>,
  ): pulumi.Input<T> {
    if (isPlain(input)) {
      this.#note(find, path, input);
      return input;
    }
    const output = toOutput();
    return output.apply<T>(async (value) => {
      const isSecret = await pulumi.isSecret(output);
      if (isSecret) {
        rememberSecret(value);
      }
      if (find(path, value).length === 0) {
        return value;
      }
      const secrecy = isSecret ? { hideValue: true } : {};
      return failLate(this.#component, find(this.#at(path), value, secrecy));
    });
  }

  #mustBePlain<T>(path: string, input: T | undefined, find: FindProblems): T | undefined {
    if (isPlain(input)) {
      this.#note(find, path, input);
      return input;
    }
    this.report(path, "must be plain, since it decides which resources there are; got an output");
    return undefined;
  }

  /** The path of an argument, of which `path` is the part below {@link within}. */
  #at(path: string): string {
    return joinPaths(this.#above, path);
  }

  #note(find: FindProblems, path: string, value: unknown): void {
    this.#problems.push(...find(this.#at(path), value));
  }
}
