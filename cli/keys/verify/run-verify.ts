/** Runs `keys verify`: compares key and role in the log, prints the verdict, and names the next command. */
import { quoteWord } from "../../../credential-helper/shell-quote";
import { COMMAND_LINE } from "../../../messages/cli";
import { EXIT, type Io, type Options, PROGRAM, UsageError } from "../../command";
import { invalidValue } from "../../options";
import { counted } from "../../report/counted";
import { printable } from "../../report/printable";
import { alignTable } from "../../report/table";
import { wrapAt } from "../../report/wrap";
import { Coverage } from "../cloudtrail/coverage";
import { basisOfLog } from "../cloudtrail/log-basis";
import type { LogSummary } from "../cloudtrail/read-log";
import { daysOf, keyOf, logWithSessions, periodOf, snapshotOf } from "../inputs";
import { Sessions } from "../use/sessions";
import type { SnapshotKey } from "../use/snapshot-keys";
import type { Count } from "../use/tally";
import { nameOf } from "./moved-call";
import type { Verification } from "./readiness";
import { SideBySide } from "./side-by-side";

/** How long a key has to be silent if the command line does not say, in days. */
export const QUIET_DAYS = 14;

const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** `keys verify`: which calls still use a key, and which use the role already. */
export async function runVerify(options: Options, io: Io): Promise<number> {
  const format = options.text("format") as "text" | "json";
  const keyId = keyOf(options);
  const role = options.text("role");
  if (role === undefined) {
    throw new UsageError(
      COMMAND_LINE.say("option-missing", "--role", "the ARN of the role that takes the key's place"),
    );
  }
  if (!ROLE.test(role)) {
    throw invalidValue(
      "--role",
      "the ARN of a role, such as arn:aws:iam::111122223333:role/azure-orders",
      role,
    );
  }
  const quietDays = daysOf(options, "quiet-days", 1, 365, QUIET_DAYS);
  const snapshot = await snapshotOf(options);
  const names = [...options.texts("cloudtrail"), ...options.files.slice(1)];
  const sessions = new Sessions({
    ofKey: (event) => (event.keyId === keyId ? keyId : undefined),
    otherwise: (event) => (event.roleArn === role ? role : undefined),
  });
  const coverage = new Coverage();
  const query = { needles: [keyId, role], coverage, ...periodOf(options) };
  const { log, collected: both } = await logWithSessions(
    names,
    query,
    io,
    sessions,
    (followed) => new SideBySide(keyId, role, followed),
  );
  const known = snapshot?.keys.find(({ AccessKeyId }) => AccessKeyId === keyId);
  const verification = both.verify({
    log,
    coverage,
    snapshot: snapshot && { at: snapshot.at, key: known, wholeAccounts: snapshot.wholeAccounts },
    now: Date.now(),
    until: query.until,
    quietDays,
    unfollowed: sessions,
    notNeeded: options.texts("not-needed"),
  });
  const next = nextStep(keyId, known, names);
  io.out(
    format === "json"
      ? `${JSON.stringify({ format: 1, log, ...verification }, undefined, 2)}\n`
      : renderVerification(verification, log, next, io.columns),
  );
  return log.inPeriod === 0 || log.unreadCount > 0
    ? EXIT.unreadable
    : verification.isReady
      ? EXIT.accepted
      : EXIT.rejected;
}

/** What to do with a key that is ready, in lines: a sentence, and a command that asks before it changes anything. */
function nextStep(keyId: string, known: SnapshotKey | undefined, logs: readonly string[]): readonly string[] {
  const what =
    known?.Status === "Inactive"
      ? "Ready. The key is inactive. Delete it when the second period is over:"
      : "Ready. Deactivate the key:";
  return [
    what,
    `  ${[PROGRAM, "keys retire", keyId, ...logs.map((log) => `--cloudtrail ${quoteWord(log)}`)].join(" ")}`,
  ];
}

function renderVerification(
  verification: Verification,
  log: LogSummary,
  next: readonly string[],
  columns: number | undefined,
): string {
  const { keyId, roleArn, calls, sessions, reasons, cannotTell, notes, isReady, silentDays, lastUse } =
    verification;
  const hasSessions = calls.some((call) => call.sessions !== undefined);
  const rows = calls.map((row) => [
    row.state,
    nameOf(row),
    countOf(row.key),
    ...(hasSessions ? [countOf(row.sessions)] : []),
    `${countOf(row.role)}${row.roleDenied === undefined ? "" : `, ${row.roleDenied.count} denied`}`,
  ]);
  const wrap = wrapAt(columns);
  const head = [
    `Key ${keyId}: ${lastUse === undefined ? "no use known" : `last used ${lastUse}`}, ${counted(silentDays, "silent day")}.`,
    `Role ${roleArn}: ${counted(sessions?.count ?? 0, "session")} began.`,
    "",
  ];
  const table = alignTable(
    [
      ["state", "call", "by the key", ...(hasSessions ? ["by its sessions"] : []), "by the role"],
      ...rows,
    ].map((row) => row.map(printable)),
    columns,
  );
  const tail = [
    "",
    ...notes.map((note) => `Note: ${note}`),
    ...(isReady
      ? next
      : [
          ...reasons.map((reason) => `Not ready: ${reason}`),
          ...cannotTell.map((unknown) => `Not ready, cannot tell: ${unknown}`),
        ]),
    basisOfLog(log),
  ];
  const prose = (lines: readonly string[]): string[] => lines.map((line) => wrap(printable(line), "  "));
  return `${[...prose(head), ...table, ...prose(tail)].join("\n")}\n`;
}

/** A count with its last day. The JSON has the time. */
function countOf(count: Readonly<Count> | undefined): string {
  return count === undefined ? "-" : `${count.count}, last ${count.last.slice(0, 10)}`;
}
