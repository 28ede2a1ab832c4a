import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { SnapshotWriter } from "../../cli/snapshot/write-snapshot";
import { generateTrail, TRAIL_ACCOUNT, TRAIL_KEYS, TRAIL_SERVICE_TAGS, type TrailKey } from "../../lab/aws";

/** When the log begins, how long it is, and when the snapshot was taken: on the day after. */
const [FROM, DAYS, COLLECTED] = ["2026-09-28T00:00:00Z", 60, "2026-11-27T07:00:00.000Z"];

/** How many events the log has. */
const EVENTS = 9_000;

/** The user whose workload has moved to the role: in the second half of the log, only the role makes its calls. */
const MOVED = "moved";

/**
 * Writes what the commands about keys read, of an invented company: a log, a service tags file, and a snapshot. Each run writes the same.
 *
 * @param folder - It must be empty, or not exist.
 */
export async function writeSampleKeys(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const keys = sampleKeys();
  await generateTrail(path.join(folder, "AWSLogs"), {
    seed: 22,
    events: EVENTS,
    from: FROM,
    days: DAYS,
    keys,
  });
  await writeFile(
    path.join(folder, "ServiceTags_Public_20261123.json"),
    `${JSON.stringify(TRAIL_SERVICE_TAGS, undefined, 2)}\n`,
  );
  const snapshot = await SnapshotWriter.create(path.join(folder, "company.snapshot.gz"), {
    kind: "snapshot",
    version: 1,
    by: "sample",
    startedAt: COLLECTED,
    redacted: false,
  });
  for (const { keyId, userName } of keys) {
    await snapshot.write({
      kind: "aws.user",
      of: TRAIL_ACCOUNT,
      data: {
        UserName: userName,
        Arn: `arn:aws:iam::${TRAIL_ACCOUNT}:user/${userName}`,
        Path: "/",
        Tags: [{ Key: "owner", Value: `team ${userName}` }],
      },
    });
    await snapshot.write({
      kind: "aws.access-key",
      of: TRAIL_ACCOUNT,
      data: {
        UserName: userName,
        AccessKeyId: keyId,
        Status: "Active",
        CreateDate: "2024-01-01T00:00:00Z",
      },
    });
  }
  await snapshot.write({
    kind: "section",
    section: `aws/${TRAIL_ACCOUNT}/access-keys`,
    state: "complete",
    records: keys.length,
    at: COLLECTED,
  });
  await snapshot.finish();
}

/** The keys of the trail. The one that has moved makes a call that the role makes too. */
function sampleKeys(): readonly TrailKey[] {
  const calls = TRAIL_KEYS[0]?.calls.filter(({ name }) => name === "GetObject") ?? [];
  return TRAIL_KEYS.map((key) => (key.userName === MOVED ? { ...key, calls } : key));
}
