/** What is wrong with the value of one argument, once it is known: single values, lists and maps. */
import { ARGUMENTS, type Message } from "../../messages";
import { isObject, memberPath } from "../../trust/text";
import type { ArgumentProblem } from "./argument-problem";
import { required, type Rule, shown, type ShowOptions } from "./argument-rule";
import { isPlain } from "./inputs";

/** How a value is looked at. */
export interface FindOptions extends ShowOptions {
  /** Outputs in the value are skipped: they are looked at as soon as they resolve. Default: they are values of the wrong kind. */
  readonly skipsOutputs?: boolean;
}

/** Finds what is wrong with the value at `path`. Shows of it what `options` allow. */
export type FindProblems = (path: string, value: unknown, options?: FindOptions) => ArgumentProblem[];

/** For a single value. */
export function inValue(rule: Rule<unknown>, always: ShowOptions = {}): FindProblems {
  return (path, value, options = {}) =>
    options.skipsOutputs === true && !isPlain(value)
      ? []
      : rule(value).map(({ has, ...message }) => ({
          path,
          ...message,
          given: shown(value, { ...options, ...always }, has),
        }));
}

/**
 * For a list of strings: each item by `rule`, with its index in the path.
 *
 * @param whenEmpty - What to report when there is no item.
 */
export function inTexts(rule: Rule<string>, whenEmpty: Message): FindProblems {
  const inItem = inValue(required("string", rule));
  const inList = inValue((list) => listProblems(list, whenEmpty));
  return (path, value, options) => {
    const problems = inList(path, value, options);
    return problems.length > 0
      ? problems
      : (value as unknown[]).flatMap((item, index) => inItem(`${path}[${index}]`, item, options));
  };
}

/** What is wrong with a list of strings, apart from its items. */
function listProblems(list: unknown, whenEmpty: Message): readonly Message[] {
  if (list === undefined || list === null) {
    return [ARGUMENTS.say("argument-missing")];
  }
  if (!Array.isArray(list)) {
    return [ARGUMENTS.say("argument-type", "a list of strings")];
  }
  return list.length === 0 ? [whenEmpty] : [];
}

/** For a map of strings: each name by `nameRule`, each value by `rule`, with its name in the path. */
export function inTextMap(nameRule: Rule<string>, rule: Rule<string>): FindProblems {
  const inName = inValue(required("string", nameRule));
  const inEntry = inValue(required("string", rule));
  const inMap = inValue((map) =>
    isObject(map) ? [] : [ARGUMENTS.say("argument-type", "an object whose values are strings")],
  );
  return (path, value, options) => {
    const problems = inMap(path, value, options);
    return problems.length > 0
      ? problems
      : Object.entries(value as object).flatMap(([name, entry]) => [
          ...inName(memberPath(path, name), name, options),
          ...inEntry(memberPath(path, name), entry, options),
        ]);
  };
}

/** The same, but the whole may be omitted. */
export function unlessLeftOut(find: FindProblems): FindProblems {
  return (path, value, options) => (value === undefined || value === null ? [] : find(path, value, options));
}
