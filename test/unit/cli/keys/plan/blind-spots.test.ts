import assert from "node:assert/strict";
import type { LogSummary } from "../../../../../cli/keys/cloudtrail/read-log";
import { readTrailEvent, type TrailEvent } from "../../../../../cli/keys/cloudtrail/trail-event";
import { blindSpots } from "../../../../../cli/keys/plan/blind-spots";
import { observedPolicy } from "../../../../../cli/keys/plan/observed-policy";
import { KeyUse } from "../../../../../cli/keys/use/key-use";
import type { SnapshotKey } from "../../../../../cli/keys/use/snapshot-keys";

const KEY = "AKIAIMPORTER00000001";
const TIME = "2026-11-01T10:00:00Z";
const LOG: LogSummary = {
  files: 1,
  events: 1,
  inPeriod: 1,
  first: "2025-01-01T00:00:00Z",
  last: "2026-11-02T00:00:00Z",
  hasDataEvents: true,
  duplicates: 0,
  unreadCount: 0,
  unread: [],
};
const ALL = { lost: 0, unnamed: 0, hasOverflowed: false };

function event(name: string, requestParameters: object = {}): TrailEvent {
  const read = readTrailEvent({
    eventTime: TIME,
    eventSource: "dynamodb.amazonaws.com",
    eventName: name,
    awsRegion: "eu-west-1",
    userIdentity: { accessKeyId: KEY, accountId: "111122223333" },
    requestParameters,
  });
  assert.ok(read !== undefined);
  return read;
}

function used(fill: (use: KeyUse) => void): KeyUse {
  const use = new KeyUse(KEY, TIME);
  use.add(event("DescribeTable", { tableName: "orders" }), { kind: "elsewhere" });
  fill(use);
  return use;
}

describe("what a plan cannot see", () => {
  const spots = (use: KeyUse, known?: SnapshotKey, unfollowed = ALL): string =>
    blindSpots(use, LOG, observedPolicy(use), known, 0, unfollowed).join("\n");

  it("is what AWS services called, what was too much to keep, and what sessions are not followed", () => {
    const bare = spots(used(() => undefined));
    for (const [sentence, shown] of [
      [
        "1 call was made by AWS services for the caller.",
        spots(
          used((use) => {
            use.add(event("DescribeTable", { tableName: "orders" }), { kind: "aws" });
          }),
        ),
      ],
      [
        "Not in the policy: 2 calls of further actions.",
        spots(
          used((use) => {
            for (let number = 0; number < 501; number++) {
              use.add(event(`Describe${number}`), { kind: "elsewhere" });
            }
          }),
        ),
      ],
      [
        "Not in the evidence: 1 call of sessions of further roles.",
        spots(
          used((use) => {
            for (let number = 0; number < 51; number++) {
              const session = { root: KEY, call: "AssumeRole", roleArn: `arn:${number}` };
              use.addOfSession(event("DescribeTable"), { kind: "elsewhere" }, session);
            }
            assert.equal(use.sessions.length, 50);
          }),
        ),
      ],
      [
        "The policy has ",
        spots(
          used((use) => {
            for (let number = 0; number < 90; number++) {
              const tableName = `${"x".repeat(100)}${number}`;
              use.add(event("DescribeTable", { tableName }), { kind: "elsewhere" });
            }
          }),
        ),
      ],
      [
        "The log has more sessions than are followed.",
        spots(
          used(() => undefined),
          undefined,
          { ...ALL, lost: 1 },
        ),
      ],
      [
        "The log has more sessions than are followed.",
        spots(
          used(() => undefined),
          undefined,
          { ...ALL, hasOverflowed: true },
        ),
      ],
    ] as const) {
      assert.ok(shown.includes(sentence), shown);
      assert.ok(!bare.includes(sentence), bare);
    }
  });

  it("is a use that IAM recorded more than a day after the log's last call", () => {
    const known = (LastUsedDate: string): SnapshotKey => ({
      UserName: "importer",
      AccessKeyId: KEY,
      Status: "Active",
      CreateDate: TIME,
      account: "111122223333",
      owner: undefined,
      LastUsed: { LastUsedDate, ServiceName: "dynamodb", Region: "eu-west-1" },
    });
    const sentence = "after the last call in the log";
    const use = used(() => undefined);
    assert.ok(!spots(use, known("2026-11-02T10:00:00Z")).includes(sentence));
    assert.ok(spots(use, known("2026-11-02T10:00:01Z")).includes(sentence));
  });
});
