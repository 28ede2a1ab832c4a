import { COMMAND_LINE } from "../../../messages/cli";
import { type Io, UsageError } from "../../command";
import { choice, type Options } from "../../options";
import { EXIT } from "../../report/outcome";
import { appendHistory } from "../history/history";
import { KEY_PREFIX, logOf, periodOf, serviceTagsOf, snapshotOf } from "../inputs";
import { KeyUse } from "../use/key-use";
import { Origins } from "../use/origin";
import { renderKeysMarkdown } from "./find-markdown";
import { renderKeysText } from "./find-text";
import { type KeysReport, keysReport } from "./keys-report";

/** How many keys are counted. A log of more is of no account that people run. */
const MOST_KEYS = 100_000;

/** `keys find`: every access key that is used from Azure, and the others. */
export async function runFind(options: Options, io: Io): Promise<number> {
  const format = choice(options, "format", ["text", "markdown", "json"]);
  const names = [...options.texts("cloudtrail"), ...options.files];
  const period = periodOf(options);
  if (names.length === 0) {
    throw new UsageError(
      COMMAND_LINE.say("option-missing", "--cloudtrail", "a file or folder with events of CloudTrail"),
    );
  }
  const tags = await serviceTagsOf(options, io);
  const snapshot = await snapshotOf(options);
  const origins = new Origins(tags);
  const uses = new Map<string, KeyUse>();
  // Keys that are older than the prefix are found by their whole IDs.
  const others = (snapshot?.keys ?? [])
    .map(({ AccessKeyId }) => AccessKeyId)
    .filter((id) => !id.startsWith(KEY_PREFIX));
  const known = new Set(others);
  const summary = await logOf(names, { needles: [KEY_PREFIX, ...others], ...period }, io, (event) => {
    const { keyId, userName, account, identityType, time } = event;
    if (!keyId.startsWith(KEY_PREFIX) && !known.has(keyId)) {
      return;
    }
    let use = uses.get(keyId);
    if (use === undefined) {
      if (uses.size >= MOST_KEYS) {
        return;
      }
      use = new KeyUse(keyId, userName, account, identityType, time);
      uses.set(keyId, use);
    }
    use.add(event, origins.of(event));
  });
  const report = keysReport(snapshot, uses, summary, tags.files);
  const history = options.text("history");
  if (history !== undefined) {
    await appendHistory(history, report);
  }
  io.out(render(report, format));
  return summary.unreadCount > 0 || summary.events === 0
    ? EXIT.unreadable
    : report.azure.length > 0
      ? EXIT.rejected
      : EXIT.accepted;
}

function render(report: KeysReport, format: "text" | "markdown" | "json"): string {
  return format === "json"
    ? `${JSON.stringify(report, undefined, 2)}\n`
    : format === "markdown"
      ? renderKeysMarkdown(report)
      : renderKeysText(report);
}
