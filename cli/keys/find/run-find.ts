/** Runs `keys find`: reads the log and the snapshot, looks for stored keys if asked, and renders the report. */
import { coded, withCode } from "../../../messages";
import { COMMAND_LINE } from "../../../messages/cli";
import type { AzureApi } from "../../clouds/microsoft/azure-api";
import { EXIT, type Io, type Options, UsageError } from "../../command";
import { shownFile } from "../../input/read-input";
import { withProgress } from "../../progress";
import { counted } from "../../report/counted";
import { printable } from "../../report/printable";
import { lookupEvents } from "../cloudtrail/lookup-events";
import type { LogSummary } from "../cloudtrail/read-log";
import type { TrailEvent } from "../cloudtrail/trail-event";
import { appendHistory } from "../history/history";
import { daysOf, KEY_PREFIX, logWithSessions, periodOf, serviceTagsOf, snapshotOf } from "../inputs";
import type { HolderPlace, KeyHolder } from "../look-in/find-holders";
import { lookIn, placesOf, signInToLook } from "../look-in/look-in";
import { KeyUse } from "../use/key-use";
import { Origins } from "../use/origin";
import { Sessions } from "../use/sessions";
import type { SnapshotFacts } from "../use/snapshot-keys";
import { renderKeysMarkdown } from "./find-markdown";
import { renderKeysText } from "./find-text";
import { isUsable } from "./found-key";
import { type KeysReport, keysReport } from "./keys-report";

/** The most keys that are counted. No real account has more, and a forged log must not fill the memory. */
const MOST_KEYS = 100_000;

/** How many days the event history has. Source: AWS, CloudTrail user guide, "Working with CloudTrail event history". */
const HISTORY_DAYS = 90;

/** `keys find`: every access key that is used from Azure, and the others. */
export async function runFind(options: Options, io: Io): Promise<number> {
  const format = options.text("format") as "text" | "markdown" | "json";
  const names = [...options.texts("cloudtrail"), ...options.files];
  const lookupDays = daysOf(options, "lookup-days", 1, HISTORY_DAYS, 0);
  demandLog(options, names, lookupDays);
  const places = placesOf(options);
  const tags = await serviceTagsOf(options, io);
  const snapshot = await snapshotOf(options);
  // A missing login must show before a log is read for minutes.
  const azure = places.length === 0 ? undefined : await signInToLook(options);
  const ids = new KnownKeys(snapshot);
  const sessions = new Sessions({ ofKey: (event) => ids.ownKeyOf(event) });
  const origins = new Origins(tags);
  const collect = (found: Sessions | undefined): KeyUses => new KeyUses(origins, ids, found);
  const { log, collected: uses } =
    lookupDays === 0
      ? await logWithSessions(names, { needles: ids.needles, ...periodOf(options) }, io, sessions, collect)
      : await lookedUp(options, io, lookupDays, ids, sessions, collect);
  const found = keysReport(snapshot, uses.all, log, tags.files, {
    strangers: uses.strangerCount,
    lostSessions: sessions.lost,
    // The event history was asked for the calls of keys alone.
    unseenSessions: sessions.unnamed + (lookupDays === 0 ? 0 : sessions.size),
    chainsLost: sessions.hasOverflowed,
  });
  const report =
    azure === undefined ? found : { ...found, holders: await holdersOf(azure, options, io, places, found) };
  const history = options.text("history");
  // An empty event history says that the keys were silent. An empty log says nothing.
  const isIncomplete = log.unreadCount > 0 || (log.inPeriod === 0 && lookupDays === 0);
  if (history !== undefined && snapshot !== undefined) {
    if (isIncomplete) {
      io.err(
        `${printable(`azure-to-aws: ${withCode(coded("history-not-kept", `${shownFile(history)}: nothing is added to this history, because the log was not read completely. Copy its files again, and run the command again`))}`)}\n`,
      );
    } else {
      await appendHistory(history, { ...report, snapshotAt: snapshot.at });
    }
  }
  io.out(render(report, format, io.columns));
  return isIncomplete ? EXIT.unreadable : report.azure.some(isUsable) ? EXIT.rejected : EXIT.accepted;
}

/** @throws {UsageError} If the command line names no events, or two sources of them. */
function demandLog(options: Options, names: readonly string[], lookupDays: number): void {
  if (names.length > 0 && lookupDays > 0) {
    throw new UsageError(COMMAND_LINE.say("options-exclusive", "--cloudtrail", "--lookup-days"));
  }
  if (lookupDays > 0 && options.text("snapshot") === undefined) {
    throw new UsageError(
      COMMAND_LINE.say("option-missing", "--snapshot", "the keys that --lookup-days asks CloudTrail for"),
    );
  }
  if (options.text("history") !== undefined && options.text("snapshot") === undefined) {
    throw new UsageError(
      COMMAND_LINE.say(
        "option-missing",
        "--snapshot",
        "a snapshot of azure-to-aws collect: --history keeps the state of each key, which the log does not have",
      ),
    );
  }
  if (names.length === 0 && lookupDays === 0) {
    throw new UsageError(
      COMMAND_LINE.say("option-missing", "--cloudtrail", "a file or folder with CloudTrail events"),
    );
  }
}

/** Which keys are looked for. */
class KnownKeys {
  readonly ids: readonly string[];
  readonly #ids: ReadonlySet<string>;
  /** Keys without the prefix, which AWS issued before it existed. They are found by their whole IDs. */
  readonly #others: ReadonlySet<string>;

  constructor(snapshot: SnapshotFacts | undefined) {
    this.ids = (snapshot?.keys ?? []).map(({ AccessKeyId }) => AccessKeyId);
    this.#ids = new Set(this.ids);
    this.#others = new Set(this.ids.filter((id) => !id.startsWith(KEY_PREFIX)));
  }

  get needles(): readonly string[] {
    return [KEY_PREFIX, ...this.#others];
  }

  isLongTerm(keyId: string): boolean {
    return keyId.startsWith(KEY_PREFIX) || this.#others.has(keyId);
  }

  /** Whether a key is of another account, which only called resources of this one. */
  isStranger({ keyId, isStranger }: TrailEvent): boolean {
    return isStranger && !this.#ids.has(keyId);
  }

  /** The long-term key of an event, unless it is a stranger's. */
  ownKeyOf(event: TrailEvent): string | undefined {
    return this.isLongTerm(event.keyId) && !this.isStranger(event) ? event.keyId : undefined;
  }
}

/** What the keys did, by key ID. */
class KeyUses {
  readonly all = new Map<string, KeyUse>();
  /** Keys of other accounts that called resources of this one, unless the snapshot has them. */
  readonly #strangers = new Set<string>();

  constructor(
    private readonly origins: Origins,
    private readonly ids: KnownKeys,
    private readonly sessions: Sessions | undefined,
  ) {}

  /** How many keys are of other accounts only. */
  get strangerCount(): number {
    return [...this.#strangers].filter((keyId) => !this.all.has(keyId)).length;
  }

  add(event: TrailEvent): void {
    const { keyId, time } = event;
    if (!this.ids.isLongTerm(keyId)) {
      const session = this.sessions?.of(keyId);
      if (session !== undefined) {
        this.#useOf(session.root, time)?.addOfSession(event, this.origins.of(event), session);
      }
      return;
    }
    if (this.ids.isStranger(event)) {
      if (this.#strangers.size < MOST_KEYS) {
        this.#strangers.add(keyId);
      }
      return;
    }
    this.#useOf(keyId, time)?.add(event, this.origins.of(event));
  }

  #useOf(keyId: string, time: string): KeyUse | undefined {
    let use = this.all.get(keyId);
    if (use === undefined && this.all.size < MOST_KEYS) {
      use = new KeyUse(keyId, time);
      this.all.set(keyId, use);
    }
    return use;
  }
}

/** Asks CloudTrail's event history, and sums it up as a log without files. */
async function lookedUp(
  options: Options,
  { err }: Io,
  days: number,
  { ids: keys }: KnownKeys,
  sessions: Sessions,
  collect: (sessions: undefined) => KeyUses,
): Promise<{ readonly log: LogSummary; readonly collected: KeyUses }> {
  const now = new Date();
  const collected = collect(undefined);
  const found = await withProgress(
    `asking CloudTrail for the events of ${counted(keys.length, "key")}`,
    err,
    () =>
      lookupEvents(
        { keys, days, now, profile: options.text("profile"), regions: options.texts("region") },
        (event) => {
          sessions.add(event);
          collected.add(event);
        },
      ),
  );
  for (const key of found.cut) {
    err(
      `${printable(`azure-to-aws: ${withCode(coded("events-cut", `${key} has more events than were read, the newest 10,000. Give fewer --lookup-days, or read log files with --cloudtrail`))}`)}\n`,
    );
  }
  const log = {
    files: 0,
    events: found.events,
    inPeriod: found.events,
    first: new Date(now.getTime() - days * 24 * 3_600_000).toISOString(),
    last: now.toISOString(),
    hasDataEvents: false,
    duplicates: 0,
    unreadCount: 0,
    unread: [],
  };
  return { log, collected };
}

/** Looks for all keys except those that only other addresses used. */
async function holdersOf(
  azure: AzureApi,
  options: Options,
  io: Io,
  places: readonly HolderPlace[],
  { azure: used, unknown, notInLog }: KeysReport,
): Promise<readonly KeyHolder[]> {
  const keys = [...used, ...unknown, ...notInLog].map(({ keyId }) => keyId);
  return lookIn(azure, options, io, places, keys);
}

function render(
  report: KeysReport,
  format: "text" | "markdown" | "json",
  columns: number | undefined,
): string {
  return format === "json"
    ? `${JSON.stringify(report, undefined, 2)}\n`
    : format === "markdown"
      ? renderKeysMarkdown(report)
      : renderKeysText(report, columns);
}
