import assert from "node:assert/strict";
import { mock } from "node:test";
import { Coverage } from "../../../../../cli/keys/cloudtrail/coverage";
import type { LogSummary } from "../../../../../cli/keys/cloudtrail/read-log";
import { readTrailEvent } from "../../../../../cli/keys/cloudtrail/trail-event";
import type { Verification } from "../../../../../cli/keys/verify/readiness";
import { Refusals } from "../../../../../cli/keys/verify/refusals";
import { SideBySide } from "../../../../../cli/keys/verify/side-by-side";
import type { SnapshotRecord } from "../../../../../cli/snapshot/snapshot-records";
import {
  keyEvent,
  serviceEvent,
  sessionEvent,
  sessionId,
  startCall,
  startedSessionEvent,
  TRAIL_ROLE,
  type TrailCall,
  type TrailKey,
  webIdentityEvent,
} from "../../../../../lab/aws";
import { runCli } from "../../run-cli";
import { accessKey, KeysFolder } from "../keys-folder";

const KEY: TrailKey = {
  keyId: "AKIAIMPORTER00000001",
  userName: "importer",
  addresses: [],
  userAgents: [],
  calls: [],
  weight: 1,
};

function call(name: string, isData = true): TrailCall {
  return { source: "s3.amazonaws.com", name, parameters: { bucketName: "orders" }, isData };
}

const WITHOUT_SNAPSHOT =
  "No snapshot says when IAM saw the key last. A trail records data events of chosen services only, and a use of the others would not show.";

const WITHOUT_DATA =
  'The log has no data events of account 111122223333, so calls that read or write data were not compared, such as those of objects in S3, items in DynamoDB, and messages in SQS. Nothing shows that the role can make them. Record data events in the trail. If the workload makes no such calls: --not-needed "data calls"';

const WITHOUT_CALLS =
  "The log has no call of the key that AWS carried out, so nothing says what the role must do. Check the ID of the key, and give a log that begins before the workload moved.";

describe("keys verify", () => {
  let folder: KeysFolder;
  let serial = 0;
  beforeEach(async () => {
    mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-12-01T00:00:00Z") });
    folder = await KeysFolder.make();
  });
  afterEach(async () => {
    mock.timers.reset();
    await folder.remove();
  });

  const at = (day: number) => ({
    time: `2026-11-${String(day).padStart(2, "0")}T10:00:00Z`,
    region: "eu-west-1",
    serial: serial++,
  });
  const byKey = (name: string, day: number, isData = true) =>
    keyEvent(KEY, call(name, isData), "20.50.1.17", "x", at(day));
  const byRole = (name: string, day: number, errorCode?: string) =>
    sessionEvent(
      { ...call(name, false), ...(errorCode === undefined ? {} : { errorCode }) },
      "20.50.1.17",
      "x",
      at(day),
    );

  /** An event of an AWS service on each day of the records: a log has something on every day. */
  function daily(records: readonly string[]): string[] {
    const days = records.map((record) => Number(/"eventTime":"2026-11-(\d\d)T/.exec(record)?.[1]));
    const [first, last] = [Math.min(...days), Math.max(...days)];
    return Array.from({ length: last - first + 1 }, (_, index) => serviceEvent(at(first + index)));
  }

  async function verify(
    records: readonly string[],
    ...args: readonly string[]
  ): Promise<[number | undefined, Verification]> {
    const log = await folder.log("log.json", [...records, ...daily(records)]);
    const { exitCode, stdout, stderr } = await runCli([
      "keys",
      "verify",
      KEY.keyId,
      "--role",
      TRAIL_ROLE,
      "--cloudtrail",
      log,
      "--format",
      "json",
      ...args,
    ]);
    assert.notEqual(stdout, "", stderr);
    return [exitCode, JSON.parse(stdout) as Verification];
  }

  it("shows each call by the key and by the role, and how far it has moved", async () => {
    const records = [
      byKey("GetObject", 1),
      byKey("GetObject", 2),
      byKey("ListParts", 3),
      byRole("GetObject", 5),
      byRole("PutObject", 20),
      webIdentityEvent("20.50.1.17", "x", at(5)),
    ];
    const [exitCode, { calls, sessions, silentDays, lastUse, reasons, notes, isReady }] =
      await verify(records);
    assert.deepEqual(
      calls.map(({ call: name, state, key, role }) => [
        name.replace("s3.amazonaws.com ", ""),
        state,
        key?.count,
        role?.count,
      ]),
      [
        ["GetObject", "moved", 2, 1],
        ["ListParts", "stopped", 1, undefined],
        ["PutObject", "role", undefined, 1],
      ],
    );
    assert.deepEqual([sessions?.count, silentDays, lastUse], [1, 17, "2026-11-03T10:00:00Z"]);
    assert.deepEqual([exitCode, isReady, notes], [1, false, [WITHOUT_SNAPSHOT]]);
    assert.deepEqual(reasons, [
      'Only the key made s3 ListParts orders, the last time at 2026-11-03T10:00:00Z. Make sure that the role can. If nothing needs it: --not-needed "s3 ListParts orders"',
    ]);
    for (const name of ["s3 ListParts orders", "s3 ListParts"]) {
      const [accepted, { calls: known, notes: none }] = await verify(records, "--not-needed", name);
      assert.deepEqual([accepted, known[1]?.state, none], [0, "not-needed", [WITHOUT_SNAPSHOT]]);
    }
    for (const name of ["s3 ListParts other", "s3 GetObject", "ListParts"]) {
      const [refused, { calls: known, notes: more }] = await verify(records, "--not-needed", name);
      assert.deepEqual(
        [refused, known[1]?.state, more],
        [
          1,
          "stopped",
          [
            WITHOUT_SNAPSHOT,
            `No call that stopped is named "${name}", so --not-needed has no effect for it.`,
          ],
        ],
      );
    }
  });

  describe("with calls on resources", () => {
    const to = (bucketName: string, key?: string): TrailCall => ({
      source: "s3.amazonaws.com",
      name: "GetObject",
      parameters: { bucketName, ...(key === undefined ? {} : { key }) },
      isData: true,
    });
    const keyOn = (one: TrailCall, day: number) => keyEvent(KEY, one, "20.50.1.17", "x", at(day));
    const roleOn = (one: TrailCall, day: number, errorCode?: string) =>
      sessionEvent({ ...one, ...(errorCode === undefined ? {} : { errorCode }) }, "20.50.1.17", "x", at(day));
    const used = [keyOn(to("a", "1"), 1), keyOn(to("b", "1"), 1)];

    it("is not ready if AWS refuses the role one of the resources of the key, or the role never used it", async () => {
      const [exitCode, { calls, reasons }] = await verify([
        ...used,
        roleOn(to("b", "2"), 18, "AccessDenied"),
        roleOn(to("a", "2"), 20),
      ]);
      assert.deepEqual(
        calls.map(({ resource, state }) => `${resource} ${state}`),
        ["arn:aws:s3:::a/* moved", "arn:aws:s3:::b/* stopped"],
      );
      assert.equal(exitCode, 1);
      assert.deepEqual(reasons, [
        "AWS refused the role s3 GetObject b/* at 2026-11-18T10:00:00Z, which the key was allowed.",
      ]);
      const [, silent] = await verify([...used, roleOn(to("a", "2"), 20)]);
      assert.deepEqual(silent.reasons, [
        'Only the key made s3 GetObject b/*, the last time at 2026-11-01T10:00:00Z. Make sure that the role can. If nothing needs it: --not-needed "s3 GetObject b/*"',
      ]);
      assert.equal((await verify([...used, roleOn(to("a", "2"), 19), roleOn(to("b", "2"), 20)]))[0], 0);
    });

    it("is not ready if the role only asked who it is", async () => {
      const who: TrailCall = {
        source: "sts.amazonaws.com",
        name: "GetCallerIdentity",
        parameters: {},
        isData: false,
      };
      const [exitCode, { calls, reasons }] = await verify([
        keyOn(to("a", "1"), 1),
        keyOn(who, 1),
        roleOn(who, 20),
      ]);
      assert.equal(exitCode, 1);
      assert.deepEqual(
        calls.map(({ state }) => state),
        ["stopped", "moved"],
      );
      assert.match(reasons.join("\n"), /^Only the key made s3 GetObject a\/\*,.*$/);
    });

    it("does not wait for calls that a role need not make, or cannot make", async () => {
      const sts = (name: string): TrailCall => ({
        source: "sts.amazonaws.com",
        name,
        parameters: {},
        isData: false,
      });
      const [exitCode, { calls, reasons }] = await verify([
        keyOn(to("a", "1"), 1),
        keyOn(sts("GetCallerIdentity"), 1),
        keyOn(startCall("GetSessionToken", sessionId(7), ""), 1),
        roleOn(to("a", "2"), 20),
      ]);
      assert.deepEqual([exitCode, reasons], [0, []]);
      assert.deepEqual(
        calls.map(({ call: name, state }) => `${name} ${state}`),
        [
          "s3.amazonaws.com GetObject moved",
          "sts.amazonaws.com GetCallerIdentity not-needed",
          "sts.amazonaws.com GetSessionToken not-needed",
        ],
      );
    });

    it("asks who made a call that a workload should not make", async () => {
      const create: TrailCall = {
        source: "iam.amazonaws.com",
        name: "CreateAccessKey",
        parameters: {},
        isData: false,
      };
      const [exitCode, { reasons }] = await verify([
        keyOn(to("a", "1"), 1),
        keyOn(create, 2),
        roleOn(to("a", "2"), 20),
      ]);
      assert.equal(exitCode, 1);
      assert.deepEqual(reasons, [
        'Only the key made iam CreateAccessKey, the last time at 2026-11-02T10:00:00Z. A workload should not be able to, so find out who did, and how they do it without the key. If nothing needs it: --not-needed "iam CreateAccessKey"',
      ]);
    });

    it("takes a secret by its name for the secret by its ARN, and no other", async () => {
      const secret = (secretId: string): TrailCall => ({
        source: "secretsmanager.amazonaws.com",
        name: "GetSecretValue",
        parameters: { secretId },
        isData: false,
      });
      const arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:database-AbC123";
      const data = keyOn(to("a", "1"), 1);
      const states = async (...records: readonly string[]) =>
        (await verify([data, roleOn(to("a", "1"), 20), ...records]))[1].calls
          .slice(1)
          .map(({ state }) => state);
      assert.deepEqual(await states(keyOn(secret("database"), 1), roleOn(secret(arn), 20)), ["moved"]);
      assert.deepEqual(await states(keyOn(secret(arn), 1), roleOn(secret("database"), 20)), ["moved"]);
      assert.deepEqual(await states(keyOn(secret("databases"), 1), roleOn(secret(arn), 20)), [
        "role",
        "stopped",
      ]);
    });

    it("compares the further ones of a call together, and says if it knows too many calls", async () => {
      const many = Array.from({ length: 101 }, (_, index) => to(`bucket-${index}`, "1"));
      const [exitCode, { calls }] = await verify([
        ...many.map((one) => keyOn(one, 1)),
        ...many.map((one) => roleOn(one, 20)),
      ]);
      assert.deepEqual([exitCode, calls.length, calls[0]?.resource], [0, 101, "*"]);
      const strange = Array.from({ length: 2_001 }, (_, index) =>
        roleOn({ ...to("a", "1"), name: `Get${index}` }, 20),
      );
      const [, { reasons, cannotTell }] = await verify([
        keyOn({ ...to("a", "1"), name: "Get0" }, 1),
        ...strange,
      ]);
      assert.deepEqual(reasons, []);
      assert.deepEqual(cannotTell, [
        "The log has more than 2000 different calls of the key and the role. 1 call of others is not compared.",
      ]);
    });
  });

  it("compares calls by their IAM actions", async () => {
    const states = async (...records: readonly string[]) => {
      const [, { calls, isReady }] = await verify(records);
      return [isReady, ...calls.map(({ call: name, state }) => `${name} ${state}`)];
    };
    assert.deepEqual(await states(byKey("HeadObject", 1), byRole("GetObject", 20)), [
      true,
      "s3.amazonaws.com GetObject role",
      "s3.amazonaws.com HeadObject moved",
    ]);
    assert.deepEqual(
      await states(
        byKey("HeadObject", 1),
        byKey("PutObject", 1),
        byKey("DeleteObject", 1),
        byRole("GetObject", 20),
      ),
      [
        false,
        "s3.amazonaws.com DeleteObject stopped",
        "s3.amazonaws.com GetObject role",
        "s3.amazonaws.com HeadObject moved",
        "s3.amazonaws.com PutObject stopped",
      ],
    );
  });

  it("is not ready while the key was used within the quiet days", async () => {
    const records = [byKey("GetObject", 10), byKey("ListObjects", 10), byRole("GetObject", 20)];
    const [exitCode, { calls, reasons }] = await verify(records);
    assert.equal(exitCode, 1);
    assert.deepEqual(
      calls.map(({ state }) => state),
      ["both", "key"],
    );
    assert.deepEqual(reasons, [
      "The key was used at 2026-11-10T10:00:00Z, and the log ends at 2026-11-20T10:00:00Z: 10 silent days. Expected 14 or more.",
    ]);
    const known = ["--not-needed", "s3 ListObjects"];
    assert.equal((await verify(records, "--quiet-days", "10", ...known))[0], 0);
    assert.equal((await verify(records, "--quiet-days", "11", ...known))[0], 1);
  });

  it("counts what IAM recorded as a use, which the log may not have", async () => {
    const snapshot = await folder.snapshot("estate.snapshot", [
      accessKey("importer", KEY.keyId, {
        LastUsed: { LastUsedDate: "2026-11-18T00:00:00Z", ServiceName: "s3" },
      }),
    ]);
    const [exitCode, { lastUse, silentDays }] = await verify(
      [byKey("GetObject", 1), byRole("GetObject", 20)],
      "--snapshot",
      snapshot,
    );
    assert.deepEqual([exitCode, lastUse, silentDays], [1, "2026-11-18T00:00:00Z", 2]);
  });

  it("is not ready without a call of the role, or if AWS refuses the role what the key was allowed", async () => {
    const [, none] = await verify([
      byKey("GetObject", 1),
      byKey("GetObject", 1),
      webIdentityEvent("x", "x", at(20)),
    ]);
    assert.deepEqual(none.reasons, [
      "The log has no call of the role, so nothing shows that the workload uses it.",
    ]);
    const [, denied] = await verify([
      byKey("GetObject", 1),
      byRole("ListObjects", 2),
      byRole("GetObject", 20, "AccessDenied"),
    ]);
    assert.deepEqual(denied.reasons, [
      "AWS refused the role s3 GetObject orders at 2026-11-20T10:00:00Z, which the key was allowed.",
    ]);
    const [mended] = await verify([
      byKey("GetObject", 1),
      byRole("GetObject", 2, "AccessDenied"),
      byRole("GetObject", 20),
    ]);
    assert.equal(mended, 0);
  });

  it("does not call a key silent that a log without data events cannot show", async () => {
    const records = [byKey("ListBuckets", 1, false), byRole("ListBuckets", 20)];
    const [exitCode, { state, reasons, cannotTell }] = await verify(records);
    assert.deepEqual([exitCode, state, reasons], [1, "cannot-tell", []]);
    assert.match(
      cannotTell[0] ?? "",
      /^The log has no data events of account 111122223333, and no snapshot says/,
    );
    assert.equal(cannotTell[1], WITHOUT_DATA);
    const snapshot = await folder.snapshot("estate.snapshot", [
      accessKey("importer", KEY.keyId, { LastUsed: { LastUsedDate: "2026-11-01T10:00:00Z" } }),
    ]);
    const never = await folder.snapshot("never.snapshot", [
      accessKey("importer", KEY.keyId, { LastUsed: {} }),
    ]);
    assert.match(
      (await verify(records, "--snapshot", never))[1].cannotTell[0] ?? "",
      /, and no snapshot that fits the log says when IAM saw the key last\./,
    );
    const [exit, found] = await verify(records, "--snapshot", snapshot);
    assert.deepEqual(
      [exit, found.state, found.cannotTell, found.notes],
      [1, "cannot-tell", [WITHOUT_DATA], []],
    );
    const known = await verify(records, "--snapshot", snapshot, "--not-needed", "data calls");
    assert.deepEqual([known[0], known[1].state, known[1].notes], [0, "ready", []]);
  });

  it("does not take events of the network or of Insights for data events", async () => {
    for (const category of ["NetworkActivity", "Insight"]) {
      const other = (record: string) =>
        record
          .replace('"eventCategory":"Management"', `"eventCategory":"${category}"`)
          .replace('"managementEvent":true', '"managementEvent":false');
      const [exitCode, { cannotTell }] = await verify([
        byKey("ListBuckets", 1, false),
        other(byKey("ListBuckets", 1, false)),
        other(byRole("ListBuckets", 19)),
        byRole("ListBuckets", 20),
      ]);
      assert.equal(exitCode, 1);
      assert.match(cannotTell[0] ?? "", /^The log has no data events/);
    }
  });

  it("does not call a key silent that is in no log of fewer days", async () => {
    const [exitCode, { reasons }] = await verify([
      byRole("GetObject", 18),
      byKey("x", 18).replace(KEY.keyId, "AKIAOTHER00000000009"),
      byRole("GetObject", 20),
    ]);
    assert.equal(exitCode, 1);
    assert.deepEqual(reasons, ["The log has only 2 whole days. Expected 14 or more.", WITHOUT_CALLS]);
  });

  describe("with sessions of the key", () => {
    const HUB = "arn:aws:iam::111122223333:role/hub";
    const start = (name: string, session: string, role: string, day: number) =>
      keyEvent(KEY, startCall(name, session, role), "20.50.1.17", "x", at(day));
    const bySession = (session: string, role: string, name: string, day: number) =>
      startedSessionEvent(KEY, session, role, call(name), "20.50.1.17", "x", at(day));
    const chained = (session: string, role: string, next: string, nextRole: string, day: number) =>
      startedSessionEvent(
        KEY,
        session,
        role,
        startCall("AssumeRole", next, nextRole),
        "20.50.1.17",
        "x",
        at(day),
      );
    const [ONE, TWO, THREE] = [sessionId(1), sessionId(2), sessionId(3)];

    it("is not ready while a session is used, although the key is silent", async () => {
      for (const role of ["", HUB]) {
        const records = [
          bySession(ONE, role, "GetObject", 15),
          start(role === "" ? "GetSessionToken" : "AssumeRole", ONE, role, 1),
          byRole("GetObject", 20),
          sessionEvent(startCall("AssumeRole", TWO, HUB), "20.50.1.17", "x", at(20)),
        ];
        const [exitCode, { reasons, lastUse, lastSessionUse, silentDays, calls }] = await verify(records);
        assert.deepEqual(
          [exitCode, lastUse, lastSessionUse, silentDays],
          [1, "2026-11-15T10:00:00Z", "2026-11-15T10:00:00Z", 5],
        );
        assert.deepEqual(reasons, [
          "A session of the key was used at 2026-11-15T10:00:00Z, and the log ends at 2026-11-20T10:00:00Z: 5 silent days. Expected 14 or more.",
        ]);
        const get = calls.find((one) => one.call.endsWith(" GetObject"));
        assert.deepEqual(
          [get?.state, get?.sessions?.count, get?.key, get?.role?.count],
          ["both", 1, undefined, 1],
        );
        assert.equal((await verify(records, "--quiet-days", "5"))[0], 0);
      }
    });

    it("does not count a session of the role as the role's if the key began it", async () => {
      const [exitCode, { calls, reasons }] = await verify([
        start("AssumeRole", ONE, TRAIL_ROLE, 1),
        bySession(ONE, TRAIL_ROLE, "GetObject", 1),
        byKey("ListObjects", 1),
        webIdentityEvent("x", "x", at(20)),
      ]);
      assert.equal(exitCode, 1);
      assert.deepEqual(
        calls.map(({ role }) => role),
        [undefined, undefined, undefined],
      );
      assert.deepEqual(reasons, [
        "The log has no call of the role, so nothing shows that the workload uses it.",
      ]);
    });

    it("waits for the role to assume what the key assumed, but not to assume itself", async () => {
      const records = (role: string) => [
        start("AssumeRole", ONE, role, 1),
        byKey("GetObject", 1),
        byRole("GetObject", 20),
      ];
      assert.deepEqual((await verify(records(TRAIL_ROLE)))[1].reasons, []);
      assert.deepEqual((await verify(records(HUB)))[1].reasons, [
        'Only the key made sts AssumeRole role/hub, the last time at 2026-11-01T10:00:00Z. Make sure that the role can. If nothing needs it: --not-needed "sts AssumeRole role/hub"',
      ]);
    });

    it("follows the sessions that sessions began, of the key and of the role", async () => {
      const [exitCode, { calls }] = await verify([
        bySession(TWO, HUB, "PutObject", 2),
        chained(ONE, HUB, TWO, HUB, 1),
        start("AssumeRole", ONE, HUB, 1),
        bySession(THREE, HUB, "PutObject", 20),
        chained(sessionId(9), TRAIL_ROLE, THREE, HUB, 20),
      ]);
      const put = calls.find((one) => one.call.endsWith(" PutObject"));
      assert.deepEqual([exitCode, put?.state, put?.sessions?.count, put?.role?.count], [0, "moved", 1, 1]);
    });

    it("shows the sessions in a column of their own", async () => {
      const log = await folder.log("log.json", [
        start("GetSessionToken", ONE, "", 1),
        bySession(ONE, "", "GetObject", 2),
        byRole("GetObject", 20),
      ]);
      const { stdout } = await runCli([
        "keys",
        "verify",
        KEY.keyId,
        "--role",
        TRAIL_ROLE,
        "--cloudtrail",
        log,
      ]);
      assert.match(stdout, /^state +call +by the key +by its sessions +by the role$/m);
      assert.match(stdout, /^moved +s3 GetObject orders +- +1, last 2026-11-02 +1, last 2026-11-20$/m);
    });

    it("is not ready if the log has sessions without IDs, or is shorter than a session", async () => {
      const unnamed = keyEvent(
        KEY,
        { ...startCall("GetSessionToken", "", ""), response: { credentials: {} } },
        "20.50.1.17",
        "x",
        at(1),
      );
      const [, { reasons }] = await verify([unnamed, byKey("GetObject", 1), byRole("GetObject", 20)]);
      assert.deepEqual(reasons, [
        "The key began 1 session whose key ID the log does not have, so their calls are not known. With Athena or CloudTrail Lake, add the column responseelements.",
      ]);
      const oneDay = [byKey("GetObject", 18), byRole("GetObject", 19)];
      assert.match(
        (await verify(oneDay, "--quiet-days", "1"))[1].reasons[0] ?? "",
        /^The log has fewer than 36 hours\./,
      );
      assert.deepEqual(
        (await verify([...oneDay, byRole("GetObject", 20)], "--quiet-days", "1"))[1].reasons,
        [],
      );
    });
  });

  describe("with a log that lacks accounts, regions, or days", () => {
    const ACCOUNT = "111122223333";
    /** A record in another account and region. */
    const moved = (record: string, account: string, region: string) =>
      record.replaceAll(ACCOUNT, account).replace('"awsRegion":"eu-west-1"', `"awsRegion":"${region}"`);
    const everyDay = (from: number, to: number, account = ACCOUNT, region = "eu-west-1") =>
      Array.from({ length: to - from + 1 }, (_, index) =>
        moved(serviceEvent(at(from + index)), account, region),
      );
    const used = () => [byKey("GetObject", 1), byKey("GetObject", 5), byRole("GetObject", 4)];

    async function judge(
      records: readonly string[],
      ...args: readonly string[]
    ): Promise<[number | undefined, Verification]> {
      const log = await folder.log("log.json", records);
      const asked = ["keys", "verify", KEY.keyId, "--role", TRAIL_ROLE, "--cloudtrail", log];
      const { exitCode, stdout } = await runCli([...asked, "--format", "json", ...args]);
      return [exitCode, JSON.parse(stdout) as Verification];
    }

    const THEN =
      "Add the log files of these days. If nobody called that account and region then, a snapshot taken later shows IAM's date of the last use: give --snapshot.";

    it("is ready if the account and region of the key have an event on each day", async () => {
      const [exitCode, { state, silentDays }] = await judge([...used(), ...everyDay(1, 25)]);
      assert.deepEqual([exitCode, state, silentDays], [0, "ready", 20]);
    });

    it("cannot tell by the log of another account or another region", async () => {
      for (const [account, region] of [
        ["999988887777", "eu-west-1"],
        [ACCOUNT, "us-east-1"],
        ["999988887777", "us-east-1"],
      ] as const) {
        const [exitCode, found] = await judge([
          ...used(),
          ...everyDay(1, 5),
          ...everyDay(1, 25, account, region),
        ]);
        assert.deepEqual(
          [exitCode, found.state, found.isReady, found.silentDays, found.reasons, found.cannotTell],
          [
            1,
            "cannot-tell",
            false,
            0,
            [],
            [
              `The log has no event of account 111122223333 in eu-west-1 after 2026-11-05T10:00:00Z, although it goes on to 2026-11-25 elsewhere. So it does not show whether the key is silent. ${THEN}`,
            ],
          ],
        );
      }
    });

    it("cannot tell if the log has a gap within the silent days", async () => {
      const hole = [...used(), ...everyDay(1, 5), ...everyDay(25, 25)];
      const [exitCode, found] = await judge(hole);
      assert.deepEqual(
        [exitCode, found.state, found.silentDays, found.cannotTell],
        [
          1,
          "cannot-tell",
          0,
          [
            `The log has no event of account 111122223333 in eu-west-1 from 2026-11-06 to 2026-11-24 (19 days), so it does not show whether the key was silent. ${THEN}`,
          ],
        ],
      );
      const oneDay = await judge([...used(), ...everyDay(1, 11), ...everyDay(13, 25)]);
      assert.deepEqual([oneDay[0], oneDay[1].silentDays], [1, 12]);
      assert.match(oneDay[1].cannotTell[0] ?? "", / on 2026-11-12 \(1 day\)/);
      assert.equal((await judge([...used(), ...everyDay(1, 9), ...everyDay(11, 25)]))[0], 0);
    });

    it("needs each region in which the key made calls", async () => {
      const elsewhere = moved(byKey("GetObject", 2), ACCOUNT, "us-east-1");
      const [exitCode, { cannotTell }] = await judge([...used(), elsewhere, ...everyDay(1, 25)]);
      assert.equal(exitCode, 1);
      assert.match(
        cannotTell[0] ?? "",
        /^The log has no event of account 111122223333 in us-east-1 after 2026-11-02/,
      );
      const whole = [...used(), elsewhere, ...everyDay(1, 25), ...everyDay(1, 25, ACCOUNT, "us-east-1")];
      assert.equal((await judge(whole))[0], 0);
    });

    it("is ready without the days in which IAM knows that the key was silent", async () => {
      const snapshot = await folder.snapshot("estate.snapshot", [
        accessKey("importer", KEY.keyId, { LastUsed: { LastUsedDate: "2026-11-05T10:00:00Z" } }),
      ]);
      const hole = [...used(), ...everyDay(1, 5), ...everyDay(25, 25)];
      assert.deepEqual((await judge(hole, "--snapshot", snapshot))[0], 0);
      const late = [...used(), ...everyDay(1, 5), ...everyDay(30, 30)];
      assert.deepEqual((await judge(late, "--snapshot", snapshot))[1].state, "cannot-tell");
      const session = startedSessionEvent(KEY, sessionId(1), "", call("GetObject"), "x", "x", at(2));
      const start = keyEvent(KEY, startCall("GetSessionToken", sessionId(1), ""), "x", "x", at(2));
      assert.deepEqual(
        (await judge([...hole, start, session], "--snapshot", snapshot))[1].state,
        "cannot-tell",
      );
    });

    it("takes times after now for damage", async () => {
      const future = serviceEvent(at(5)).replace("2026-11-05T10", "2931-01-01T10");
      const [exitCode, { state, silentDays, cannotTell }] = await judge([
        ...used(),
        ...everyDay(1, 25),
        future,
      ]);
      assert.deepEqual([exitCode, state, silentDays], [1, "cannot-tell", 20]);
      assert.deepEqual(cannotTell, [
        "1 event of the log is dated after now, up to 2931-01-01T10:00:00Z: the log is damaged, or the clock of this machine is wrong.",
      ]);
    });

    it("does not count the data events of another account", async () => {
      const records = [byKey("ListBuckets", 1, false), byRole("ListBuckets", 20), ...everyDay(1, 25)];
      const stranger = moved(byKey("GetObject", 2), "999988887777", "eu-west-1").replace(
        KEY.keyId,
        "AKIAOTHER00000000009",
      );
      const [exitCode, { state, cannotTell }] = await judge([...records, stranger]);
      assert.deepEqual([exitCode, state, cannotTell.at(-1)], [1, "cannot-tell", WITHOUT_DATA]);
    });

    it("reads account and region of events in another layout, and of results of Athena", async () => {
      const spaced = [...used(), ...everyDay(1, 25)].map((record) =>
        JSON.stringify(JSON.parse(record), undefined, 1),
      );
      assert.equal((await judge(spaced))[0], 0);
      const header =
        "eventtime,eventsource,eventname,awsregion,recipientaccountid,accesskeyid,rolearn,accountid,eventcategory";
      const row = (day: number, key: string, role: string, account = ACCOUNT) =>
        `2026-11-${String(day).padStart(2, "0")}T10:00:00Z,s3.amazonaws.com,ListBuckets,eu-west-1,${account},${key},${role},${account},Data`;
      const rows = [row(1, KEY.keyId, ""), row(20, "ASIAX", TRAIL_ROLE)];
      for (const [account, expected] of [
        [ACCOUNT, 0],
        ["999988887777", 1],
      ] as const) {
        const others = Array.from({ length: 20 }, (_, index) => row(index + 1, "", "", account));
        const csv = await folder.write("log.csv", `${[header, ...rows, ...others].join("\n")}\n`);
        const args = ["keys", "verify", KEY.keyId, "--role", TRAIL_ROLE, "--cloudtrail", csv];
        const { exitCode, stdout } = await runCli(args);
        assert.equal(exitCode, expected, stdout);
        assert.equal(stdout.includes("Not ready, cannot tell: "), expected === 1);
      }
    });
  });

  describe("with calls that AWS refused the role", () => {
    const on = (key: string, name = "GetObject"): TrailCall => ({
      source: "s3.amazonaws.com",
      name,
      parameters: { bucketName: "b", key },
      isData: true,
    });
    const byKeyOn = (key: string, day: number) => keyEvent(KEY, on(key), "20.50.1.17", "x", at(day));
    const roleOn = (key: string, day: number, errorCode?: string, name?: string) =>
      sessionEvent(
        { ...on(key, name), ...(errorCode === undefined ? {} : { errorCode }) },
        "x",
        "x",
        at(day),
      );
    const judge = async (...records: readonly string[]) => {
      const [exitCode, { reasons }] = await verify([byKeyOn("pay/1", 1), byKeyOn("logs/1", 1), ...records]);
      return [exitCode, ...reasons];
    };

    it("waits for a success with the same object or folder", async () => {
      const refused = roleOn("pay/1", 18, "AccessDenied");
      assert.deepEqual(await judge(refused, roleOn("logs/1", 20)), [
        1,
        "AWS refused the role s3 GetObject b/* at 2026-11-18T10:00:00Z, which the key was allowed. It was for pay/1, and no later call for the same object or folder succeeded.",
      ]);
      for (const later of ["pay/1", "pay/2"]) {
        assert.deepEqual(await judge(refused, roleOn(later, 19), roleOn("logs/1", 20)), [0]);
      }
      for (const other of ["pay2/1", "pay", "pay/more/1", "paypay/1"]) {
        assert.equal((await judge(refused, roleOn(other, 20)))[0], 1, other);
      }
      assert.equal((await judge(roleOn("pay/1", 17), refused, roleOn("logs/1", 20)))[0], 1);
    });

    it("takes folders of different days for one, and those of different names not", async () => {
      const pairs = [
        ["in/2026/11/05/a", "in/2026/11/06/b", 0],
        ["in/2026-11-05/a", "in/2026-11-06/b", 0],
        ["in/year=2026/month=11/a", "in/year=2026/month=12/a", 0],
        ["in/1001/a", "in/1002/a", 1],
        ["in/north/a", "in/south/a", 1],
        ["a.csv", "b.csv", 1],
      ] as const;
      for (const [denied, done, expected] of pairs) {
        const found = await judge(roleOn(denied, 18, "AccessDenied"), roleOn(done, 20));
        assert.equal(found[0], expected, denied);
      }
    });

    it("takes another call that needs the same right for the same", async () => {
      const refused = roleOn("pay/1", 18, "AccessDenied");
      assert.equal((await judge(refused, roleOn("pay/1", 20, undefined, "HeadObject")))[0], 0);
      assert.equal((await judge(refused, roleOn("pay/1", 20, undefined, "PutObject")))[0], 1);
    });

    it("is no stranger to the order of events", async () => {
      assert.deepEqual(await judge(roleOn("pay/1", 19), roleOn("pay/1", 18, "AccessDenied")), [0]);
    });
  });

  it("compares a bounded number of objects, and counts the refusals of others", () => {
    const refusals = new Refusals(2);
    for (const [key, isDenied] of [
      ["a/1", true],
      ["b/1", false],
      ["c/1", true],
      ["c/1", false],
    ] as const) {
      const event = readTrailEvent(JSON.parse(byRole("GetObject", 1)));
      assert.ok(event !== undefined);
      refusals.add({ ...event, parameters: { key } }, "row", "arn:aws:s3:::b/*", "s3:GetObject", isDenied);
    }
    assert.equal(refusals.lost, 1);
    assert.deepEqual([...refusals.standing()], [["row", { at: "2026-11-01T10:00:00Z", what: "a/1" }]]);
  });

  it("counts the sessions that a token of Entra began: of this role, and without those that AWS refused", async () => {
    const began = webIdentityEvent("20.50.1.17", "x", at(2));
    const [, { sessions }] = await verify([
      byKey("GetObject", 1),
      began,
      webIdentityEvent("20.50.1.17", "x", at(3)).replace(
        `"requestParameters":{"roleArn":"${TRAIL_ROLE}"`,
        '"requestParameters":{"roleArn":"arn:aws:iam::111122223333:role/other"',
      ),
      webIdentityEvent("20.50.1.17", "x", at(4)).replace(
        '"requestParameters"',
        '"errorCode":"AccessDenied","requestParameters"',
      ),
      byRole("GetObject", 20),
    ]);
    assert.equal(sessions?.count, 1);
  });

  it("takes a refused call for a use, but not for something that the role must do", async () => {
    const refused = (record: string) =>
      record.replace('"requestParameters"', '"errorCode":"AccessDenied","requestParameters"');
    const id = sessionId(1);
    const [, { calls, lastUse, lastSessionUse }] = await verify([
      refused(byKey("PutObject", 2)),
      keyEvent(KEY, startCall("GetSessionToken", id, ""), "20.50.1.17", "x", at(1)),
      refused(startedSessionEvent(KEY, id, "", call("DeleteObject"), "20.50.1.17", "x", at(3))),
      byRole("GetObject", 20),
    ]);
    assert.deepEqual(
      calls.map((one) => one.call),
      ["s3.amazonaws.com GetObject", "sts.amazonaws.com GetSessionToken"],
    );
    assert.deepEqual([lastUse, lastSessionUse], ["2026-11-03T10:00:00Z", "2026-11-03T10:00:00Z"]);
  });

  it("calls nothing moved that needs no action, or that a session of the key still does", async () => {
    const identity = keyEvent(
      KEY,
      { source: "sts.amazonaws.com", name: "GetCallerIdentity", parameters: {} },
      "20.50.1.17",
      "x",
      at(1),
    );
    const id = sessionId(1);
    const [, { calls }] = await verify([
      identity,
      byKey("GetObject", 1),
      keyEvent(KEY, startCall("GetSessionToken", id, ""), "20.50.1.17", "x", at(18)),
      startedSessionEvent(KEY, id, "", call("GetObject"), "20.50.1.17", "x", at(19)),
      byRole("GetObject", 20),
    ]);
    assert.deepEqual(
      calls.map((one) => [one.call.replace(/^.* /, ""), one.state]),
      [
        ["GetObject", "both"],
        ["GetCallerIdentity", "not-needed"],
        ["GetSessionToken", "key"],
      ],
    );
  });

  it("does not count against the role what AWS refused it if the key never did it", async () => {
    const [exitCode] = await verify([
      byKey("GetObject", 1),
      byRole("GetObject", 19),
      byRole("PutObject", 20, "AccessDenied"),
    ]);
    assert.equal(exitCode, 0);
    const [, { reasons }] = await verify([
      byKey("GetObject", 1),
      byRole("GetObject", 19),
      byRole("GetObject", 20, "AccessDenied"),
    ]);
    assert.match(reasons[0] ?? "", /^AWS refused the role s3 GetObject orders at 2026-11-20/);
  });

  it("ends with 2 if no event is within the period", async () => {
    const records = [byKey("GetObject", 1), byRole("GetObject", 20)];
    assert.equal((await verify(records, "--since", "2027-01-01"))[0], 2);
  });

  it("keeps a bounded number of calls, and is not ready if it does not follow all sessions", () => {
    const log: LogSummary = {
      files: 1,
      events: 1,
      inPeriod: 1,
      first: "2026-10-01T00:00:00Z",
      last: "2026-12-01T00:00:00Z",
      hasDataEvents: true,
      duplicates: 0,
      unreadCount: 0,
      unread: [],
    };
    const both = new SideBySide(KEY.keyId, TRAIL_ROLE, undefined);
    for (let number = 0; number < 2_001; number++) {
      const record = number === 0 ? byKey("Call1", 1) : byRole(`Call${number}`, 1);
      const event = readTrailEvent(JSON.parse(record));
      assert.ok(event !== undefined);
      both.add(event);
    }
    const coverage = new Coverage();
    for (let day = Date.parse("2026-11-01"); day <= Date.parse("2026-12-01"); day += 24 * 3_600_000) {
      const time = `${new Date(day).toISOString().slice(0, 19)}Z`;
      coverage.add({ recipient: "111122223333", region: "eu-west-1", time, isDataEvent: true });
    }
    const unfollowed = { lost: 0, unnamed: 0, hasOverflowed: false };
    const evidence = {
      log,
      coverage,
      snapshot: undefined,
      quietDays: 14,
      unfollowed,
      notNeeded: [],
      now: Date.parse("2026-12-01T00:00:00Z"),
      until: undefined,
    };
    const { calls, isReady } = both.verify(evidence);
    assert.deepEqual([calls.length, isReady], [2_000, true]);
    for (const missing of [{ lost: 1 }, { hasOverflowed: true }]) {
      const more = both.verify({ ...evidence, unfollowed: { ...unfollowed, ...missing } });
      assert.deepEqual(more.reasons, [
        "The log has more sessions than are followed, so a session of the key may be in use. Give --since to read a shorter time.",
      ]);
    }
  });

  it("is not ready if the log has no call of the key, or none that AWS carried out", async () => {
    const denied = byKey("GetObject", 1).replace('"eventName"', '"errorCode":"AccessDenied","eventName"');
    for (const records of [[], [denied]]) {
      const [exitCode, { reasons }] = await verify([
        ...records,
        byKey("GetObject", 1).replace(KEY.keyId, "AKIAOTHER00000000009"),
        byRole("GetObject", 20),
      ]);
      assert.deepEqual([exitCode, reasons], [1, [WITHOUT_CALLS]]);
    }
  });

  it("cannot tell of a key that a snapshot of all keys does not have", async () => {
    const records = [byKey("GetObject", 1), byRole("GetObject", 20)];
    const complete = (account: string): SnapshotRecord => ({
      kind: "section",
      section: `aws/${account}/access-keys`,
      state: "complete",
      records: 1,
      at: "2026-11-27T07:00:00.000Z",
    });
    const other = accessKey("importer", "AKIAOTHER00000000009");
    const absent = `The snapshot of 2026-11-27T07:00:00.000Z has all access keys of the account, and not ${KEY.keyId}: it was deleted before, or created later. Check the ID, or take a new snapshot.`;
    const whole = await folder.snapshot("whole.snapshot", [other, complete("111122223333")]);
    const [exitCode, { state, cannotTell }] = await verify(records, "--snapshot", whole);
    assert.deepEqual([exitCode, state, cannotTell], [1, "cannot-tell", [absent]]);
    for (const list of [[other], [other, complete("444455556666")]]) {
      const part = await folder.snapshot("part.snapshot", list);
      assert.equal((await verify(records, "--snapshot", part))[0], 0);
    }
  });

  it("is never ready for a key of the root user", async () => {
    const byRoot = byKey("GetObject", 1).replace('"type":"IAMUser"', '"type":"Root"');
    assert.notEqual(byRoot, byKey("GetObject", 1));
    const [exitCode, { reasons }] = await verify([byRoot, byRole("GetObject", 20)]);
    assert.deepEqual(
      [exitCode, reasons],
      [
        1,
        [
          "It is a key of the root user. IAM does not list it, and keys retire cannot change it. Move the workload, and delete the key as the root user.",
        ],
      ],
    );
  });

  it("does not believe a date of IAM's that the log refutes", async () => {
    const log = await folder.log("gap.json", [
      byKey("GetObject", 1),
      byKey("GetObject", 8),
      byRole("GetObject", 8),
      ...[1, 2, 3, 4, 5, 6, 7, 8, 26].map((day) => serviceEvent(at(day))),
    ]);
    const run = async (LastUsed: Readonly<Record<string, string>>) => {
      const snapshot = await folder.snapshot("date.snapshot", [
        accessKey("importer", KEY.keyId, { LastUsed }),
      ]);
      const { exitCode, stdout } = await runCli(
        [
          "keys",
          "verify",
          KEY.keyId,
          "--role",
          TRAIL_ROLE,
          "--cloudtrail",
          log,
          "--snapshot",
          snapshot,
        ].concat("--format", "json"),
      );
      const { cannotTell, notes } = JSON.parse(stdout) as Verification;
      return [exitCode, cannotTell.length, notes] as const;
    };
    assert.deepEqual(await run({ LastUsedDate: "2026-11-08T09:50:00Z" }), [0, 0, []]);
    for (const [LastUsed, shown] of [
      [{ LastUsedDate: "2026-11-01T10:00:00Z" }, "2026-11-01T10:00:00Z"],
      [{}, "no date"],
    ] as const) {
      assert.deepEqual(await run(LastUsed), [
        1,
        1,
        [
          `The snapshot has ${shown} as the last use, and the log has 2026-11-08T10:00:00Z. So IAM's date is no evidence of silence.`,
        ],
      ]);
    }
  });

  it("cannot tell from a log that ends long ago, or before its end", async () => {
    const records = [byKey("GetObject", 1), byRole("GetObject", 20)];
    mock.timers.setTime(Date.parse("2026-12-05T09:00:00Z"));
    assert.equal((await verify(records))[0], 0);
    mock.timers.setTime(Date.parse("2026-12-05T11:00:00Z"));
    const [exitCode, { cannotTell }] = await verify(records);
    assert.deepEqual(
      [exitCode, cannotTell],
      [
        1,
        [
          "The log ends at 2026-11-20T10:00:00Z, 15 days ago, so it does not show whether the key was used since. Copy the newest log files.",
        ],
      ],
    );
    assert.equal((await verify(records, "--quiet-days", "16"))[1].cannotTell.length, 0);
    mock.timers.setTime(Date.parse("2026-12-01T00:00:00Z"));
    const late = [...records, byKey("GetObject", 26)];
    const [cut, { cannotTell: left }] = await verify(late, "--until", "2026-11-21");
    assert.deepEqual(
      [cut, left],
      [
        1,
        [
          "--until leaves out what the log has from 2026-11-21T00:00:00Z on, and the key may be used there. Omit --until.",
        ],
      ],
    );
  });

  it("takes no call of the role for made that AWS refused, or did not look at", async () => {
    const states = async (errorCode: string) =>
      (await verify([byKey("GetObject", 1), byRole("GetObject", 20, errorCode)]))[1].calls.map(
        ({ state, role, roleDenied }) => [state, role?.count, roleDenied?.count],
      );
    for (const refused of [
      "UnauthorizedException",
      "ForbiddenException",
      "AuthFailure",
      "Client.AuthFailure",
      "AllAccessDisabled",
    ]) {
      assert.deepEqual(await states(refused), [["stopped", undefined, 1]], refused);
    }
    for (const untried of [
      "ThrottlingException",
      "RequestLimitExceeded",
      "SlowDown",
      "ExpiredTokenException",
      "InvalidClientTokenId",
      "SignatureDoesNotMatch",
      "InternalFailure",
    ]) {
      assert.deepEqual(await states(untried), [["stopped", undefined, undefined]], untried);
    }
    // A missing object needs the permission as well.
    assert.deepEqual(await states("NoSuchKey"), [["moved", 1, undefined]]);
  });

  it("names the next step for an inactive key", async () => {
    const of = (Status: "Active" | "Inactive") =>
      folder.snapshot(Status, [accessKey("importer", KEY.keyId, { Status })]);
    const records = [byKey("GetObject", 1), byRole("GetObject", 20)];
    const log = await folder.log("it's a log.json", [...records, ...daily(records)]);
    const next = async (snapshot: string) => {
      const args = ["keys", "verify", KEY.keyId, "--role", TRAIL_ROLE, "--cloudtrail", log];
      const { stdout } = await runCli([...args, "--snapshot", snapshot]);
      return /^Ready.*\n.*$/m.exec(stdout)?.[0];
    };
    const command = `\n  npx @azure-to-aws/cli keys retire ${KEY.keyId} --cloudtrail '${log.replaceAll("'", String.raw`'\''`)}'`;
    assert.equal(
      await next(await of("Inactive")),
      `Ready. The key is inactive. Delete it when the second period is over:${command}`,
    );
    assert.equal(await next(await of("Active")), `Ready. Deactivate the key:${command}`);
  });

  it("counts the days from --since on, not from the first event of the file", async () => {
    const records = [byKey("GetObject", 1), byRole("GetObject", 10), byRole("GetObject", 20)];
    const [exitCode, { silentDays, reasons }] = await verify(records, "--since", "2026-11-09");
    assert.deepEqual([exitCode, silentDays], [1, 11]);
    assert.deepEqual(reasons, ["The log has only 11 whole days. Expected 14 or more.", WITHOUT_CALLS]);
  });

  it("prints a table, and ends with 2 if a part of the log is missing", async () => {
    const records = [byKey("GetObject", 1), byRole("GetObject", 20)];
    const log = await folder.log("log.json", [...records, ...daily(records)]);
    const cut = await folder.write("cut.json", '{"Records":[');
    const args = ["keys", "verify", KEY.keyId, "--role", TRAIL_ROLE, "--cloudtrail", log];
    const { stdout, exitCode } = await runCli(args);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^moved {2}s3 GetObject orders {2}1, last 2026-11-01 {2}1, last 2026-11-20$/m);
    assert.match(
      stdout,
      /^Ready\. Deactivate the key:\n {2}npx @azure-to-aws\/cli keys retire AKIAIMPORTER00000001 --cloudtrail \S+\/log\.json$/m,
    );
    const part = await runCli([...args, "--cloudtrail", cut]);
    assert.equal(part.exitCode, 2);
    assert.match(part.stdout, /Not ready: 1 file could not be read to the end/);
    assert.match((await runCli(args.slice(0, 3))).stderr, /--role is missing/);
    assert.match((await runCli([...args.slice(0, 3), "--role", "x"])).stderr, /--role: invalid value/);
  });
});
