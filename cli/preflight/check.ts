/** The result that every check of `preflight` returns, and its constructors. */
import type { PREFLIGHT } from "../../messages/cli";
import type { Refusal } from "../clouds/reading";

/** A check. Its ID stays the same in all versions of the report, and is the code under which the manual explains it. */
export type CheckId = keyof typeof PREFLIGHT.entries;

/** What a check found out: `cannot tell` if something could not be read or is not visible before the update. */
export type Outcome = "ok" | "wrong" | "cannot tell";

/** The result of a check. */
export interface Check {
  readonly id: CheckId;
  readonly outcome: Outcome;
  /** What the accounts have. */
  readonly found: string;
  /** What `pulumi up` needs. Always there if the outcome is `wrong`. */
  readonly expected?: string;
  /** Commands or settings that fix it, one per line. Lines that begin with `#` explain. */
  readonly fix?: string;
}

/** What a check reports in addition to its outcome. */
type Details = Omit<Check, "id" | "outcome">;

/** A check that found nothing wrong. */
export function ok(id: CheckId, found: string): Check {
  return { id, outcome: "ok", found };
}

/** A check that found a reason why `pulumi up` fails. */
export function wrong(id: CheckId, details: Details & Required<Pick<Check, "expected">>): Check {
  return { id, outcome: "wrong", ...details };
}

/**
 * A check that could not be made because something could not be read.
 *
 * @param fix - What would let it read. It is left out if there is no login at all.
 * @param found - How it is put. Default: the reason alone.
 */
export function cannotRead(id: CheckId, refusal: Refusal, fix: string, found = refusal.refused): Check {
  return cannotTell(id, found, refusal.isWithoutLogin === true ? {} : { fix });
}

/** A check that could not be made, or not to its end. */
export function cannotTell(id: CheckId, found: string, details: Omit<Details, "found"> = {}): Check {
  return { id, outcome: "cannot tell", found, ...details };
}
