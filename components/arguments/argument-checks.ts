import * as pulumi from "@pulumi/pulumi";
import { ARGUMENTS, type Message } from "../../messages";
import { isObject, joinPaths } from "../../trust/text";
import { argumentError, failLate } from "./argument-error";
import type { ArgumentPaths } from "./argument-paths";
import type { ArgumentProblem } from "./argument-problem";
import { required, type Rule, shown } from "./argument-rule";
import { type FindProblems, inValue } from "./find-problems";
import { isPlain, singleOutput } from "./inputs";
import { rememberSecret } from "./secret-values";

/**
 * Validates the arguments of one component: plain values now, with all problems in one error; outputs as soon as they
 * resolve. In a preview, values that are not known yet stay unknown.
 */
export class ArgumentChecks {
  /** Where the problems are reported. */
  readonly paths: ArgumentPaths;
  readonly #resource: pulumi.Resource | undefined;
  readonly #withOutputs: boolean;
  #above = "";
  #problems: ArgumentProblem[] = [];

  /**
   * @param resource - The component, to which the engine attaches the error.
   * @param options - With `withOutputs: false`, outputs are values of the wrong kind.
   */
  constructor(
    paths: ArgumentPaths,
    resource: pulumi.Resource | undefined,
    { withOutputs = true }: { readonly withOutputs?: boolean } = {},
  ) {
    this.paths = paths;
    this.#resource = resource;
    this.#withOutputs = withOutputs;
  }

  /** All problems found so far. */
  get problems(): readonly ArgumentProblem[] {
    return this.#problems;
  }

  /** The same collection for the arguments below `path`. */
  within(path: string): ArgumentChecks {
    const below = new ArgumentChecks(this.paths, this.#resource, { withOutputs: this.#withOutputs });
    below.#above = this.#at(path);
    below.#problems = this.#problems;
    return below;
  }

  /** Checks whose problems are not reported. */
  unreported(): ArgumentChecks {
    return new ArgumentChecks(this.paths, this.#resource);
  }

  /**
   * Adds a problem.
   *
   * @param given - The value to show with it. An output is not shown: its value is unknown, and may be secret.
   */
  report(path: string, message: Message, given?: unknown): void {
    this.add([{ path, ...message, given: isPlain(given) ? shown(given) : "" }]);
  }

  /** Adds problems. */
  add(problems: readonly ArgumentProblem[]): void {
    this.#problems.push(...problems.map((problem) => ({ ...problem, path: this.#at(problem.path) })));
  }

  /** Checks a known value. Outputs in it are skipped. */
  note(path: string, value: unknown, find: FindProblems): void {
    this.#problems.push(...find(this.#at(path), value, { skipsOutputs: this.#withOutputs }));
  }

  /** Checks the name of the component. */
  checkName(rule: Rule<string>): void {
    const { name } = this.paths;
    this.note("name", name, inValue(required("string", rule)));
  }

  /**
   * Checks a value of any shape: a plain one now, an output as soon as it resolves. `find` must skip outputs inside a
   * plain value.
   *
   * @param isSingle - Whether the value has no members, and so no outputs in it. Default: false.
   * @returns The value to use from now on: the same if it is plain, otherwise an output that resolves only to a valid
   *   value and fails the program for any other.
   */
  value<T>(path: string, input: pulumi.Input<T>, find: FindProblems, isSingle = false): pulumi.Input<T> {
    if (isPlain(input) || !this.#withOutputs) {
      this.note(path, input, find);
      return input;
    }
    const output = isSingle ? singleOutput(input as pulumi.Input<string>) : pulumi.output(input);
    return onceRight(this.paths, this.#at(path), output as pulumi.Output<T>, find);
  }

  /**
   * Checks a plain list or map now, and each output in it as soon as it resolves: by `find` again, on the whole with the value
   * in the place of the output.
   *
   * @returns The whole to use from now on, with outputs that resolve only to valid members.
   */
  members<T>(path: string, whole: T, find: FindProblems): T {
    this.note(path, whole, find);
    const changed = (members: object): T =>
      (Array.isArray(whole)
        ? Object.assign([...(whole as unknown[])], members)
        : { ...whole, ...members }) as T;
    const later = Object.entries((whole ?? {}) as Readonly<Record<string, pulumi.Input<string>>>)
      .filter(([, member]) => this.#withOutputs && !isPlain(member))
      .map(([name, member]) => [
        name,
        onceRight(this.paths, this.#at(path), singleOutput(member), (at, known, options) =>
          find(at, changed({ [name]: known }), { ...options, skipsOutputs: true }),
        ),
      ]);
    return later.length === 0 ? whole : changed(Object.fromEntries(later) as object);
  }

  /** Whether a value that decides which resources are created is plain. An output is reported. */
  isPlain<T>(path: string, input: pulumi.Input<T>): input is T {
    if (!isPlain(input)) {
      this.report(path, ARGUMENTS.say("argument-not-plain"));
    }
    return isPlain(input);
  }

  /**
   * Whether `input` is a plain object; anything else is reported. It decides which resources are created, so its values
   * may be outputs, but the object itself may not.
   *
   * @param whenMissing - What to do if it is missing, with an example.
   */
  isStructure(path: string, input: unknown, whenMissing?: string): input is object {
    if (isObject(input) && isPlain(input)) {
      return true;
    }
    if (input === undefined || input === null) {
      this.report(path, ARGUMENTS.say("argument-missing", whenMissing));
    } else if (isPlain(input)) {
      this.report(path, ARGUMENTS.say("argument-type", "an object"), input);
    } else {
      this.report(path, ARGUMENTS.say("argument-not-plain", "object"));
    }
    return false;
  }

  /**
   * Throws all problems found so far as one error.
   *
   * @throws pulumi.ResourceError or pulumi.InputPropertiesError, as `setArgumentErrorStyle` chose.
   */
  finish(): void {
    if (this.#problems.length > 0) {
      throw argumentError(this.paths, this.#resource, this.#problems);
    }
  }

  #at(path: string): string {
    return joinPaths(this.#above, path);
  }
}

/**
 * An output that resolves only to a valid value. Any other value fails the program.
 *
 * @param path - The argument that the value comes from.
 */
export function onceRight<T>(
  paths: ArgumentPaths,
  path: string,
  output: pulumi.Output<T>,
  find: FindProblems,
): pulumi.Output<T> {
  return output.apply<T>(async (value) => {
    const isSecret = await pulumi.isSecret(output);
    if (isSecret) {
      rememberSecret(value);
    }
    if (find(path, value).length === 0) {
      return value;
    }
    return failLate(paths, find(path, value, isSecret ? { hideValue: true } : {}));
  });
}
