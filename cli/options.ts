/** Parses the options of all commands, and builds the errors for invalid ones. */
import { parseArgs } from "node:util";
import { coded, oneOf, quoted } from "../messages";
import { COMMAND_LINE } from "../messages/cli";
import { stringsIn } from "../trust";
import { UsageError } from "./command";

/** Options by name: a switch, a text, or a text that may be given several times. */
export type OptionTypes = Readonly<Record<string, "switch" | "text" | "texts">>;

/** What a command line says. */
export interface Options {
  readonly files: readonly string[];
  readonly has: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
  readonly texts: (name: string) => readonly string[];
}

/**
 * Reads a command's arguments. `--help` is always among the options; `--` ends them.
 *
 * @throws {UsageError} If an option is unknown, lacks its value, or has one that it does not take.
 */
export function readOptions(args: readonly string[], types: OptionTypes): Options {
  const all: OptionTypes = { ...types, help: "switch" };
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(all).map(([name, type]) => [
        name,
        { type: type === "switch" ? ("boolean" as const) : ("string" as const), multiple: type === "texts" },
      ]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === "option") {
      check(token.rawName, Object.hasOwn(all, token.name) ? all[token.name] : undefined, token.value, all);
    }
  }
  return {
    files: positionals,
    has: (name) => values[name] === true,
    text: (name) => stringsIn(values[name]).at(-1),
    texts: (name) => stringsIn(values[name]),
  };
}

function check(
  option: string,
  type: OptionTypes[string] | undefined,
  value: string | undefined,
  all: OptionTypes,
): void {
  if (type === undefined) {
    const known = Object.keys(all).map((name) => `--${name}`);
    throw new UsageError(COMMAND_LINE.say("option-unknown", option, known));
  }
  if (type === "switch" && value !== undefined) {
    throw new UsageError(
      coded(
        "option-value-unexpected",
        `${option} takes no value. Expected ${option} alone; got ${quoted(value)}`,
      ),
    );
  }
  if (type !== "switch" && value === undefined) {
    throw new UsageError(coded("option-value-missing", `${option} has no value. Expected ${option} VALUE`));
  }
}

/** The error of an option, or of a setting that stands for it, whose value has not the expected form. */
export function invalidValue(name: string, expected: string, given: string): UsageError {
  return new UsageError(
    coded("option-value-invalid", `${name}: invalid value. Expected ${expected}; got ${quoted(given)}`),
  );
}

/**
 * Reads an option of which only some values are allowed.
 *
 * @throws {UsageError} If it has another value.
 */
export function choice<T extends string>(options: Options, name: string, allowed: readonly [T, ...T[]]): T {
  const value = options.text(name) ?? allowed[0];
  const chosen = allowed.find((candidate) => candidate === value);
  if (chosen === undefined) {
    throw invalidValue(`--${name}`, oneOf(allowed), value);
  }
  return chosen;
}
