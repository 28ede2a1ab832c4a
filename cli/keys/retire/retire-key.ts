import type { Message } from "../../../messages";
import { KEYS } from "../../../messages/cli";
import { eventually } from "../../roles/eventually";
import { IamError } from "../../roles/iam-error";
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

/** What the command may do, and when. */
export interface RetireWork {
  readonly iam: IamKeys;
  readonly now: Date;
  /** How long a key must be unused before it is deactivated, in days. */
  readonly quietDays: number;
  /** How long a key must be inactive before it is deleted, in days. */
  readonly deleteAfterDays: number;
  /** The last use of the key in a log; `undefined` without one. */
  readonly lastInLog: string | undefined;
  readonly dryRun: boolean;
  /** Asks whether to go on. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** How long IAM may take to show a change, in milliseconds. */
  readonly limit: number;
}

const DAY = 24 * 3_600_000;

/** The tag of a user that says since when a key is inactive. */
export function retireTag(keyId: string): string {
  return `azure-to-aws:deactivated:${keyId}`;
}

/**
 * Deactivates a key that is unused, or deletes one that has been inactive long enough.
 *
 * The date of the deactivation is a tag of the user, written before the key is changed: without it, nobody would know when the second
 * period began.
 */
export async function retireKey(keyId: string, work: RetireWork): Promise<RetireOutcome> {
  let user: string | undefined;
  try {
    const key = await work.iam.key(keyId);
    if (key === undefined) {
      return refused(keyId, user, KEYS.say("key-not-found", keyId));
    }
    ({ user } = key);
    const last = [key.lastUsed, work.lastInLog]
      .filter((time) => time !== undefined)
      .sort((a, b) => Date.parse(a) - Date.parse(b))
      .at(-1);
    return key.status === "Active"
      ? await deactivate(keyId, key, last, work)
      : await deleteOrWait(keyId, key, last, work);
  } catch (error) {
    if (!(error instanceof IamError)) {
      throw error;
    }
    return refused(keyId, user, KEYS.say("key-not-retired", error.message));
  }
}

async function deactivate(
  keyId: string,
  { user }: IamKey,
  last: string | undefined,
  work: RetireWork,
): Promise<RetireOutcome> {
  const { iam, now, quietDays, dryRun, confirm, limit } = work;
  if (last !== undefined && now.getTime() - Date.parse(last) < quietDays * DAY) {
    return refused(keyId, user, KEYS.say("key-used-recently", keyId, last, quietDays));
  }
  const undo = `aws iam update-access-key --user-name ${quotedForShell(user)} --access-key-id ${keyId} --status Active`;
  const known = last === undefined ? "IAM has no record of a use." : `It was last used at ${last}.`;
  if (dryRun) {
    return {
      keyId,
      user,
      state: "unchanged",
      notes: [`Would deactivate the key. ${known}`],
      undo: undefined,
      problem: undefined,
    };
  }
  if (!(await confirm(`Deactivate ${keyId} of ${user}? ${known} To undo it: ${undo}`))) {
    return refused(keyId, user, KEYS.say("key-not-confirmed"));
  }
  await iam.setTag(user, retireTag(keyId), now.toISOString());
  await iam.setStatus(user, keyId, "Inactive");
  const status = await eventually(
    () => iam.status(user, keyId),
    (shown) => shown === "Inactive",
    limit,
  );
  return {
    keyId,
    user,
    state: "deactivated",
    notes: [
      `Deactivated the key. ${known}`,
      status === "Inactive" ? "IAM shows it as inactive." : "IAM does not show it as inactive yet.",
      `It can be deleted from ${dayAfter(now, work.deleteAfterDays)} on: run the command again.`,
    ],
    undo,
    problem: undefined,
  };
}

async function deleteOrWait(
  keyId: string,
  { user }: IamKey,
  last: string | undefined,
  work: RetireWork,
): Promise<RetireOutcome> {
  const { iam, now, deleteAfterDays, dryRun, confirm } = work;
  const tag = await iam.tag(user, retireTag(keyId));
  const since = tag === undefined || Number.isNaN(Date.parse(tag)) ? undefined : new Date(tag);
  if (since === undefined) {
    if (!dryRun) {
      await iam.setTag(user, retireTag(keyId), now.toISOString());
    }
    return waiting(keyId, user, [
      "The key is inactive, and nothing says since when.",
      `It can be deleted from ${dayAfter(now, deleteAfterDays)} on: run the command again.`,
    ]);
  }
  if (now.getTime() - since.getTime() < deleteAfterDays * DAY) {
    return waiting(keyId, user, [
      `The key is inactive since ${since.toISOString()}.`,
      `It can be deleted from ${dayAfter(since, deleteAfterDays)} on: run the command again.`,
    ]);
  }
  if (last !== undefined && Date.parse(last) > since.getTime()) {
    return refused(keyId, user, KEYS.say("key-used-since", keyId, last, since.toISOString()));
  }
  if (dryRun) {
    return {
      keyId,
      user,
      state: "unchanged",
      notes: [`Would delete the key, which is inactive since ${since.toISOString()}.`],
      undo: undefined,
      problem: undefined,
    };
  }
  if (
    !(await confirm(
      `Delete ${keyId} of ${user}, inactive since ${since.toISOString()}? Nobody can undo this.`,
    ))
  ) {
    return refused(keyId, user, KEYS.say("key-not-confirmed"));
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

function refused(keyId: string, user: string | undefined, problem: Message): RetireOutcome {
  return { keyId, user, state: "refused", notes: [], undo: undefined, problem };
}

function waiting(keyId: string, user: string, notes: readonly string[]): RetireOutcome {
  return { keyId, user, state: "waiting", notes, undo: undefined, problem: undefined };
}

function dayAfter(since: Date, days: number): string {
  return new Date(since.getTime() + days * DAY).toISOString();
}

/** A user's name has no character that a shell reads but perhaps `=` and `,`. Source: IAM API, "CreateUser": `[\w+=,.@-]+`. */
function quotedForShell(name: string): string {
  return /^[\w+=,.@-]+$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`;
}
