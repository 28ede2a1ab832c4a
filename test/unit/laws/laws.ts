/** The ten laws of docs/explanation/laws.md, and how each is tried on random policies. */
import { compareAudit } from "./compare-audit";
import { compareJudge } from "./compare-judge";
import { comparePack } from "./compare-pack";
import {
  checkAccount,
  checkFixes,
  checkFull,
  checkNarrowing,
  checkSpelling,
  checkWidest,
} from "./laws-of-judging";
import { checkUnknownText, checkUnknownValue, checkWhatIsKnown } from "./laws-of-unknown-parts";

/** A law. */
export interface Law {
  /** The heading on the page. */
  readonly title: string;
  /** How many policies or roles it is tried on, of 100,000 policies. */
  readonly share: number;
  /** The maximum. Default: none. */
  readonly most?: number;
  /**
   * Tries it on so many policies from a number on, and throws where it fails.
   *
   * @returns How many of them say something about it.
   */
  readonly check: (from: number, count: number) => number | Promise<number>;
}

/** All laws, in the order of the page. */
export const LAWS: readonly Law[] = [
  {
    title: "An accepted policy lets in only the identities that it names",
    share: 100_000,
    check: (from, count) => compareJudge("accepted", from, count),
  },
  {
    title: "The reach is never narrower than who gets in",
    share: 100_000,
    check: (from, count) => compareJudge("reach", from, count),
  },
  {
    title: "That nobody gets in is proven",
    share: 100_000,
    check: (from, count) =>
      compareJudge("nobody", from, count) + checkAccount(from, Math.min(100_000, Math.ceil(count / 10))),
  },
  { title: "Over ways in, the reach is the widest", share: 10_000, most: 100_000, check: checkWidest },
  {
    title: "Over unknown values, the reach is the narrowest",
    share: 10_000,
    most: 100_000,
    check: (from, count) =>
      checkUnknownValue(from, count) + checkUnknownText(from, count) + checkWhatIsKnown(from, count),
  },
  {
    title: "A policy without unknown parts is judged the same both ways",
    share: 10_000,
    most: 100_000,
    check: checkFull,
  },
  { title: "A further condition never lets more in", share: 10_000, most: 100_000, check: checkNarrowing },
  {
    title: "A fix never lets more in, and mends what it is for",
    share: 10_000,
    most: 100_000,
    check: checkFixes,
  },
  { title: "Spelling changes nothing", share: 10_000, most: 100_000, check: checkSpelling },
  {
    title: "Judge, pack, and audit agree",
    share: 10_000,
    check: async (from, count) =>
      compareAudit(from, count) + (await comparePack(from, Math.min(10_000, Math.ceil(count / 10)))),
  },
];

/**
 * Tries all laws on policies from a number on.
 *
 * @param policies - How many policies in all: the laws with a smaller share get fewer.
 * @throws AssertionError with the first policy that breaks a law.
 */
export async function tryLaws(from: number, policies: number): Promise<void> {
  for (const law of LAWS) {
    await law.check(from, countOf(law, policies));
  }
}

/** How many policies a law is tried on. */
export function countOf({ share, most = Infinity }: Law, policies: number): number {
  return Math.min(most, Math.ceil((share * policies) / 100_000));
}
