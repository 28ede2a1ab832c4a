/** What a fuzz target is. */
import type { Arbitrary } from "fast-check";

/** What came of one input: taken by what was fuzzed, or refused in the way that it documents. */
export type Outcome = "accepted" | "refused";

/** A target that is ready for inputs. */
export interface OpenTarget<I = unknown> {
  readonly inputs: Arbitrary<I>;
  /** Feeds one input. @throws Error when a demand is broken: a crash, or an acceptance that the oracle contradicts. */
  readonly check: (input: I) => Outcome | Promise<Outcome>;
  /** A process that runs for the target and must end with it, if there is one. */
  readonly pid?: number;
  readonly close?: () => Promise<void>;
}

/** Something of the product that reads what others wrote. */
export interface Target {
  /** As on the command line. */
  readonly name: string;
  /** What is fed to what, for the table of docs/assurance.md. */
  readonly feeds: string;
  /** When an acceptance would be wrong, for the same table. */
  readonly unsound: string;
  /** Inputs in `npm test`; `npm test -- fuzz` feeds {@link NIGHTLY} times as many. */
  readonly runs: number;
  /** The least share of inputs that must be accepted: otherwise nothing would be shown. */
  readonly leastAccepted: number;
  readonly open: () => Promise<OpenTarget>;
}

/** How many times the inputs of `npm test` make those of `npm test -- fuzz`. */
export const NIGHTLY = 200;

/** A target whose parts agree in the type of their inputs. */
export function openTarget<I>(target: OpenTarget<I>): OpenTarget {
  return target as unknown as OpenTarget;
}
