import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { type LogSummary, readLog } from "../../../../../cli/keys/cloudtrail/read-log";
import type { TrailEvent } from "../../../../../cli/keys/cloudtrail/trail-event";
import { generateTrail, keyEvent, sessionEvent, TRAIL_ACCOUNT, TRAIL_KEYS } from "../../../../../lab/aws";

const [IMPORTER] = TRAIL_KEYS;
const [LIST] = IMPORTER?.calls ?? [];
const AT = { time: "2026-11-03T10:00:00Z", region: "eu-west-1", serial: 7 };

/** The event of {@link RECORD}, as the reader has it. */
const EVENT: TrailEvent = {
  id: "7c1d2e3f-0000-4000-8000-000000000007",
  recipient: TRAIL_ACCOUNT,
  isStranger: false,
  time: "2026-11-03T10:00:00Z",
  source: "s3.amazonaws.com",
  name: "ListObjects",
  region: "eu-west-1",
  address: "20.50.1.17",
  userAgent: "aws-cli/2",
  keyId: "AKIAIMPORTER00000001",
  identityType: "IAMUser",
  account: TRAIL_ACCOUNT,
  userName: "importer",
  roleArn: "",
  invokedBy: "",
  errorCode: "",
  vpcEndpointId: "",
  isDataEvent: true,
  resources: ["arn:aws:s3:::orders-incoming"],
  parameters: { bucketName: "orders-incoming", "list-type": "2", prefix: "incoming/" },
  startedKeyId: "",
};

describe("reading CloudTrail's logs", function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "keys-log-"));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  function record(): string {
    assert.ok(IMPORTER !== undefined && LIST !== undefined);
    return keyEvent(IMPORTER, LIST, "20.50.1.17", "aws-cli/2", AT);
  }

  /** The same call at another time. */
  function at(time: string): string {
    assert.ok(IMPORTER !== undefined && LIST !== undefined);
    return keyEvent(IMPORTER, LIST, "20.50.1.17", "aws-cli/2", {
      ...AT,
      time,
      serial: Date.parse(time) / 1000,
    });
  }

  async function read(
    files: Readonly<Record<string, string | Buffer>>,
    query: Partial<Parameters<typeof readLog>[1]> = {},
  ): Promise<{ events: TrailEvent[]; summary: LogSummary }> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
    const events: TrailEvent[] = [];
    const names = Object.keys(files).map((name) => path.join(folder, name));
    const summary = await readLog(names, { needles: ["AKIA"], ...query }, (event) => events.push(event));
    return { events, summary };
  }

  it("reads every event of a generated trail exactly once", async () => {
    const facts = await generateTrail(folder, {
      seed: 22,
      events: 5_000,
      from: "2026-01-01T00:00:00Z",
      days: 20,
    });
    const counts: Record<string, number> = {};
    const summary = await readLog([folder], { needles: ["AKIA"] }, ({ keyId }) => {
      counts[keyId] = (counts[keyId] ?? 0) + 1;
    });
    const expected = Object.fromEntries(Object.entries(facts.keys).map(([key, { calls }]) => [key, calls]));
    assert.deepEqual(counts, expected);
    assert.equal(Object.keys(expected).length, TRAIL_KEYS.length);
    assert.deepEqual(summary, {
      files: facts.files,
      events: 5_000,
      inPeriod: 5_000,
      first: facts.first,
      last: facts.last,
      hasDataEvents: true,
      duplicates: 0,
      unreadCount: 0,
      unread: [],
    });
  });

  it("generates the same trail for the same seed, and another one for another seed", async () => {
    const options = { events: 2_000, from: "2026-01-01T00:00:00Z", days: 3 };
    const facts = await generateTrail(path.join(folder, "a"), { seed: 1, ...options });
    assert.deepEqual(await generateTrail(path.join(folder, "b"), { seed: 1, ...options }), facts);
    assert.notDeepEqual(await generateTrail(path.join(folder, "c"), { seed: 2, ...options }), facts);
  });

  it("reads a log file, plain or compressed, the output of LookupEvents, a list, and JSON Lines", async () => {
    const log = `{"Records":[${record()}]}`;
    const lookup = JSON.stringify({
      Events: [
        { EventId: "7", EventName: "ListObjects", AccessKeyId: EVENT.keyId, CloudTrailEvent: record() },
      ],
    });
    for (const [name, text] of Object.entries({
      "log.json": log,
      "log.json.gz": gzipSync(log),
      "lookup.json": lookup,
      "list.json": `[${record()}]`,
      "lines.jsonl": `${record()}\n`,
    })) {
      const { events, summary } = await read({ [name]: text });
      assert.deepEqual(events, [EVENT], name);
      assert.equal(summary.events, 1, name);
    }
  });

  it("finds the time, the kind, and the events in every layout of JSON", async () => {
    const log = { Records: [JSON.parse(record()) as unknown] };
    const lookup = { Events: [{ EventTime: "2026-11-03T11:00:00+01:00", CloudTrailEvent: record() }] };
    const lake = {
      QueryResultRows: [
        [
          { eventTime: "2026-11-03 10:00:00.000" },
          { eventSource: "s3.amazonaws.com" },
          { eventName: "ListObjects" },
          { userIdentity: `{"accessKeyId":"${EVENT.keyId}"}` },
          { eventCategory: "Data" },
        ],
      ],
    };
    for (const [name, text] of Object.entries({
      "indented.json": JSON.stringify(log, undefined, 4),
      "tabs.json": JSON.stringify(log, undefined, "\t").replaceAll('":', '"\t:'),
      "python.json": JSON.stringify(log).replaceAll('":', '": ').replaceAll(',"', ', "'),
      "lookup.json": JSON.stringify(lookup),
      "indented-lookup.json": JSON.stringify(lookup, undefined, 4),
      "lake.json": JSON.stringify(lake),
      "indented-lake.json": JSON.stringify(lake, undefined, 2),
    })) {
      for (const [needle, taken] of [
        ["AKIA", 1],
        ["AKIAOTHER", 0],
      ] as const) {
        const { events, summary } = await read({ [name]: text }, { needles: [needle] });
        assert.equal(events.length, taken, name);
        assert.deepEqual(
          [summary.events, summary.first, summary.last, summary.hasDataEvents, summary.unreadCount],
          [1, EVENT.time, EVENT.time, true, 0],
          `${name} ${needle}`,
        );
      }
    }
  });

  it("names a file with other data, and takes a quiet hour for a log", async () => {
    const other = "it has data, but no CloudTrail event";
    for (const [text, reasons] of [
      ["{}", [other]],
      ['{"changeNumber":1,"values":[{"name":"AzureCloud","properties":{"addressPrefixes":[]}}]}', [other]],
      ['[{"EventName":"ListObjects"}]', [other]],
      ['{"Records":[{"a":"AKIA"}]}', [other]],
      ['{"Records":[]}', []],
      ['{"Events": []}', []],
    ] as const) {
      const { summary } = await read({ "x.json": text });
      assert.deepEqual([summary.events, summary.unread.map(({ reason }) => reason)], [0, reasons], text);
    }
  });

  it("reads results of Athena with the whole identity or with its fields as columns", async () => {
    const identity = `{type=IAMUser, principalid=AIDA, arn=arn:aws:iam::${TRAIL_ACCOUNT}:user/importer, accountid=${TRAIL_ACCOUNT}, invokedby=null, accesskeyid=${EVENT.keyId}, username=importer, sessioncontext=null}`;
    const rest = [
      "2026-11-03T10:00:00Z",
      "s3.amazonaws.com",
      "ListObjects",
      "eu-west-1",
      "20.50.1.17",
      "aws-cli/2",
    ];
    const parameters = JSON.stringify(EVENT.parameters).replaceAll('"', '""');
    const resources = "[{arn=arn:aws:s3:::orders-incoming, accountid=null, type=AWS::S3::Bucket}]";
    const head =
      "eventtime,eventsource,eventname,awsregion,sourceipaddress,useragent,requestparameters,resources,managementevent";
    const cells = [...rest, parameters, resources, "false"].map((cell) => `"${cell}"`).join(",");
    const whole = await read({ "whole.csv": `"useridentity",${head}\n"${identity}",${cells}\n` });
    assert.deepEqual(whole.events, [{ ...EVENT, id: "" }]);
    const fields = await read({
      "fields.csv.gz": gzipSync(
        `accesskeyid,username,accountid,type,${head}\r\n${EVENT.keyId},importer,${TRAIL_ACCOUNT},IAMUser,${cells}\r\n`,
      ),
    });
    assert.deepEqual(fields.events, [{ ...EVENT, id: "" }]);
    assert.equal(fields.summary.events, 1);
    assert.equal(fields.summary.last, "2026-11-03T10:00:00Z");
  });

  it("reads results of CloudTrail Lake", async () => {
    const row = [
      { eventTime: "2026-11-03 10:00:00.000" },
      { eventSource: "s3.amazonaws.com" },
      { eventName: "ListObjects" },
      { awsRegion: "eu-west-1" },
      { sourceIPAddress: "20.50.1.17" },
      { userAgent: "aws-cli/2" },
      {
        userIdentity: JSON.stringify({
          type: "IAMUser",
          accountId: TRAIL_ACCOUNT,
          accessKeyId: EVENT.keyId,
          userName: "importer",
        }),
      },
      { requestParameters: JSON.stringify(EVENT.parameters) },
      { resources: JSON.stringify([{ ARN: "arn:aws:s3:::orders-incoming" }]) },
      { eventCategory: "Data" },
    ];
    const { events } = await read({
      "lake.json": JSON.stringify({ QueryStatus: "FINISHED", QueryResultRows: [row] }),
    });
    assert.deepEqual(events, [{ ...EVENT, id: "" }]);
  });

  it("knows the role of a session", async () => {
    assert.ok(LIST !== undefined);
    const text = `{"Records":[${sessionEvent(LIST, "20.50.1.17", "aws-cli/2", AT)}]}`;
    const { events } = await read({ "log.json": text }, { needles: ["azure-orders"] });
    assert.deepEqual(
      events.map(({ roleArn, identityType }) => [roleArn, identityType]),
      [[`arn:aws:iam::${TRAIL_ACCOUNT}:role/azure-orders`, "AssumedRole"]],
    );
  });

  it("leaves out events before and after a period, and files of days that cannot hold one", async () => {
    const day = (date: string) => `AWSLogs/1/CloudTrail/eu-west-1/${date}/x.json`;
    const log = `{"Records":[${record()}]}`;
    const files = { [day("2026/11/02")]: log, [day("2026/11/03")]: log, [day("2026/11/20")]: log };
    await read(files);
    const during = async (since: string, until: string) => {
      let taken = 0;
      const summary = await readLog([folder], { needles: ["AKIA"], since, until }, () => taken++);
      return [summary.files, taken];
    };
    assert.deepEqual(await during("2026-11-03T00:00:00Z", "2026-11-04T00:00:00Z"), [1, 1]);
    assert.deepEqual(await during("2026-11-03T10:00:00Z", "2026-11-03T10:00:01Z"), [1, 1]);
    assert.deepEqual(await during("2026-11-03T00:00:00Z", "2026-11-03T10:00:00Z"), [1, 0]);
    assert.deepEqual(await during("2026-11-03T10:00:01Z", "2026-11-30T00:00:00Z"), [2, 0]);
  });

  it("counts all events, and takes the first and the last time from those of the period", async () => {
    const log = `{"Records":[${["01", "02", "03", "04"].map((day) => at(`2026-11-${day}T10:00:00Z`)).join()}]}`;
    const { summary } = await read(
      { "log.json": log },
      { since: "2026-11-02T00:00:00Z", until: "2026-11-04T00:00:00Z" },
    );
    const { events, inPeriod, first, last } = summary;
    assert.deepEqual([events, inPeriod, first, last], [4, 2, "2026-11-02T10:00:00Z", "2026-11-03T10:00:00Z"]);
  });

  it("takes starts of sessions before the period apart, and reads the files that have them", async () => {
    const log = (day: string) => `{"Records":[${at(`2026-11-${day}T10:00:00Z`)}]}`;
    const files = {
      "2026/11/01/a.json": log("01"),
      "2026/11/03/b.json": log("03"),
      "2026/11/04/c.json": log("04"),
    };
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
    const [within, earlier]: [string[], string[]] = [[], []];
    await readLog(
      [folder],
      {
        needles: ["AKIA"],
        since: "2026-11-04T00:00:00Z",
        until: "2026-11-04T09:00:00Z",
        earlier: { milliseconds: 36 * 3_600_000, take: ({ time }) => earlier.push(time) },
      },
      ({ time }) => within.push(time),
    );
    assert.deepEqual([within, earlier], [[], ["2026-11-03T10:00:00Z"]]);
  });

  it("takes events of wanted sessions by their IDs alone", async () => {
    const sessions = new Set(["ASIA000000000000000A"]);
    const of = (keyId: string) => record().replaceAll("AKIAIMPORTER00000001", keyId);
    const log = `{"Records":[${["ASIA000000000000000A", "ASIA000000000000000B", "ASIA000000000000000AB", `ASIA${"A".repeat(130)}`].map(of).join()}]}`;
    const { events } = await read({ "log.json": log }, { needles: [], sessions });
    assert.deepEqual(
      events.map(({ keyId }) => keyId),
      ["ASIA000000000000000A"],
    );
  });

  it("reads times of rows in UTC, converts those with an offset, and refuses those of a named zone", async () => {
    const rows = (time: string) =>
      `eventtime,eventsource,eventname,accesskeyid\n"${time}","s3.amazonaws.com","ListBuckets","AKIAIMPORTER00000001"\n`;
    for (const [written, time] of [
      ["2026-11-03 10:00:00.000", "2026-11-03T10:00:00Z"],
      ["2026-11-03 10:00:00.000 UTC", "2026-11-03T10:00:00Z"],
      ["2026-11-03T10:00:00Z", "2026-11-03T10:00:00Z"],
      ["2026-11-03 01:00:00.000 +02:00", "2026-11-02T23:00:00Z"],
    ] as const) {
      const { events } = await read({ "rows.csv": rows(written) });
      assert.deepEqual(
        events.map((event) => event.time),
        [time],
      );
    }
    for (const zone of ["Europe/Berlin", "EST"]) {
      const { events, summary } = await read({ "rows.csv": rows(`2026-11-03 10:00:00.000 ${zone}`) });
      assert.deepEqual(
        [events, summary.unread.map(({ reason }) => reason)],
        [[], ["an event has an invalid eventTime"]],
        zone,
      );
    }
  });

  it("reads no digests and insights in a folder", async () => {
    await read({
      "CloudTrail-Digest/a.json": "{}",
      "CloudTrail-Insight/b.json": "{}",
      "notes.txt": "x",
      "log.json": `{"Records":[${record()}]}`,
    });
    const summary = await readLog([folder], { needles: ["AKIA"] }, () => undefined);
    assert.deepEqual([summary.files, summary.events, summary.unreadCount], [1, 1, 0]);
  });

  it("reads every document of a file: gzip with several members, logs that were put together, and a byte order mark", async () => {
    const other = record().replaceAll("000000000007", "000000000008");
    const documents = [`\ufeff{"Records":[${record()}],"x":{"y":"]}"}}`, ` \n{"Records":[]}`, `[${other}]\n`];
    for (const [name, text] of Object.entries({
      "plain.json": documents.join(""),
      "members.json.gz": Buffer.concat(documents.map((one) => gzipSync(one))),
    })) {
      const { events, summary } = await read({ [name]: text });
      assert.deepEqual(events, [EVENT, { ...EVENT, id: EVENT.id.replace(/7$/, "8") }], name);
      assert.deepEqual([summary.events, summary.unreadCount], [2, 0]);
    }
  });

  it("counts an event once that two trails recorded", async () => {
    const log = `{"Records":[${record()}]}`;
    const { events, summary } = await read({ "one.json": log, "two.json.gz": gzipSync(log) });
    assert.deepEqual(events, [EVENT]);
    assert.deepEqual([summary.events, summary.duplicates], [2, 1]);
  });

  it("does not take a digest for a log with events", async () => {
    const digest = {
      digestStartTime: "2026-11-03T10:00:00Z",
      newestEventTime: "2026-11-03T10:00:00Z",
      logFiles: [],
    };
    const { summary } = await read({ "digest.json": JSON.stringify(digest) });
    assert.deepEqual([summary.files, summary.events], [1, 0]);
  });

  it("does not read a file on whose event no period can decide", async () => {
    // Node reads the second one, and what is in parentheses would be in every report.
    for (const time of ["yesterday", "Nov 3 2026 10:00 (<b>bold</b>)", "2026-13-03T10:00:00Z"]) {
      const timeless = record().replace(AT.time, time);
      const { events, summary } = await read({ "log.json": `{"Records":[${timeless}]}` });
      assert.deepEqual(
        [events, summary.unread.map(({ reason }) => reason)],
        [[], ["an event has an invalid eventTime"]],
        time,
      );
    }
  });

  it("names what it could not read, and reads the rest", async () => {
    const whole = gzipSync(`{"Records":[${record()}]}`);
    const { events, summary } = await read({
      "a.json.gz": whole.subarray(0, whole.length - 9),
      "b.json": "",
      "c.csv": "eventtime,eventsource\n1,2\n",
      "d.json": `{"Records":[${record()},{"AKIA":}]}`,
      "e.json": `{"Records":[${record()}]}`,
    });
    assert.deepEqual([events.length, summary.duplicates], [1, 1]);
    assert.deepEqual(summary.unread.map(({ file, reason }) => [path.basename(file), reason]).sort(), [
      ["a.json.gz", "Z_BUF_ERROR"],
      ["b.json", "the file is empty"],
      ["c.csv", "the columns eventname are missing"],
      ["d.json", "an event is not JSON"],
    ]);
    assert.equal(summary.unreadCount, 4);
    const missing = await readLog([path.join(folder, "none")], { needles: ["AKIA"] }, () => undefined);
    assert.deepEqual(missing.unread, [{ file: path.join(folder, "none"), reason: "ENOENT" }]);
  });
});
