/** The options of all commands: how they are declared, how a command reads them, and the error for an invalid value. */
import { type Command as Parser, Option } from "commander";
import { coded, oneOf, quoted } from "../messages";
import type { Reach } from "../trust";
import { type Options, UsageError } from "./command";

/** The values of an option that takes a reach, worst first. The compiler refuses a list that lacks one. */
export const REACH_CHOICES = Object.keys({
  anyone: true,
  tenant: true,
  assigned: true,
  replay: true,
  nobody: true,
} satisfies Record<Reach, true>) as [Reach, ...Reach[]];

/**
 * Declares an option.
 *
 * @param flags - A switch, `--strict`, or an option with a value, `--out <FILE>`.
 */
export function option(flags: string, description: string): Option {
  return new Option(flags, description);
}

/**
 * Declares an option that may be given several times.
 *
 * @param allowed - The values that it can have. Default: any.
 */
export function repeatable(flags: string, description: string, allowed?: readonly string[]): Option {
  const declared = oneChoice(flags, `${description}. Repeatable`, allowed);
  const { parseArg: read = (text: string) => text } = declared;
  return declared.argParser<readonly unknown[] | undefined>((text, before = []) => [
    ...before,
    read(text, undefined),
  ]);
}

/**
 * Declares an option of which only some values are allowed.
 *
 * @param otherwise - The default: by default the first.
 */
export function choice(
  flags: string,
  description: string,
  allowed: readonly [string, ...string[]],
  otherwise = allowed[0],
): Option {
  return oneChoice(flags, description, allowed).default(otherwise);
}

/** Declares an option of which only some values are allowed, and which has no default. */
export function oneChoice(flags: string, description: string, allowed?: readonly string[]): Option {
  const declared = new Option(flags, description);
  return allowed === undefined
    ? declared
    : declared.choices(allowed).argParser((text) => {
        if (!allowed.includes(text)) {
          throw invalidValue(declared.long ?? "", oneOf(allowed), text);
        }
        return text;
      });
}

/** Puts options below a heading of the help. */
export function under(heading: string, ...options: readonly Option[]): readonly Option[] {
  return options.map((one) => one.helpGroup(heading));
}

/**
 * What the parser read.
 *
 * @throws {CommanderError} If an option has another option for its value.
 */
export function readOptions(parser: Parser): Options {
  const values = new Map<string, unknown>();
  for (const one of parser.options) {
    const value: unknown = parser.getOptionValue(one.attributeName());
    values.set(one.name(), one.negate ? value === false : value);
    if ([value].flat().some((text) => parser.options.some(({ long }) => long === text))) {
      parser.error(`option '${one.flags}' argument missing`, { code: "commander.optionMissingArgument" });
    }
  }
  return {
    files: parser.args,
    has: (name) => values.get(name) === true,
    text: (name) => values.get(name) as string | undefined,
    texts: (name) => (values.get(name) ?? []) as readonly string[],
  };
}

/** The error of an option, or of a setting that stands for it, whose value has not the expected form. */
export function invalidValue(name: string, expected: string, given: string): UsageError {
  return new UsageError(
    coded("option-value-invalid", `${name}: invalid value. Expected ${expected}; got ${quoted(given)}`),
  );
}
