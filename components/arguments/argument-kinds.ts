/** The kinds of arguments that tables are made of. */
import type * as pulumi from "@pulumi/pulumi";
import { isObject, memberPath } from "../../trust";
import type { ArgumentChecks } from "./argument-checks";
import { required, type Rule, type ShowOptions } from "./argument-rule";
import type { Argument, ArgumentTable, Checked, Entries } from "./argument-table";
import { type FindProblems, inTextMap, inTexts, inValue, listProblems, unlessLeftOut } from "./find-problems";
import { isGiven, isPlain } from "./inputs";

/** An argument whose value may be an output as a whole. */
export interface ValueArgument<T> extends Argument<pulumi.Input<T>> {
  /** What is wrong with a value that is known. */
  readonly find: FindProblems;
  /** Whether the value has no members. */
  readonly isSingle?: true;
}

function single<T extends string | number | boolean>(find: FindProblems): ValueArgument<T> {
  return {
    find,
    isSingle: true,
    check: (checks, path, given) => checks.value(path, given, find, true),
  };
}

/** A string. */
export function text<T extends string = string>(rule: Rule<string>, options?: ShowOptions): ValueArgument<T> {
  return single(inValue(required("string", rule), options));
}

/** A number. */
export function number(rule: Rule<number>): ValueArgument<number> {
  return single(inValue(required("number", rule)));
}

/** A truth value. */
export function boolean(): ValueArgument<boolean> {
  return single(inValue(required("boolean", () => [])));
}

type Texts = pulumi.Input<string>[];

/**
 * A list of at least one string; each item by `rule`, with its index in the path.
 *
 * @param whenEmpty - What to do when there is no item.
 */
export function list(rule: Rule<string>, whenEmpty: string): ValueArgument<Texts> {
  const find = inTexts(rule, whenEmpty);
  const item = text(rule);
  return {
    find,
    check: (checks, path, given) =>
      isPlain(given) && listProblems(given, whenEmpty).length === 0
        ? given.map((each, index) => item.check(checks, `${path}[${index}]`, each, given))
        : checks.value(path, given, find),
  };
}

type TextMap = Record<string, pulumi.Input<string>>;

/**
 * A map of strings that no resource depends on, such as tags: each name by `nameRule`, each value by `rule`.
 *
 * @param together - What is wrong with the entries together.
 */
export function map(
  nameRule: Rule<string>,
  rule: Rule<string>,
  together: FindProblems,
): ValueArgument<TextMap> {
  const each = inTextMap(nameRule, rule);
  const find: FindProblems = (path, value, options) => {
    const problems = each(path, value, options);
    return problems.length > 0 ? problems : together(path, value, options);
  };
  const entries = namedTexts(nameRule, rule);
  return {
    find,
    check: (checks, path, given) => {
      if (!isPlain(given) || !isObject(given)) {
        return checks.value(path, given, find);
      }
      const checked = entries.check(checks, path, given, given);
      checks.note(path, given, together);
      return checked;
    },
  };
}

/** An argument that may be left out; an output may turn out to be nothing. */
export function optional<T>(argument: ValueArgument<T>): ValueArgument<T | undefined> {
  const find = unlessLeftOut(argument.find);
  return {
    ...argument,
    find,
    check: (checks, path, given, all) => {
      if (!isPlain(given)) {
        return checks.value(path, given, find, argument.isSingle);
      }
      return isGiven(given) ? argument.check(checks, path, given, all) : given;
    },
  };
}

/** An argument whose presence decides which resources there are: an output counts as given, and so must have a value. */
export function ifGiven<T>(
  argument: ValueArgument<T>,
): Argument<pulumi.Input<T | undefined>, pulumi.Input<T> | undefined> {
  return {
    check: (checks, path, given, all) =>
      isGiven(given) ? argument.check(checks, path, given as pulumi.Input<T>, all) : undefined,
  };
}

/**
 * An argument that must be there, although its type lets a program leave it out: another one may be given in its place.
 *
 * @param remedy - What to do when it is missing. Default: nothing is said.
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
      checks.report(path, `is missing; ${remedy}`);
      return value;
    },
  };
}

/** An argument that decides which resources there are, and so must be plain. It may be left out. */
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
 * An argument that must be left out beside others, and is then not looked at.
 *
 * @param excluded - Whether they say so.
 */
export function unless<In, Out, All>(
  excluded: (all: All) => boolean,
  reason: string,
  argument: Argument<In, Out, All>,
): Argument<In | undefined, Out | undefined, All> {
  return {
    check: (checks, path, given, all) => {
      if (!excluded(all)) {
        return argument.check(checks, path, given as In, all);
      }
      if (isGiven(given)) {
        checks.report(path, reason, given);
      }
      return undefined;
    },
  };
}

/** A map whose names become names of resources, and so must be plain. When it is left out, it is empty. */
export function namedTexts(
  nameRule: Rule<string>,
  rule: Rule<string>,
): Argument<TextMap | undefined, TextMap> {
  const entry = text(rule);
  return {
    check: (checks, path, given) =>
      Object.fromEntries(
        names(checks, path, given ?? {}, nameRule).map(([name, value]) => [
          name,
          entry.check(checks, memberPath(path, name), value, given),
        ]),
      ),
  };
}

/**
 * The entries of a plain map, its names checked by `nameRule`. A map that is an output, or that is empty although
 * `whenEmpty` says what it must have, is reported and has none.
 */
export function names<T>(
  checks: ArgumentChecks,
  path: string,
  given: Readonly<Record<string, T>>,
  nameRule: Rule<string>,
  whenEmpty?: string,
): [string, T][] {
  if (!checks.isStructure(path, given, whenEmpty)) {
    return [];
  }
  const entries = Object.entries(given);
  if (entries.length === 0 && whenEmpty !== undefined) {
    checks.report(path, whenEmpty);
  }
  for (const [name] of entries) {
    checks.note(memberPath(path, name), name, inValue(required("string", nameRule)));
  }
  return entries;
}

/** A plain object with arguments of its own. @param whenMissing - What to do when there is none. */
export function structure<Args extends object, E extends Entries<Args>>(
  table: ArgumentTable<Args, E>,
  whenMissing?: string,
): Argument<Args, Checked<E>> {
  return {
    check: (checks, path, given) =>
      checks.isStructure(path, given, whenMissing)
        ? table.members(checks.within(path), given)
        : // Nothing is made of it: it was reported.
          ({} as Checked<E>),
  };
}

/** The same, but it may be left out. */
export function optionalStructure<Args extends object, E extends Entries<Args>>(
  table: ArgumentTable<Args, E>,
): Argument<Args | undefined, Checked<E> | undefined> {
  const { check } = structure(table);
  return {
    check: (checks, path, given, all) => (isGiven(given) ? check(checks, path, given, all) : undefined),
  };
}

/** A plain list of at least one plain object. @param whenEmpty - What to do when there is none. */
export function structures<Args extends object, E extends Entries<Args>>(
  table: ArgumentTable<Args, E>,
  whenEmpty: string,
): Argument<Args[], Checked<E>[]> {
  const { check } = structure(table);
  return {
    check: (checks, path, given) => {
      if (isPlain(given) && Array.isArray(given) && given.length > 0) {
        return given.map((item, index) => check(checks, `${path}[${index}]`, item, given));
      }
      if (!isGiven(given)) {
        checks.report(path, `is missing: ${whenEmpty}`);
      } else if (Array.isArray(given)) {
        checks.report(path, whenEmpty);
      } else {
        const reason = "must be a plain list; its values may be outputs";
        checks.report(path, isPlain(given) ? reason : `${reason}; got an output`, given);
      }
      return [];
    },
  };
}
