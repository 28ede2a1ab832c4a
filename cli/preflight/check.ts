/** The result that every check of `preflight` returns, and its constructors. */
import type { Message } from "../../messages";
import type { Refusal } from "../clouds/reading";

/** What a check found out: `cannot tell` if something could not be read or is not visible before the update. */
export type Outcome = "ok" | "wrong" | "cannot tell";

/** The result of a check. */
export interface Check {
  /** The code under which the manual explains the check. It stays the same in all versions of the report. */
  readonly id: string;
  /** How the report calls the check. */
  readonly title: string;
  readonly outcome: Outcome;
  /** What the accounts have. */
  readonly found: string;
  /** What `pulumi up` needs. Always there if the outcome is `wrong`. */
  readonly expected?: string;
  /** Commands or settings that fix it, one per line. Lines that begin with `#` explain. */
  readonly fix?: string;
}

/** What the manual says about a check. `npm run generate -- check-page` writes it to docs/errors/preflight.md. Markdown; links are relative to that page. */
export interface CheckManual {
  /** The code and the title of the check. */
  readonly check: Message;
  /** When the check is wrong: sentences. */
  readonly cause: string;
  /** How to fix it: an instruction, with a command where there is one. */
  readonly fix: string;
  /** What it reads, or the permissions for that. */
  readonly reads: string;
  /** What it does not see. Default: it always tells. */
  readonly cannotTell?: string;
}

/** What a check reports in addition to its outcome. */
type Details = Omit<Check, "id" | "title" | "outcome">;

/** A check that found nothing wrong. */
export function ok({ code: id, text: title }: Message, found: string): Check {
  return { id, title, outcome: "ok", found };
}

/** A check that found a reason why `pulumi up` fails. */
export function wrong(
  { code: id, text: title }: Message,
  details: Details & Required<Pick<Check, "expected">>,
): Check {
  return { id, title, outcome: "wrong", ...details };
}

/**
 * A check that could not be made because something could not be read.
 *
 * @param fix - What would let it read. It is left out if there is no login at all.
 * @param found - How it is put. Default: the reason alone.
 */
export function cannotRead(check: Message, refusal: Refusal, fix: string, found = refusal.refused): Check {
  return cannotTell(check, found, refusal.isWithoutLogin === true ? {} : { fix });
}

/** A check that could not be made, or not to its end. */
export function cannotTell(
  { code: id, text: title }: Message,
  found: string,
  details: Omit<Details, "found"> = {},
): Check {
  return { id, title, outcome: "cannot tell", found, ...details };
}
