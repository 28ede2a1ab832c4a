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
  "contract-invalid": entry({
    text: (reason: string) => `invalid federation contract: ${reason}`,
    next: () => "Use the contract output of the other stack unchanged",
  }),
  "contract-without-workloads": entry({
    text: () => "the federation contract has no workload yet",
    next: () => "Use the contract that the stack of the identities exports",
  }),
});
