/** Runs `keys retire`: finds the key's last use in the log, asks for confirmation, and reports the outcome. */
import { createInterface } from "node:readline/promises";
import { withCode } from "../../../messages";
import type { Io, Options } from "../../command";
import { EXIT } from "../../command";
import { printable } from "../../report/printable";
import { wrapAt } from "../../report/wrap";
import type { TrailEvent } from "../cloudtrail/trail-event";
import { daysOf, keyOf, logWithSessions } from "../inputs";
import { Sessions } from "../use/sessions";
import { QUIET_DAYS } from "../verify/run-verify";
import { IamKeys } from "./iam-keys";
import { retireKey, type RetireOutcome } from "./retire-key";

/** How long a key is inactive before it is deleted if the command line does not say, in days. */
const DELETE_AFTER_DAYS = 30;

/** How long IAM may take to show a change, in milliseconds. */
const REPLICATION_LIMIT = 60_000;

/** `keys retire`: deactivates a key, and deletes it after a second period. */
export async function runRetire(options: Options, io: Io): Promise<number> {
  const format = options.text("format") as "text" | "json";
  const keyId = keyOf(options);
  const quietDays = daysOf(options, "quiet-days", 1, 365, QUIET_DAYS);
  const deleteAfterDays = daysOf(options, "delete-after-days", 1, 365, DELETE_AFTER_DAYS);
  const names = [...options.texts("cloudtrail"), ...options.files.slice(1)];
  let lastInLog: string | undefined;
  if (names.length > 0) {
    const sessions = new Sessions({ ofKey: (event) => (event.keyId === keyId ? keyId : undefined) });
    const { log, collected } = await logWithSessions(
      names,
      { needles: [keyId] },
      io,
      sessions,
      (found) => new LastUse(keyId, found),
    );
    lastInLog = collected.time;
    if (log.unreadCount > 0 || log.inPeriod === 0) {
      // What could not be read might be a use of the key.
      return EXIT.unreadable;
    }
  }
  const iam = await IamKeys.connect({ profile: options.text("profile"), region: options.text("region") });
  const outcome = await retireKey(keyId, {
    iam,
    quietDays,
    deleteAfterDays,
    lastInLog,
    hasLog: names.length > 0,
    dryRun: options.has("dry-run"),
    confirm: async (question) => options.has("yes") || (await ask(question, io)),
    limit: REPLICATION_LIMIT,
  });
  io.out(format === "json" ? renderJson(outcome) : renderText(outcome, io.columns));
  return outcome.problem === undefined && outcome.state !== "waiting" ? EXIT.accepted : EXIT.rejected;
}

/** The last use of a key or of a session that it began. */
class LastUse {
  #time: string | undefined;

  constructor(
    private readonly keyId: string,
    private readonly sessions: Sessions | undefined,
  ) {}

  get time(): string | undefined {
    return this.#time;
  }

  add({ keyId, time }: TrailEvent): void {
    const isUse = keyId === this.keyId || this.sessions?.has(keyId) === true;
    if (isUse && (this.#time === undefined || time > this.#time)) {
      this.#time = time;
    }
  }
}

async function ask(question: string, { stdin, err, columns }: Io): Promise<boolean> {
  // The command in it stays whole, so it can be copied.
  const wrap = wrapAt(columns);
  const lines = question.split("\n").map((line) => {
    const shown = printable(line);
    return line.startsWith("  ") ? shown : wrap(shown, "  ");
  });
  const line = `${lines.join("\n")}\nType yes to go on: `;
  err(line);
  const input = createInterface({ input: stdin });
  try {
    for await (const answer of input) {
      return answer.trim().toLowerCase() === "yes";
    }
    return false;
  } finally {
    input.close();
  }
}

function renderText(
  { keyId, user, state, notes, undo, problem }: RetireOutcome,
  columns: number | undefined,
): string {
  const wrap = wrapAt(columns);
  const sentences = (lines: readonly string[]): string[] =>
    lines.map((line) => wrap(printable(`  ${line}`), "    "));
  const lines = [
    printable(`${state}: ${keyId}${user === undefined ? "" : ` of ${user}`}`),
    ...sentences(notes),
    // On a line of its own and never wrapped, so it can be copied.
    ...(undo === undefined ? [] : ["  To undo it:", printable(`  ${undo}`)]),
    ...sentences(problem === undefined ? [] : [`problem: ${withCode(problem)}`]),
  ];
  return `${lines.join("\n")}\n`;
}

function renderJson({ problem, ...outcome }: RetireOutcome): string {
  const shown = problem === undefined ? undefined : withCode(problem);
  return `${JSON.stringify({ format: 1, ...outcome, problem: shown }, undefined, 2)}\n`;
}
