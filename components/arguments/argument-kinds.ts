/** The kinds of arguments that tables are made of. */
import type * as pulumi from "@pulumi/pulumi";
import { ARGUMENTS, type Message } from "../../messages";
import { isObject, memberPath } from "../../trust/text";
import type { ArgumentChecks } from "./argument-checks";
import { required, type Rule, type ShowOptions } from "./argument-rule";
import type { Argument, ArgumentTable, Checked, Entries } from "./argument-table";
import { type FindProblems, inTextMap, inTexts, inValue, unlessLeftOut } from "./find-problems";
import { isGiven, isPlain } from "./inputs";

/**
 * An argument whose value may be an output as a whole.
 *
 * @typeParam Out - The type of a value that passed the check.
 */
export interface ValueArgument<T, Out extends T = T> extends Argument<pulumi.Input<T>, pulumi.Input<Out>> {
  /** What is wrong with a value that is known. */
  readonly find: FindProblems;
  /** Whether the value has no members. */
  readonly isSingle?: true;
}

function single<T extends string | number | boolean, Out extends T = T>(
  find: FindProblems,
): ValueArgument<T, Out> {
  return {
    find,
    isSingle: true,
    check: (checks, path, given) => checks.value(path, given, find, true) as pulumi.Input<Out>,
  };
}

/** A string. */
export function text<T extends string = string>(rule: Rule<string>, options?: ShowOptions): ValueArgument<T> {
  return single(inValue(required("string", rule), options));
}

/** A number. */
export function number<Out extends number = number>(rule: Rule<number>): ValueArgument<number, Out> {
  return single(inValue(required("number", rule)));
}

/** A truth value. */
export function boolean(): ValueArgument<boolean> {
  return single(inValue(required("boolean", () => [])));
}

/** A list or a map. Outputs in it are checked as soon as they resolve. */
function several<T extends object>(find: FindProblems): ValueArgument<T> {
  return {
    find,
    check: (checks, path, given) =>
      isPlain(given) ? checks.members(path, given, find) : checks.value(path, given, find),
  };
}

type Texts = pulumi.Input<string>[];

/**
 * A list of at least one string; each item by `rule`, with its index in the path.
 *
 * @param itemName - What an item is: `audience`.
 * @param canOmit - Whether the message says that the list may be omitted. Default: false.
 */
export function list(rule: Rule<string>, itemName: string, canOmit = false): ValueArgument<Texts> {
  return several(inTexts(rule, ARGUMENTS.say("argument-empty", itemName, canOmit)));
}

type TextMap = Record<string, pulumi.Input<string>>;

/**
 * A map of strings that no resource depends on, such as tags: each name by `nameRule`, each value by `rule`.
 *
 * @param together - Finds problems of the map as a whole.
 */
export function map(
  nameRule: Rule<string>,
  rule: Rule<string>,
  together: FindProblems,
): ValueArgument<TextMap> {
  const each = inTextMap(nameRule, rule);
  return several((path, value, options) => [
    ...each(path, value, options),
    ...(isObject(value) ? together(path, value, options) : []),
  ]);
}

/** An optional argument. An output may resolve to nothing. */
export function optional<T, Out extends T>(
  argument: ValueArgument<T, Out>,
): ValueArgument<T | undefined, Out | undefined> {
  const find = unlessLeftOut(argument.find);
  return {
    ...argument,
    find,
    check: (checks, path, given, all) => {
      if (isPlain(given) && isGiven(given)) {
        return argument.check(checks, path, given, all);
      }
      return checks.value(path, given, find, argument.isSingle) as pulumi.Input<Out | undefined>;
    },
  };
}

/** An argument whose presence decides which resources are created: an output counts as given, so it must have a value. */
export function ifGiven<T>(
  argument: ValueArgument<T>,
): Argument<pulumi.Input<T | undefined>, pulumi.Input<T> | undefined> {
  return {
    check: (checks, path, given, all) =>
      isGiven(given) ? argument.check(checks, path, given as pulumi.Input<T>, all) : undefined,
  };
}

/**
 * A required argument that its type lets a program omit, because another one may replace it.
 *
 * @param remedy - How to fix it if it is missing, as a sentence without its period. Default: the message does not say.
 */
export function needed<T>(
  argument: ValueArgument<T>,
  remedy?: string,
): Argument<pulumi.Input<T | undefined>, pulumi.Input<T>> {
  return {
    check: (checks, path, given, all) => {
      const value = given as pulumi.Input<T>;
      if (remedy === undefined || isGiven(given)) {
        return argument.check(checks, path, value, all);
      }
      checks.report(path, ARGUMENTS.say("argument-missing", remedy));
      return value;
    },
  };
}

/** An optional argument that decides which resources are created, so it must be plain. */
export function plain<T>(argument: ValueArgument<T>): Argument<T | undefined> {
  const { find } = optional(argument);
  return {
    check: (checks, path, given) => {
      if (!checks.isPlain(path, given)) {
        return undefined;
      }
      checks.note(path, given, find);
      return given;
    },
  };
}

/**
 * An argument that must be omitted next to others, and is then ignored.
 *
 * @param excluded - Whether the other arguments exclude it.
 * @param message - What to report if it is given all the same.
 */
export function unless<In, Out, All>(
  excluded: (all: All) => boolean,
  message: Message,
  argument: Argument<In, Out, All>,
): Argument<In | undefined, Out | undefined, All> {
  return {
    check: (checks, path, given, all) => {
      if (!excluded(all)) {
        return argument.check(checks, path, given as In, all);
      }
      if (isGiven(given)) {
        checks.report(path, message, given);
      }
      return undefined;
    },
  };
}

/** A map whose names become names of resources, so it must be plain. If it is omitted, it is empty. */
export function namedTexts(
  nameRule: Rule<string>,
  rule: Rule<string>,
): Argument<TextMap | undefined, TextMap> {
  const find = inTextMap(nameRule, rule);
  return {
    check: (checks, path, given) => {
      const map = given ?? {};
      return checks.isStructure(path, map) ? checks.members(path, map, find) : {};
    },
  };
}

/**
 * The entries of a plain map, its names checked by `nameRule`. A map that is an output is reported and has no entries.
 *
 * @param entryName - What an entry is: `workload`. There must be at least one.
 */
export function names<T>(
  checks: ArgumentChecks,
  path: string,
  given: Readonly<Record<string, T>>,
  nameRule: Rule<string>,
  entryName: string,
): [string, T][] {
  if (!checks.isStructure(path, given, `Expected at least one ${entryName}`)) {
    return [];
  }
  const entries = Object.entries(given);
  if (entries.length === 0) {
    checks.report(path, ARGUMENTS.say("argument-empty", entryName));
  }
  for (const [name] of entries) {
    checks.note(memberPath(path, name), name, inValue(required("string", nameRule)));
  }
  return entries;
}

/** A plain object with its own arguments. @param whenMissing - How to fix it if it is missing. */
export function structure<Args extends object, E extends Entries<Args>>(
  table: ArgumentTable<Args, E>,
  whenMissing?: string,
): Argument<Args, Checked<E>> {
  return {
    check: (checks, path, given) =>
      checks.isStructure(path, given, whenMissing)
        ? table.members(checks.within(path), given)
        : // It was reported as a whole.
          table.members(checks.unreported(), {} as Args),
  };
}

/** The same, but optional. */
export function optionalStructure<Args extends object, E extends Entries<Args>>(
  table: ArgumentTable<Args, E>,
): Argument<Args | undefined, Checked<E> | undefined> {
  const { check } = structure(table);
  return {
    check: (checks, path, given, all) => (isGiven(given) ? check(checks, path, given, all) : undefined),
  };
}

/** A plain list of at least one plain object. @param itemName - What an item is: `profile`. */
export function structures<Args extends object, E extends Entries<Args>>(
  table: ArgumentTable<Args, E>,
  itemName: string,
): Argument<Args[], Checked<E>[]> {
  const { check } = structure(table);
  return {
    check: (checks, path, given) => {
      if (isPlain(given) && Array.isArray(given) && given.length > 0) {
        return given.map((item, index) => check(checks, `${path}[${index}]`, item, given));
      }
      if (!isGiven(given)) {
        checks.report(path, ARGUMENTS.say("argument-missing", `Expected at least one ${itemName}`));
      } else if (Array.isArray(given)) {
        checks.report(path, ARGUMENTS.say("argument-empty", itemName));
      } else if (isPlain(given)) {
        checks.report(path, ARGUMENTS.say("argument-type", "a list"), given);
      } else {
        checks.report(path, ARGUMENTS.say("argument-not-plain", "list"));
      }
      return [];
    },
  };
}
