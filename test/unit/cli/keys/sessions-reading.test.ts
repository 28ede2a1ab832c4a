/** Reading a log for the sessions of keys. */
import assert from "node:assert/strict";
import type { TrailEvent } from "../../../../cli/keys/cloudtrail/trail-event";
import { logWithSessions } from "../../../../cli/keys/inputs";
import { Sessions } from "../../../../cli/keys/use/sessions";
import { keyEvent, startCall, startedSessionEvent, TRAIL_KEYS } from "../../../../lab/aws";
import { KeysFolder } from "./keys-folder";

const [KEY] = TRAIL_KEYS;
const [CALL] = KEY?.calls ?? [];
const ROLE = "arn:aws:iam::111122223333:role/hub";

describe("reading a log for the sessions of a key", () => {
  let folder: KeysFolder;
  let serial = 0;

  beforeEach(async () => {
    folder = await KeysFolder.make();
  });

  afterEach(() => folder.remove());

  const place = () => ({ time: "2026-11-01T10:00:00Z", region: "eu-west-1", serial: serial++ });

  function chained(by: string, id: string): string {
    assert.ok(KEY !== undefined);
    return startedSessionEvent(KEY, by, ROLE, startCall("AssumeRole", id, ROLE), "192.0.2.1", "x", place());
  }

  /** @returns What was taken in the last reading, how often the log was read, and the sessions. */
  async function read(records: readonly string[], most: number) {
    const log = await folder.log("log.json", records);
    const sessions = new Sessions({ ofKey: ({ keyId }) => (keyId === KEY?.keyId ? keyId : undefined) }, most);
    const io = { stdin: process.stdin, out: () => undefined, err: () => undefined, colors: false };
    let readings = 0;
    const { collected } = await logWithSessions([log], { needles: [KEY?.keyId ?? ""] }, io, sessions, () => {
      readings++;
      const taken: string[] = [];
      return { taken, add: ({ keyId, name }: TrailEvent) => taken.push(`${keyId} ${name}`) };
    });
    return { taken: collected.taken, readings, sessions };
  }

  it("reads it once if no session began, and twice otherwise", async () => {
    assert.ok(KEY !== undefined && CALL !== undefined);
    const own = keyEvent(KEY, CALL, "192.0.2.1", "x", place());
    const once = await read([own], 10);
    assert.deepEqual([once.readings, once.taken], [1, [`${KEY.keyId} ListObjects`]]);
    const start = keyEvent(KEY, startCall("AssumeRole", "ASIA1", ROLE), "192.0.2.1", "x", place());
    const twice = await read(
      [startedSessionEvent(KEY, "ASIA1", ROLE, CALL, "192.0.2.1", "x", place()), start],
      10,
    );
    assert.deepEqual([twice.readings, twice.taken], [2, ["ASIA1 ListObjects", `${KEY.keyId} AssumeRole`]]);
  });

  it("reads the starts again while there were too many to remember, and stops when it finds no more", async () => {
    assert.ok(KEY !== undefined && CALL !== undefined);
    const noise = [1, 2, 3].map((number) => chained(`ASIANOBODY${number}`, `ASIAOTHER${number}`));
    const start = keyEvent(KEY, startCall("AssumeRole", "ASIA1", ROLE), "192.0.2.1", "x", place());
    const work = startedSessionEvent(KEY, "ASIA2", ROLE, CALL, "192.0.2.1", "x", place());
    const { taken, sessions } = await read([work, ...noise, chained("ASIA1", "ASIA2"), start], 3);
    assert.deepEqual([sessions.size, sessions.hasOverflowed], [2, false]);
    assert.ok(taken.includes("ASIA2 ListObjects"));
    const more = [4, 5].map((number) => chained(`ASIANOBODY${number}`, `ASIAOTHER${number}`));
    const full = await read([...noise, ...more, start], 3);
    assert.deepEqual([full.sessions.size, full.sessions.hasOverflowed], [1, true]);
  });
});
