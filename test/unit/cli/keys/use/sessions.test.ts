import assert from "node:assert/strict";
import { readTrailEvent, type TrailEvent } from "../../../../../cli/keys/cloudtrail/trail-event";
import { Sessions } from "../../../../../cli/keys/use/sessions";

const KEY = "AKIAIMPORTER00000001";
const ROLE = "arn:aws:iam::111122223333:role/hub";

/** A start of a session, by a key or by another session. */
function start(by: string, sessionId: string, name = "AssumeRole", more: object = {}): TrailEvent {
  const event = readTrailEvent({
    eventTime: "2026-11-01T10:00:00Z",
    eventSource: "sts.amazonaws.com",
    eventName: name,
    userIdentity: { accessKeyId: by },
    requestParameters: { roleArn: ROLE },
    responseElements: sessionId === "" ? null : { credentials: { accessKeyId: sessionId } },
    ...more,
  });
  assert.ok(event !== undefined);
  return event;
}

describe("the sessions of a key", () => {
  const ofKey = ({ keyId }: TrailEvent) => (keyId.startsWith("AKIA") ? keyId : undefined);

  function of(events: readonly TrailEvent[], most?: number): Sessions {
    const sessions = new Sessions({ ofKey }, most);
    for (const event of events) {
      sessions.add(event);
    }
    sessions.resolve();
    return sessions;
  }

  it("are those that it began, with those that they began in turn, in any order", () => {
    const chain = [start(KEY, "ASIA1"), start("ASIA1", "ASIA2"), start("ASIA2", "ASIA3")];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
      [2, 0, 1],
    ]) {
      const sessions = of(order.flatMap((at) => chain[at] ?? []));
      assert.deepEqual(
        ["ASIA1", "ASIA2", "ASIA3"].map((id) => sessions.of(id)),
        Array(3).fill({ root: KEY, call: "AssumeRole", roleArn: ROLE }),
      );
      assert.deepEqual([sessions.size, sessions.lost, sessions.hasOverflowed], [3, 0, false]);
    }
  });

  it("are none of calls that begin none, that failed, or that others made", () => {
    const sessions = of([
      start(KEY, "ASIA1", "GetCallerIdentity"),
      start(KEY, "ASIA2", "AssumeRole", { errorCode: "AccessDenied" }),
      start(KEY, "ASIA3", "AssumeRole", { eventSource: "other.amazonaws.com" }),
      start("ASIAOTHER", "ASIA4"),
      start("", "ASIA5"),
    ]);
    assert.equal(sessions.size, 0);
    assert.deepEqual(
      ["GetSessionToken", "GetFederationToken", "AssumeRoot"].map(
        (name) => of([start(KEY, "ASIA1", name)]).size,
      ),
      [1, 1, 1],
    );
  });

  it("end at a circle, which only a forged log has", () => {
    const circle = [start("ASIA2", "ASIA1"), start("ASIA1", "ASIA2"), start("ASIA3", "ASIA3")];
    assert.equal(of(circle).size, 0);
  });

  it("belong to something else if their parents are unknown and somebody says so", () => {
    const sessions = new Sessions({
      ofKey,
      otherwise: (event) => (event.keyId === "ASIAROLE" ? "role" : undefined),
    });
    for (const event of [
      start("ASIA2", "ASIA3"),
      start("ASIAROLE", "ASIA2"),
      start("ASIAUNKNOWN", "ASIAROLE"),
      start("ASIA3", "ASIA4"),
    ]) {
      sessions.add(event);
    }
    sessions.resolve();
    assert.deepEqual(
      ["ASIAROLE", "ASIA2", "ASIA3", "ASIA4"].map((id) => sessions.of(id)?.root),
      [undefined, "role", "role", "role"],
    );
  });

  it("are bounded, and those beyond are counted", () => {
    const many = of([start(KEY, "ASIA1"), start(KEY, "ASIA2"), start(KEY, "ASIA3"), start(KEY, "ASIA1")], 2);
    assert.deepEqual([many.size, many.lost, many.has("ASIA3")], [2, 1, false]);
    const chains = of(
      [start("ASIA1", "ASIA2"), start("ASIA2", "ASIA3"), start("ASIA3", "ASIA4"), start(KEY, "ASIA1")],
      2,
    );
    assert.deepEqual([chains.hasOverflowed, chains.size], [true, 2]);
    chains.again();
    assert.deepEqual([chains.hasOverflowed, chains.size], [false, 2]);
  });

  it("without an ID are counted if a key or its session began them", () => {
    assert.deepEqual(
      [
        of([start(KEY, "")]).unnamed,
        of([start(KEY, "ASIA1"), start("ASIA1", "")]).unnamed,
        of([start("ASIAOTHER", "")]).unnamed,
      ],
      [1, 1, 0],
    );
  });

  it("keep no name longer than an ARN", () => {
    const long = start(KEY, "ASIA1", "AssumeRole", { requestParameters: { roleArn: "x".repeat(100_000) } });
    assert.equal(of([long]).of("ASIA1")?.roleArn.length, 2048);
  });
});
