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

/** The formats of a report on findings that `judge` and `audit` both write. */
export const FINDING_FORMATS = ["text", "markdown", "json", "sarif", "junit", "csv", "gitlab"] as const;

/**
 * Declares an option that may be given several times.
 *
 * @param allowed - The values that it can have. Default: any.
 */
export function repeatable(flags: string, description: string, allowed?: readonly string[]): Option {
  const declared = new Option(flags, `${description}. Repeatable`);
  if (allowed !== undefined) {
    declared.choices(allowed);
  }
  return declared.argParser<readonly string[] | undefined>((text, before = []) => [
    ...before,
    allowed === undefined ? text : oneOfThese(declared, allowed, text),
  ]);
}

/** Declares an option of which only some values are allowed. It has no default. */
export function choice(flags: string, description: string, allowed: readonly string[]): Option {
  const declared = new Option(flags, description).choices(allowed);
  return declared.argParser((text) => oneOfThese(declared, allowed, text));
}

/** @throws {UsageError} If the value of an option is not allowed. */
function oneOfThese({ long }: Option, allowed: readonly string[], text: string): string {
  if (!allowed.includes(text)) {
    throw invalidValue(long ?? "", oneOf(allowed), text);
  }
  return text;
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
