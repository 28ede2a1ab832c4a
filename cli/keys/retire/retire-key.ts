/** The rules of `keys retire`: when to deactivate a key, when to delete it, and when to wait or refuse. */
import { quoteWord } from "../../../credential-helper/shell-quote";
import { coded, type Message } from "../../../messages";
import { KEYS } from "../../../messages/cli";
import { eventually } from "../../clouds/aws/eventually";
import { IamError } from "../../clouds/aws/iam-error";
import type { IamKey, IamKeys } from "./iam-keys";

/** What became of a key. */
export type RetireState = "deactivated" | "deleted" | "waiting" | "unchanged" | "refused";

/** What the command did. */
export interface RetireOutcome {
  readonly keyId: string;
  readonly user: string | undefined;
  readonly state: RetireState;
  /** What was done and what comes next, in sentences. */
  readonly notes: readonly string[];
  /** The command that undoes it; `undefined` if nothing was done, or it cannot be undone. */
  readonly undo: string | undefined;
  readonly problem: Message | undefined;
}

/** What the command may do. */
export interface RetireWork {
  readonly iam: IamKeys;
  /** How long a key must be unused before it is deactivated, in days. */
  readonly quietDays: number;
  /** How long a key must be inactive before it is deleted, in days. */
  readonly deleteAfterDays: number;
  /** The last use of the key in a log; `undefined` without one. */
  readonly lastInLog: string | undefined;
  /** Whether a log was read. */
  readonly hasLog: boolean;
  readonly dryRun: boolean;
  /** Asks whether to go on. The question may have several lines. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** How long IAM may take to show a change, in milliseconds. */
  readonly limit: number;
}

const DAY = 24 * 3_600_000;

/**
 * IAM shows a use late: a key that had just signed a request still showed none. AWS names no time.
 *
 * Source: recorded answers, radkawar/stackd testdata/aws/iam/credential_report.json at 9dc356f (user `e-key-used`).
 */
const SHOWN_LATE = "IAM shows a use late, so a use of the last hours may be missing.";

/** Sessions stay valid without the key that began them, and IAM's date of the key does not show their use. */
const NO_LOG =
  "No log was read, so nothing shows whether sessions that the key began are in use: give --cloudtrail.";

/** How long after the deactivation a use from before it is waited for. A day is a guess: see {@link SHOWN_LATE}. */
const SHOWN_AFTER = DAY;

/** The tag's value before the key is inactive. What was stopped there leaves no time from which a period could count. */
const PENDING = "pending";

/** The form of the tag's value. `Date.parse` alone would take a 1 for a day of the year 2001. */
const TAGGED = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The tag of a user that says since when a key is inactive. */
export function retireTag(keyId: string): string {
  return `azure-to-aws:deactivated:${keyId}`;
}

/**
 * Deactivates a key that is unused, or deletes one that has been inactive long enough.
 *
 * The date of the deactivation is a tag of the user, written after the key is inactive. It is set to {@link PENDING} before, so that an
 * older date never counts, and so that a missing permission shows while nothing is changed.
 */
export async function retireKey(keyId: string, work: RetireWork): Promise<RetireOutcome> {
  let user: string | undefined;
  try {
    if (keyId === work.iam.loginKeyId) {
      return refused(
        keyId,
        user,
        coded(
          "key-of-login",
          `${keyId} signs the requests of this command, so it is in use. Nothing was changed. Use another login, such as one of IAM Identity Center`,
        ),
      );
    }
    const key = await work.iam.key(keyId);
    if (key === undefined) {
      return refused(
        keyId,
        user,
        coded(
          "key-not-found",
          `no access key ${keyId} in the account of this login. Expected a key of a user. Check the login: aws sts get-caller-identity`,
        ),
      );
    }
    ({ user } = key);
    return key.status === "Active"
      ? await deactivate(keyId, key, work)
      : await deleteOrWait(keyId, key, work);
  } catch (error) {
    if (!(error instanceof IamError)) {
      throw error;
    }
    return refused(keyId, user, coded("key-not-retired", `the key was not retired. ${error.message}`));
  }
}

async function deactivate(keyId: string, key: IamKey, work: RetireWork): Promise<RetireOutcome> {
  const { iam, dryRun, confirm, limit } = work;
  const { user } = key;
  const last = lastUse(key, work);
  const problem = inUse(keyId, key, work);
  if (problem !== undefined) {
    return refused(keyId, user, problem);
  }
  const undo = undoOf(user, keyId);
  const known = [
    last === undefined ? "IAM has no record of a use." : `It was last used at ${last}.`,
    SHOWN_LATE,
    ...(work.hasLog ? [] : [NO_LOG]),
  ].join(" ");
  if (dryRun) {
    return unchanged(keyId, user, `Would deactivate the key. ${known}`);
  }
  if (!(await confirm(`Deactivate ${keyId} of ${user}? ${known}\nTo undo it:\n  ${undo}`))) {
    return refused(keyId, user, KEYS.say("key-not-confirmed"));
  }
  // The answer may have taken hours.
  const changed = differs(keyId, key, await iam.key(keyId));
  if (changed !== undefined) {
    return refused(keyId, user, changed);
  }
  await iam.setTag(user, retireTag(keyId), PENDING);
  await iam.setStatus(user, keyId, "Inactive");
  const status = await eventually(
    () => iam.status(user, keyId),
    (shown) => shown === "Inactive",
    limit,
  );
  const after = await iam.key(keyId);
  if (after !== undefined && after.lastUsed !== key.lastUsed) {
    await iam.setStatus(user, keyId, "Active");
    await iam.removeTag(user, retireTag(keyId));
    return refused(
      keyId,
      user,
      coded(
        "key-used-meanwhile",
        `${keyId} was used at ${after.lastUsed ?? "?"}, while it was being deactivated. It was activated again. Move its workload first`,
      ),
    );
  }
  const since = iam.now();
  await iam.setTag(user, retireTag(keyId), since.toISOString());
  return {
    keyId,
    user,
    state: "deactivated",
    notes: [
      `Deactivated the key. ${known}`,
      `Run the command again from ${new Date(since.getTime() + SHOWN_AFTER).toISOString()} on: it names a use before the deactivation that IAM shows only then.`,
      status === "Inactive" ? "IAM shows it as inactive." : "IAM does not show it as inactive yet.",
      `It can be deleted from ${dayAfter(since, work.deleteAfterDays)} on: run the command again.`,
    ],
    undo,
    problem: undefined,
  };
}

async function deleteOrWait(keyId: string, key: IamKey, work: RetireWork): Promise<RetireOutcome> {
  const { iam, deleteAfterDays, dryRun, confirm } = work;
  const { user } = key;
  const now = iam.now();
  const tag = await iam.tag(user, retireTag(keyId));
  const since = sinceOf(tag, key, now);
  if (since === undefined) {
    const nothing = "The key is inactive, and nothing says since when.";
    if (dryRun) {
      return waiting(keyId, user, [nothing, "Without --dry-run, the second period would begin now."]);
    }
    await iam.setTag(user, retireTag(keyId), now.toISOString());
    return waiting(keyId, user, [
      nothing,
      `It can be deleted from ${dayAfter(now, deleteAfterDays)} on: run the command again.`,
    ]);
  }
  const shownSince = usedBefore(lastUse(key, work), since);
  if (now.getTime() - since.getTime() < deleteAfterDays * DAY) {
    const notes = [
      `The key is inactive since ${since.toISOString()}.`,
      ...shownSince,
      `It can be deleted from ${dayAfter(since, deleteAfterDays)} on: run the command again.`,
    ];
    // Somebody is cut off, so what helps them is printed once more.
    return { ...waiting(keyId, user, notes), undo: shownSince.length > 0 ? undoOf(user, keyId) : undefined };
  }
  const last = lastUse(key, work);
  if (last !== undefined && Date.parse(last) > since.getTime()) {
    return refused(
      keyId,
      user,
      coded(
        "key-used-since",
        `${keyId} was used at ${last}, after it was deactivated at ${since.toISOString()}. Nothing was deleted. Find out who activated it`,
      ),
    );
  }
  if (dryRun) {
    const would = `Would delete the key, which is inactive since ${since.toISOString()}.`;
    return unchanged(keyId, user, [would, ...shownSince].join(" "));
  }
  if (
    !(await confirm(
      `Delete ${keyId} of ${user}, inactive since ${since.toISOString()}? ${[...shownSince, "Nobody can undo this."].join(" ")}`,
    ))
  ) {
    return refused(keyId, user, KEYS.say("key-not-confirmed"));
  }
  const changed = differs(keyId, key, await iam.key(keyId));
  if (changed !== undefined) {
    return refused(keyId, user, changed);
  }
  await iam.deleteKey(user, keyId);
  await iam.removeTag(user, retireTag(keyId));
  return {
    keyId,
    user,
    state: "deleted",
    notes: [`Deleted the key, which was inactive since ${since.toISOString()}.`],
    undo: undefined,
    problem: undefined,
  };
}

/**
 * What to know of a use in the day before the deactivation: IAM did not show it then, for the command deactivates only a key that was silent
 * for a day or more.
 */
function usedBefore(last: string | undefined, since: Date): readonly string[] {
  if (last === undefined) {
    return [];
  }
  const before = since.getTime() - Date.parse(last);
  return before >= 0 && before < DAY
    ? [`It was used at ${last}, which IAM did not show when the key was deactivated: that caller is cut off.`]
    : [];
}

/** The last use by IAM and by the log. */
function lastUse({ lastUsed }: IamKey, { lastInLog }: RetireWork): string | undefined {
  return [lastUsed, lastInLog]
    .filter((time) => time !== undefined)
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
}

/** Why a key may be in use. A new key without a use may be one whose workload is about to get it. */
function inUse(keyId: string, key: IamKey, work: RetireWork): Message | undefined {
  const { iam, quietDays } = work;
  const isRecent = (time: string | undefined): time is string =>
    time !== undefined && iam.now().getTime() - Date.parse(time) < quietDays * DAY;
  const last = lastUse(key, work);
  return isRecent(last)
    ? coded(
        "key-used-recently",
        `${keyId} was used at ${last}, within the last ${quietDays} days. Nothing was changed. Move its workload first, and look with npx @azure-to-aws/cli keys verify`,
      )
    : isRecent(key.created)
      ? coded(
          "key-too-new",
          `${keyId} was made at ${key.created}, within the last ${quietDays} days. Nothing was changed. Its first use may come, or IAM may not show it yet`,
        )
      : undefined;
}

/** What has changed since the key was judged. */
function differs(keyId: string, before: IamKey, now: IamKey | undefined): Message | undefined {
  return now?.user === before.user && now.status === before.status && now.lastUsed === before.lastUsed
    ? undefined
    : coded(
        "key-changed-meanwhile",
        `${keyId} was used or changed while the command waited for the answer. Nothing was changed. Run the command again`,
      );
}

/** Since when a key is inactive by its tag. A time before the key was made or after now was not written by this command. */
function sinceOf(tag: string | undefined, { created }: IamKey, now: Date): Date | undefined {
  const time = tag !== undefined && TAGGED.test(tag) ? Date.parse(tag) : NaN;
  const isPossible = time <= now.getTime() && (created === undefined || time >= Date.parse(created));
  return isPossible ? new Date(time) : undefined;
}

/** Removes the tag too, so that a later deactivation by hand starts a new period. */
function undoOf(user: string, keyId: string): string {
  const name = quoteWord(user);
  return `aws iam update-access-key --user-name ${name} --access-key-id ${keyId} --status Active && aws iam untag-user --user-name ${name} --tag-keys ${retireTag(keyId)}`;
}

function unchanged(keyId: string, user: string, note: string): RetireOutcome {
  return { keyId, user, state: "unchanged", notes: [note], undo: undefined, problem: undefined };
}

function refused(keyId: string, user: string | undefined, problem: Message): RetireOutcome {
  return { keyId, user, state: "refused", notes: [], undo: undefined, problem };
}

function waiting(keyId: string, user: string, notes: readonly string[]): RetireOutcome {
  return { keyId, user, state: "waiting", notes, undo: undefined, problem: undefined };
}

function dayAfter(since: Date, days: number): string {
  return new Date(since.getTime() + days * DAY).toISOString();
}
