import { Catalog, entry } from "./catalog";

/**
 * What is wrong with the arguments of a component, whatever their meaning: presence, type, and combination. Each text
 * continues the argument's path: `workloads.app: …`. The value that was given follows the text: `; got "x"`.
 */
export const ARGUMENTS = new Catalog({
  "argument-unknown": entry({
    text: (nearest: string | undefined, valid: readonly string[]) =>
      `unknown argument; ${nearest === undefined ? "" : `did you mean "${nearest}"? `}Valid arguments: ${valid.join(", ")}`,
  }),
  "argument-misplaced": entry({
    text: (home: string) => `unknown argument here. ${home}`,
  }),
  "argument-missing": entry({
    text: (_how?: string) => "required argument is missing",
    next: (how?: string) => how,
  }),
  "argument-type": entry({
    text: (expected: string) => `wrong type. Expected ${expected}`,
  }),
  "argument-not-plain": entry({
    text: (what = "value") =>
      `must be a plain ${what}, not an Output: it decides which resources are created` +
      (what === "value" ? "" : ". The values in it may be Outputs"),
  }),
  "argument-empty": entry({
    text: (item: string, _canOmit = false) => `empty. Expected at least one ${item}`,
    next: (_item: string, canOmit = false) =>
      canOmit ? "Omit the argument if that is what you want" : undefined,
  }),
  "argument-too-many": entry({
    text: (what: string, most: number, count: number) =>
      `too many ${what}. Expected at most ${most}; got ${count}`,
  }),
  "argument-too-long": entry({
    text: (most: number, unit?: string) => `too long. Expected at most ${most} ${unit ?? "characters"}`,
  }),
  "argument-out-of-range": entry({
    text: (unit: string, least: string, most: string) =>
      `out of range. Expected a whole number of ${unit} from ${least} to ${most}`,
  }),
  "argument-choice": entry({
    text: (allowed: readonly (string | number)[]) => `unknown value. Expected one of: ${allowed.join(", ")}`,
  }),
  "argument-excluded": entry({
    text: (other: string, why?: string) =>
      `cannot be combined with ${other}${why === undefined ? "" : `: ${why}`}`,
    next: (other: string, _why?: string) => `Omit this argument or ${other}`,
  }),
  "argument-requires": entry({
    text: (other: string, why?: string) => `requires ${other}${why === undefined ? "" : `: ${why}`}`,
  }),
  "default-unsuitable": entry({
    text: (value: string, reason: string) =>
      `the default is ${JSON.stringify(value)}, which cannot be used: ${reason}`,
    next: () => "Set the argument, or rename the component",
  }),
  "name-invalid": entry({
    text: () =>
      "invalid name. Expected letters, digits, and hyphens, starting with a letter and not ending with a hyphen",
  }),
  "workload-name-invalid": entry({
    text: () =>
      "invalid name. Expected letters, digits, and hyphens, starting and ending with a letter or digit",
  }),
  "entry-name-invalid": entry({
    text: () =>
      "invalid name. Expected 1 to 40 letters, digits, hyphens, or underscores, starting and ending with a letter or digit",
  }),
  "name-too-long": entry({
    text: (most: number, whole?: string) =>
      `${whole === undefined ? "too long" : `makes the name "${whole}", which is too long`}. Expected at most ${most} characters, because AWS and Azure names are made from it`,
  }),
  "contract-given": entry({
    text: () => "cannot be combined with contract, which already contains it",
    next: () => "Omit this argument or contract",
  }),
  "contract-invalid": entry({
    text: (reason: string) => `invalid federation contract: ${reason}`,
    next: () => "Use the contract output of the other stack unchanged",
  }),
  "contract-without-assignment": entry({
    text: () => "invalid federation contract: assignment is missing",
    next: () => 'Use the contract that the stack of the "EntraAudience" exports',
  }),
  "contract-without-workloads": entry({
    text: () => "the federation contract has no workload yet",
    next: () => "Use the contract that the stack of the identities exports",
  }),
  "contract-workload-name-invalid": entry({
    text: (reason: string) => `invalid workload name: it ${reason}`,
  }),
  "contract-workload-unknown": entry({
    text: (known: readonly string[]) =>
      `the contract has no workload of this name. Expected one of: ${known.join(", ")}`,
  }),
  "contract-workloads-ambiguous": entry({
    text: (known: readonly string[]) =>
      `required because the contract has several workloads. Expected a list of at least one of: ${known.join(", ")}`,
  }),
});
