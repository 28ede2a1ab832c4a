/** `keys find --format text`, and the wording that the Markdown report shares with it. */
import { counted } from "../../report/counted";
import { printable } from "../../report/printable";
import { wrapAt } from "../../report/wrap";
import { basisOfLog } from "../cloudtrail/log-basis";
import { neededActions, prefixOf } from "../use/iam-actions";
import {
  type FoundAction,
  type FoundCalls,
  type FoundKey,
  type FoundSession,
  isUsable,
  type Seen,
} from "./found-key";
import type { KeysReport } from "./keys-report";

/** How many of each are shown per key. The JSON report has all. */
const MOST_SHOWN = 5;

/** How many keys of other origins are shown. */
const MOST_OTHERS = 50;

/** What a report says instead of keys if the log says nothing. */
export const NOTHING_READ = "Unknown which keys are used from Azure: no event of CloudTrail was read";

/** Whether files were read, and none has an event of the period. An empty event history says that the keys were silent. */
export function isWithoutEvents({ log }: KeysReport): boolean {
  return log.inPeriod === 0 && log.files + log.unreadCount > 0;
}

/** The report for a terminal. */
export function renderKeysText(report: KeysReport, columns?: number): string {
  const wrap = wrapAt(columns);
  const { azure, elsewhere, unknown, notInLog, rootKeys, holders, notes } = report;
  const blocks = [
    isWithoutEvents(report)
      ? [NOTHING_READ]
      : [`${counted(azure.length, "key")} used from Azure${ended(azure)}`, ...azure.flatMap(keyLines)],
    ...(elsewhere.length > 0
      ? [[`${counted(elsewhere.length, "key")} used from elsewhere`, ...briefly(elsewhere)]]
      : []),
    ...(unknown.length > 0
      ? [[`${counted(unknown.length, "key")} whose calls show no address`, ...briefly(unknown)]]
      : []),
    ...(notInLog.length > 0
      ? [[`${counted(notInLog.length, "key")} not in the log`, ...briefly(notInLog)]]
      : []),
    ...rootKeys.map((account) => [`The root user of ${account} has an active access key. Delete it.`]),
    ...(holders === undefined
      ? []
      : [
          [
            `${counted(holders.length, "place")} in Azure with the ID of a key`,
            ...holders.map(({ keyId, setting, resource }) => `  ${keyId}  ${setting} of ${resource}`),
          ],
        ]),
    [...notes.map((note) => `Note: ${note}`), basis(report)],
  ];
  return `${blocks.map((lines) => lines.map((line) => wrap(printable(line), indentOf(line))).join("\n")).join("\n\n")}\n`;
}

/** How many keys can no longer be used, in words. */
function ended(keys: readonly FoundKey[]): string {
  const count = keys.filter((key) => !isUsable(key)).length;
  return count === 0 ? "" : `, ${count} of them inactive or deleted`;
}

/** What the report was made from, in a sentence. */
export function basis({ log, serviceTags, snapshotAt }: KeysReport): string {
  const tags = serviceTags.map(
    ({ cloud, changeNumber, published }) =>
      `${cloud === "" ? "service tags" : cloud} ${changeNumber ?? "without a number"}${published === undefined ? "" : ` of ${published}`}`,
  );
  const snapshot = snapshotAt === undefined ? "no snapshot" : `snapshot of ${snapshotAt}`;
  return `${basisOfLog(log).slice(0, -1)}; service tags: ${tags.join(", ")}; ${snapshot}.`;
}

/** Whose key it is, in words. */
export function whose({ user, account, owner, status }: FoundKey): string {
  const state = status === "unknown" ? "state unknown" : status.toLowerCase();
  return `${user === "" ? "unknown user" : user} in ${account === "" ? "an unknown account" : account}${owner === undefined ? "" : `, owner ${owner}`}, ${state}`;
}

function keyLines(key: FoundKey): string[] {
  const { keyId, confidence, first = "", last = "", places, agents, actions, sessions, notes } = key;
  return [
    "",
    `${keyId}  ${whose(key)}`,
    `  confidence  ${confidence ?? ""}: ${shareOf(key)}`,
    `  used        ${first} to ${last}`,
    ...shown(
      "from",
      places.map(({ tag, region, service, calls: count }) => {
        const where = [region, service].filter((part) => part !== "").join(", ");
        return `${tag}${where === "" ? "" : ` (${where})`}: ${count}`;
      }),
    ),
    ...shown("agent", agents.map(named)),
    ...shown("action", actionTexts(actions)),
    ...shown("through", sessions.map(sessionText)),
    ...notes.map((note) => `  note        ${note}`),
  ];
}

/** The share that grades a key: of all calls with a public address, those from Azure. */
function shareOf({ calls, sessions }: FoundKey): string {
  const all = [calls, ...sessions.map((session) => session.calls)];
  const sum = (count: (one: FoundCalls) => number): number =>
    all.reduce((total, one) => total + count(one), 0);
  const azure = sum((one) => one.azure);
  const located = azure + sum((one) => one.elsewhere);
  // Rounded down, so that 90 % is 90 % or more.
  const share = Math.floor((100 * azure) / located);
  const which = located === sum((one) => one.total) ? "" : "with a public address ";
  return `${azure} of ${counted(located, "call")} ${which}from Azure (${share} %)`;
}

/** What the sessions of a role did, in one line. */
function sessionText({ call, role, calls, last, actions }: FoundSession): string {
  const texts = actionTexts(actions);
  const more = texts.length > MOST_SHOWN ? `, and ${texts.length - MOST_SHOWN} more` : "";
  return `${sessionName(call, role)}: ${counted(calls.total, "call")}, ${calls.azure} from Azure, the last at ${last}: ${texts.slice(0, MOST_SHOWN).join(", ")}${more}`;
}

/** Names sessions by their role, or by the call that began them. */
export function sessionName(call: string, role: string | undefined): string {
  return role === undefined || role === "" ? `a session of ${call}` : `a session of role ${role}`;
}

function actionTexts(actions: readonly FoundAction[]): string[] {
  return [...actions]
    .sort((a, b) => b.calls - a.calls)
    .map(({ source, name, calls: count, denied, resources, deniedResources }) => {
      const refused = denied > 0 ? ` (${denied} denied${on(deniedResources)})` : "";
      return `${actionText(source, name)} ${count}${refused}${on(resources)}`;
    });
}

/** The resource that was used most, and how many others there are. */
function on([resource, ...others]: readonly Seen[]): string {
  return resource === undefined
    ? ""
    : ` on ${resource.name}${others.length > 0 ? ` and ${others.length} more` : ""}`;
}

/** Further lines of a key's facts begin below the first. */
function indentOf(line: string): string {
  return /^ {2}(?:\w+ +| {11,})\S/.test(line) && line.length > 14 && line[13] === " "
    ? " ".repeat(14)
    : "    ";
}

/** The IAM actions of a call, and the call if it has another name. */
function actionText(source: string, name: string): string {
  const { actions } = neededActions(source, name, false);
  const prefix = prefixOf(source);
  return actions.length === 0
    ? `${prefix} ${name} (no IAM action)`
    : actions.length === 1 && actions[0] === `${prefix}:${name}`
      ? `${prefix}:${name}`
      : `${actions.join(" and ")} (${name})`;
}

function named({ name, count }: Seen): string {
  return `${name}: ${count}`;
}

function shown(label: string, items: readonly string[]): string[] {
  const rest = items.length - MOST_SHOWN;
  return [
    ...items.slice(0, MOST_SHOWN).map((item, index) => `  ${(index === 0 ? label : "").padEnd(11)} ${item}`),
    ...(rest > 0 ? [`  ${"".padEnd(11)} and ${rest} more`] : []),
  ];
}

function briefly(keys: readonly FoundKey[]): string[] {
  const rest = keys.length - MOST_OTHERS;
  return [
    ...keys.slice(0, MOST_OTHERS).map((key) => `  ${key.keyId}  ${whose(key)}: ${useOf(key)}`),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ];
}

/** How a key of another origin is used, in a few words. */
export function useOf({ calls, sessions, first = "", last = "", iamLastUsed, origin }: FoundKey): string {
  if (origin !== "not-in-log") {
    const total = sessions.reduce((sum, session) => sum + session.calls.total, calls.total);
    return `${counted(total, "call")}, ${first} to ${last}`;
  }
  if (iamLastUsed === undefined) {
    return "IAM was not asked for its last use";
  }
  const { LastUsedDate, ServiceName } = iamLastUsed;
  return LastUsedDate === undefined
    ? "never used"
    : `last used ${LastUsedDate}${ServiceName === undefined ? "" : ` (${ServiceName})`}`;
}
