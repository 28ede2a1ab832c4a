/** Questions to the AWS account, and to `keys find` about the event history. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { STRANGER } from "../demo/instance-token";
import type { AwsAccount } from "./aws-account";
import { runCommandLine } from "./command-line";
import type { EventHistory, HistoryRecord } from "./event-history";
import type { Questionnaire } from "./questionnaire";

/** What is asked about. */
export interface AccountTargets {
  readonly aws: AwsAccount;
  readonly history: Pick<EventHistory, "lookUp">;
  readonly roleArn: string;
  /** The time before the first request of the run. */
  readonly since: Date;
  /** How long an event may take to arrive, in milliseconds. */
  readonly patience: number;
  /** Pause between two looks at the event history, in milliseconds. Default: half a minute. */
  readonly pause?: number;
  /** Folder for the events. The caller deletes it. */
  readonly directory: string;
}

/** AWS's example of an access key, which nobody has. */
const UNKNOWN_KEY = "AKIAIOSFODNN7EXAMPLE";

/** The prefix of the IDs of users' access keys. Source: IAM user guide, "IAM identifiers": "Unique ID prefixes". */
const KEY_PREFIX = "AKIA";

/** The event of a request for a session. */
const WEB_IDENTITY = "AssumeRoleWithWebIdentity";

/** Default pause between two looks at the event history, in milliseconds. */
const PAUSE = 30_000;

/** Networks of nobody (RFC 5737), in the form of a service tags file: `keys find` needs one, and its answer is not about addresses. */
const SERVICE_TAGS = {
  cloud: "Public",
  values: [{ name: "AzureCloud", properties: { addressPrefixes: ["192.0.2.0/24"] } }],
};

/** Asks IAM and CloudTrail. */
export async function askAccount(questions: Questionnaire, targets: AccountTargets): Promise<void> {
  const { aws, history, roleArn, since, patience, pause = PAUSE } = targets;
  const { signal } = questions;

  const ownKey = async (): Promise<string> => {
    const id = await aws.accessKeyId();
    if (!id.startsWith(KEY_PREFIX)) {
      throw new Error("the login has no access key of a user");
    }
    return id;
  };

  await questions.ask("unknown-access-key", `iam get-access-key-last-used: ${UNKNOWN_KEY}`, async () => ({
    came: await aws.keyLastUsed(UNKNOWN_KEY).then(
      () => "not refused",
      (error: unknown) => refusal(error),
    ),
  }));

  await questions.ask("last-use-delay", "iam get-access-key-last-used: the key of the login", async () => {
    const used = await aws.keyLastUsed(await ownKey());
    return {
      came:
        used === undefined ? "no use" : `${Math.round((Date.now() - used.getTime()) / 1000)} seconds behind`,
    };
  });

  await questions.ask("keys-find", "azure-to-aws keys find, on events of the key of the login", async () => {
    const key = await ownKey();
    const records = await history.lookUp("AccessKeyId", key, since, signal);
    if (records.length === 0) {
      throw new Error("CloudTrail shows no event of the key yet");
    }
    return findKey(key, records, targets.directory, signal);
  });

  await questions.ask("refusals-in-cloudtrail", `cloudtrail lookup-events: ${WEB_IDENTITY}`, async () => {
    const deadline = performance.now() + patience;
    for (let before = 0; ;) {
      const codes = refusals(await history.lookUp("EventName", WEB_IDENTITY, since, signal), roleArn);
      const isLast = performance.now() + pause > deadline;
      // Events arrive one by one, so one look more shows whether others follow.
      if (codes.length > 0 && (codes.length === before || isLast)) {
        return { came: [...new Set(codes)].sort().join(", "), note: `events: ${codes.length}` };
      }
      if (isLast) {
        throw new Error("CloudTrail shows no refusal of the run yet");
      }
      before = codes.length;
      await delay(pause, undefined, { signal });
    }
  });
}

/** The codes of the refusals of the run. Those while the role was new are from other sessions. */
function refusals(records: readonly HistoryRecord[], roleArn: string): readonly string[] {
  return records
    .filter(
      ({ requestParameters: asked }) => asked?.roleArn === roleArn && asked.roleSessionName === STRANGER,
    )
    .flatMap(({ errorCode }) => (errorCode === undefined ? [] : [errorCode]));
}

/** Runs `keys find` on events. It calls no cloud. */
async function findKey(
  key: string,
  records: readonly unknown[],
  directory: string,
  signal: AbortSignal,
): Promise<{ readonly came: string; readonly note: string }> {
  const [events, tags] = [path.join(directory, "events.json"), path.join(directory, "tags.json")];
  await writeFile(events, JSON.stringify({ Records: records }), { mode: 0o600 });
  await writeFile(tags, JSON.stringify(SERVICE_TAGS), { mode: 0o600 });
  const { stdout, problem } = await runCommandLine(
    ["keys", "find", "--format", "json", "--service-tags", tags, "--cloudtrail", events],
    signal,
  );
  if (stdout === "") {
    throw new Error(problem);
  }
  const report = JSON.parse(stdout) as KeysReport;
  const found = [...report.azure, ...report.elsewhere, ...report.unknown].some(({ keyId }) => keyId === key);
  const { events: count, unreadCount } = report.log;
  return {
    came: `the key is ${found ? "found" : "missing"}; ${unreadCount} files unread`,
    note: `events: ${count}`,
  };
}

/** What is read of the report of `keys find`: `cli/keys/find/keys-report.ts`. */
interface KeysReport {
  readonly log: { readonly events: number; readonly unreadCount: number };
  readonly azure: readonly { readonly keyId: string }[];
  readonly elsewhere: readonly { readonly keyId: string }[];
  readonly unknown: readonly { readonly keyId: string }[];
}

/** Code and message of a refusal by AWS. @throws an error that is not one */
function refusal(error: unknown): string {
  if (error instanceof Error && "$metadata" in error) {
    return `${error.name.replace(/Exception$/, "")}: ${error.message}`;
  }
  throw error;
}
