import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { renderKeysText } from "../../../../../cli/keys/find/find-text";
import type { KeysReport } from "../../../../../cli/keys/find/keys-report";
import {
  generateTrail,
  keyEvent,
  sessionId,
  startCall,
  startedSessionEvent,
  TRAIL_ACCOUNT,
  TRAIL_KEYS,
} from "../../../../../lab/aws";
import { runCli } from "../../run-cli";
import { accessKey, KeysFolder, user } from "../keys-folder";

const [IMPORTER] = TRAIL_KEYS;
const [LIST] = IMPORTER?.calls ?? [];

describe("keys find", function () {
  this.timeout(60_000);
  let folder: KeysFolder;

  beforeEach(async () => {
    folder = await KeysFolder.make();
  });

  afterEach(async () => {
    await folder.remove();
  });

  const run = (...args: readonly string[]) =>
    runCli(["keys", "find", "--service-tags", folder.serviceTags, ...args]);

  async function report(...args: readonly string[]): Promise<KeysReport> {
    const { stdout } = await run("--format", "json", ...args);
    return JSON.parse(stdout) as KeysReport;
  }

  /** A call of the importer's key, with something else than usual. */
  function call(
    address: string,
    more: Parameters<typeof keyEvent>[1] | object = {},
    agent = "aws-cli/2",
    serial = 1,
  ) {
    assert.ok(IMPORTER !== undefined && LIST !== undefined);
    return keyEvent(IMPORTER, { ...LIST, ...more }, address, agent, {
      time: `2026-11-0${serial}T10:00:00Z`,
      region: "eu-west-1",
      serial,
    });
  }

  it("finds exactly what the keys of a generated trail did", async () => {
    const facts = await generateTrail(folder.file("trail"), {
      seed: 7,
      events: 6_000,
      from: "2026-01-01T00:00:00Z",
      days: 30,
    });
    const found = await report("--cloudtrail", folder.file("trail"));
    const ids = (keys: KeysReport["azure"]) => keys.map(({ keyId, confidence }) => [keyId, confidence]);
    assert.deepEqual(ids(found.azure), [
      ["AKIAIMPORTER00000001", "high"],
      ["AKIAWEBSHOP000000002", "high"],
      ["AKIACHAIN00000000007", "high"],
      ["AKIATOKEN00000000008", "high"],
      ["AKIAMOVED00000000003", "high"],
      ["AKIALAPTOP0000000004", "low"],
    ]);
    assert.deepEqual(ids(found.elsewhere), [["AKIAOFFICE0000000005", undefined]]);
    assert.deepEqual(ids(found.unknown), [["AKIAENDPOINT00000006", undefined]]);
    for (const key of [...found.azure, ...found.elsewhere, ...found.unknown]) {
      const fact = facts.keys[key.keyId];
      assert.ok(fact !== undefined);
      assert.deepEqual([key.calls.total, key.first, key.last], [fact.calls, fact.first, fact.last]);
      const actions = Object.fromEntries(
        key.actions.map(({ source, name, calls }) => [`${source} ${name}`, calls]),
      );
      assert.deepEqual(actions, fact.actions);
      const sessions: Record<string, number> = {};
      for (const { source, name, calls } of key.sessions.flatMap((session) => session.actions)) {
        sessions[`${source} ${name}`] = (sessions[`${source} ${name}`] ?? 0) + calls;
      }
      assert.deepEqual(sessions, fact.sessions);
    }
    assert.deepEqual(
      found.azure.flatMap(({ keyId, sessions }) =>
        sessions.map(({ call: start, role }) => [keyId, start, role?.replace(/.*\//, "")]),
      ),
      [
        ["AKIACHAIN00000000007", "AssumeRole", "hub"],
        ["AKIACHAIN00000000007", "AssumeRole", "reports-reader"],
        ["AKIATOKEN00000000008", "GetSessionToken", undefined],
      ],
    );
    const [, webshop] = found.azure;
    assert.ok(webshop !== undefined);
    assert.deepEqual(
      webshop.places.map(({ tag, region, service, calls }) => [tag, region, service, calls]),
      [["AppService.WestEurope", "westeurope", "AzureAppService", webshop.calls.total]],
    );
    assert.deepEqual(
      webshop.actions.map(({ name, denied, resources }) => [name, denied > 0, resources.length > 0]),
      [
        ["PutItem", true, false],
        ["PutObject", false, true],
        ["GetSecretValue", false, true],
        ["SendMessage", false, true],
      ],
    );
  });

  it("joins the log with the snapshot: owners, states, last uses, keys that the log does not have, root users", async () => {
    const log = await folder.log("log.json", [call("20.50.1.17")]);
    const snapshot = await folder.snapshot("estate.snapshot", [
      user("importer", "team orders"),
      accessKey("importer", "AKIAIMPORTER00000001", {
        LastUsed: { LastUsedDate: "2026-11-20T00:00:00Z", ServiceName: "dynamodb", Region: "eu-west-1" },
      }),
      accessKey("never", "AKIANEVER00000000007", { LastUsed: {}, Status: "Inactive" }),
      accessKey("silent", "AKIASILENT0000000008", {
        LastUsed: { LastUsedDate: "2025-01-01T00:00:00Z", ServiceName: "s3", Region: "us-east-1" },
      }),
      {
        kind: "aws.credential-report-row",
        of: TRAIL_ACCOUNT,
        data: { user: "<root_account>", access_key_1_active: "true", access_key_2_active: "false" },
      },
      {
        kind: "section",
        section: `aws/${TRAIL_ACCOUNT}/access-keys`,
        state: "refused",
        records: 3,
        at: "2026-11-27T07:00:01Z",
        error: { code: "AccessDenied", message: "no" },
      },
    ]);
    const found = await report("--cloudtrail", log, "--snapshot", snapshot);
    const [importer] = found.azure;
    assert.deepEqual(
      [importer?.owner, importer?.status, importer?.confidence, importer?.notes],
      [
        "team orders",
        "Active",
        "medium",
        [
          "Only one call came from Azure.",
          "IAM recorded a later use at 2026-11-20T00:00:00Z (dynamodb), which this log does not have.",
        ],
      ],
    );
    assert.deepEqual(
      found.notInLog.map(({ keyId, status, notes }) => [keyId, status, ...notes]),
      [
        ["AKIANEVER00000000007", "Inactive", "IAM has no record that anybody ever used it."],
        [
          "AKIASILENT0000000008",
          "Active",
          "IAM recorded a use at 2025-01-01T00:00:00Z (s3, us-east-1), which this log does not have.",
        ],
      ],
    );
    assert.deepEqual(found.rootKeys, [TRAIL_ACCOUNT]);
    assert.deepEqual(found.notes, [`The snapshot does not have all of aws/${TRAIL_ACCOUNT}/access-keys.`]);
  });

  it("never calls a key of the root user deleted, and counts active ones in the history", async () => {
    const record = call("20.50.1.17")
      .replace('"type":"IAMUser"', '"type":"Root"')
      .replace('"userName":"importer"', '"userName":""');
    const log = await folder.log("log.json", [record]);
    const section = `aws/${TRAIL_ACCOUNT}/access-keys`;
    const at = "2026-11-27T07:00:01Z";
    const estate = (active: string) =>
      folder.snapshot("estate.snapshot", [
        {
          kind: "aws.credential-report-row",
          of: TRAIL_ACCOUNT,
          data: { user: "<root_account>", access_key_1_active: "false", access_key_2_active: active },
        },
        { kind: "section", section, state: "complete", records: 0, at },
      ]);
    for (const [active, status] of [
      ["true", "Active"],
      ["false", "Inactive"],
    ] as const) {
      const [key] = (await report("--cloudtrail", log, "--snapshot", await estate(active))).azure;
      assert.deepEqual([key?.user, key?.status], ["<root_account>", status]);
      assert.doesNotMatch((key?.notes ?? []).join(" "), /it was deleted/);
    }
    const none = await folder.snapshot("none.snapshot", [
      { kind: "section", section, state: "complete", records: 0, at },
    ]);
    const [unknown] = (await report("--cloudtrail", log, "--snapshot", none)).azure;
    assert.equal(unknown?.status, "unknown");
    const unused = await folder.log("unused.json", [call("20.50.1.17")]);
    const snapshot = await estate("true");
    for (const [name, events, expected] of [
      ["used.jsonl", log, ["AKIAIMPORTER00000001 Active azure"]],
      ["unused.jsonl", unused, [`<root_account> ${TRAIL_ACCOUNT} Active not-in-log`]],
    ] as const) {
      const history = folder.file(name);
      await report("--cloudtrail", events, "--snapshot", snapshot, "--history", history);
      const { keys } = JSON.parse(await readFile(history, "utf8")) as {
        keys: { keyId: string; status: string; origin: string; user: string }[];
      };
      const roots = keys.filter((key) => key.user === "<root_account>");
      assert.deepEqual(
        roots.map((key) => `${key.keyId} ${key.status} ${key.origin}`),
        expected,
      );
    }
  });

  it("does not count calls of AWS services and through VPC endpoints as calls from anywhere", async () => {
    const byService = call("20.50.1.17").replace(
      '"userName":"importer"',
      '"userName":"importer","invokedBy":"athena.amazonaws.com"',
    );
    const throughEndpoint = call("20.50.1.17", {}, "aws-cli/2", 2).replace(
      '"eventCategory"',
      '"vpcEndpointId":"vpce-1","eventCategory"',
    );
    const records = [
      byService,
      throughEndpoint,
      call("athena.amazonaws.com"),
      call("10.0.0.4"),
      call("192.0.2.1"),
    ];
    const found = await report("--cloudtrail", await folder.log("log.json", records));
    assert.deepEqual(found.azure, []);
    assert.deepEqual(found.elsewhere[0]?.calls, { total: 5, azure: 0, elsewhere: 1, hidden: 2, aws: 2 });
  });

  describe("of keys that begin sessions", () => {
    const ROLE = `arn:aws:iam::${TRAIL_ACCOUNT}:role/reports`;
    const place = (serial: number) => ({
      time: `2026-11-0${serial}T10:00:00Z`,
      region: "eu-west-1",
      serial,
    });
    const start = (address: string, session: string, serial: number, more: object = {}) => {
      assert.ok(IMPORTER !== undefined);
      return keyEvent(
        IMPORTER,
        { ...startCall("AssumeRole", session, ROLE), ...more },
        address,
        "x",
        place(serial),
      );
    };
    const work = (address: string, session: string, serial: number, role = ROLE) => {
      assert.ok(IMPORTER !== undefined && LIST !== undefined);
      return startedSessionEvent(IMPORTER, session, role, LIST, address, "x", place(serial));
    };

    it("counts what the sessions did as use through the key, wherever in the log they began", async () => {
      const events = [
        work("20.50.1.17", sessionId(1), 3),
        work("20.50.1.17", sessionId(1), 4),
        start("192.0.2.1", sessionId(1), 2),
        work("20.50.1.17", sessionId(99), 5),
      ];
      const [key, ...others] = (await report("--cloudtrail", await folder.log("log.json", events))).azure;
      assert.deepEqual(others, []);
      assert.deepEqual(key?.calls, { total: 1, azure: 0, elsewhere: 1, hidden: 0, aws: 0 });
      assert.deepEqual(
        [key.first, key.last, key.confidence],
        ["2026-11-02T10:00:00Z", "2026-11-04T10:00:00Z", "medium"],
      );
      assert.deepEqual(
        key.sessions.map(({ call: begun, role, calls, first, last }) => [
          begun,
          role,
          calls.azure,
          first,
          last,
        ]),
        [["AssumeRole", ROLE, 2, "2026-11-03T10:00:00Z", "2026-11-04T10:00:00Z"]],
      );
      const { stdout } = await run("--cloudtrail", await folder.log("log.json", events));
      assert.match(stdout, /^ {2}confidence {2}medium: 2 of 3 calls from Azure \(66 %\)$/m);
      assert.match(
        stdout,
        /^ {2}through {5}a session of role arn:aws:iam::111122223333:role\/reports: 2 calls, 2 from Azure, the last at 2026-11-04T10:00:00Z: s3:ListBucket \(ListObjects\) 2 on arn:aws:s3:::orders-incoming$/m,
      );
      const markdown = await run("--cloudtrail", folder.file("log.json"), "--format", "markdown");
      assert.match(
        markdown.stdout,
        /^### `AKIAIMPORTER00000001` through a session of role `arn:.*:role\/reports`$/m,
      );
      assert.match(markdown.stdout, /\| medium \| 2 of 3 \|/);
    });

    it("counts no session that the key did not begin: a refused start, a start of another key, a session of nobody", async () => {
      const events = [
        start("192.0.2.1", sessionId(1), 1, { errorCode: "AccessDenied" }),
        work("20.50.1.17", sessionId(1), 2),
        start("192.0.2.1", sessionId(2), 3).replaceAll(IMPORTER?.keyId ?? "", "ASIASOMEBODY00000001"),
        work("20.50.1.17", sessionId(2), 4),
        work("20.50.1.17", sessionId(3), 5),
        call("192.0.2.1", {}, "x", 6),
      ];
      const found = await report("--cloudtrail", await folder.log("log.json", events));
      assert.deepEqual([found.azure, found.elsewhere[0]?.sessions], [[], []]);
    });

    it("follows sessions that began up to 36 hours before --since, and counts only calls since then", async () => {
      const events = [
        start("192.0.2.1", sessionId(1), 2),
        start("192.0.2.1", sessionId(2), 4),
        work("20.50.1.17", sessionId(2), 4),
        work("20.50.1.17", sessionId(2), 5),
        call("192.0.2.1", {}, "x", 6),
      ];
      const log = await folder.log("log.json", events);
      const [key] = (await report("--cloudtrail", log, "--since", "2026-11-05")).azure;
      assert.deepEqual([key?.calls.total, key?.sessions[0]?.calls.total, key?.sessions.length], [1, 1, 1]);
    });

    it("keeps a bounded number of roles, and says how many calls it does not list", async () => {
      const events = Array.from({ length: 52 }, (_, number) => [
        start("20.50.1.17", sessionId(number), 1, {
          parameters: { roleArn: `${ROLE}-${number}` },
        }).replace('"eventID":"', `"eventID":"${number}-`),
        work("20.50.1.17", sessionId(number), 2, `${ROLE}-${number}`).replace(
          '"eventID":"',
          `"eventID":"${number}-`,
        ),
      ]).flat();
      const [key] = (await report("--cloudtrail", await folder.log("log.json", events))).azure;
      assert.equal(key?.sessions.length, 50);
      assert.ok(key.notes.includes("2 calls of sessions of further roles are not listed."), key.notes.join());
    });

    it("says so if the log does not have the IDs of sessions", async () => {
      const events = [start("20.50.1.17", sessionId(1), 1, { response: undefined })];
      const { notes } = await report("--cloudtrail", await folder.log("log.json", events));
      assert.ok(
        notes.some((note) => note.startsWith("Keys began 1 session whose calls are not known here.")),
      );
      const { notes: none } = await report(
        "--cloudtrail",
        await folder.log("log.json", [start("20.50.1.17", sessionId(1), 1)]),
      );
      assert.deepEqual(
        none.filter((note) => note.includes("session")),
        [],
      );
    });

    it("reads the IDs from results of Athena", async () => {
      const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const head =
        "eventtime,eventsource,eventname,sourceipaddress,accesskeyid,recipientaccountid,responseelements";
      const response = JSON.stringify({ credentials: { accessKeyId: sessionId(1), expiration: "x" } });
      const log = await folder.write(
        "rows.csv",
        [
          head,
          [
            "2026-11-03T10:00:00Z",
            "s3.amazonaws.com",
            "GetObject",
            "20.50.1.17",
            sessionId(1),
            TRAIL_ACCOUNT,
            "",
          ]
            .map(cell)
            .join(),
          [
            "2026-11-02T10:00:00Z",
            "sts.amazonaws.com",
            "AssumeRole",
            "192.0.2.1",
            "AKIAIMPORTER00000001",
            TRAIL_ACCOUNT,
            response,
          ]
            .map(cell)
            .join(),
        ].join("\n"),
      );
      const [key] = (await report("--cloudtrail", log)).azure;
      assert.equal(key?.sessions[0]?.calls.azure, 1);
    });
  });

  it("prints the share that grades, the IAM action of a call, and lines that fit the terminal", async () => {
    const head = (address: string, serial: number) =>
      call(address, { name: "HeadObject" }, "aws-cli/2", serial);
    const log = await folder.log("log.json", [
      ...[1, 2, 3, 4, 5].map((serial) => head("20.50.1.17", serial)),
      head("10.0.0.4", 6),
      head("10.0.0.4", 7),
    ]);
    const { stdout } = await run("--cloudtrail", log);
    assert.match(
      stdout,
      /^ {2}confidence {2}high: 5 of 5 calls with a public address from Azure \(100 %\)$/m,
    );
    assert.match(stdout, /^ {2}action {6}s3:GetObject \(HeadObject\) 7 on /m);
    const narrow = renderKeysText(await report("--cloudtrail", log), 80);
    const long = narrow.split("\n").filter((line) => line.length > 80);
    assert.deepEqual(long, []);
    assert.equal(narrow.replaceAll(/\s+/g, " "), stdout.replaceAll(/\s+/g, " "));
  });

  it("grades a key by the share and the number of its calls from Azure", async () => {
    const graded = async (azure: number, elsewhere: number) => {
      const addresses = [
        ...Array<string>(azure).fill("20.50.1.17"),
        ...Array<string>(elsewhere).fill("192.0.2.1"),
      ];
      const log = await folder.log(
        "graded.json",
        addresses.map((address, index) =>
          call(address).replace('"eventID":"', `"eventID":"${String(index)}-`),
        ),
      );
      return (await report("--cloudtrail", log)).azure[0]?.confidence;
    };
    for (const [azure, elsewhere, confidence] of [
      [9, 1, "high"],
      [5, 0, "high"],
      [4, 0, "medium"],
      [8, 1, "medium"],
      [5, 5, "medium"],
      [5, 6, "low"],
      [1, 0, "medium"],
    ] as const) {
      assert.equal(await graded(azure, elsewhere), confidence, `${azure} of ${azure + elsewhere}`);
    }
  });

  it("does not call a use later that IAM recorded within its 15 minutes", async () => {
    const log = await folder.log("log.json", [call("20.50.1.17")]);
    const notes = async (LastUsedDate: string) => {
      const snapshot = await folder.snapshot("estate.snapshot", [
        accessKey("importer", IMPORTER?.keyId ?? "", { LastUsed: { LastUsedDate, ServiceName: "s3" } }),
      ]);
      return (await report("--cloudtrail", log, "--snapshot", snapshot)).azure[0]?.notes.slice(1);
    };
    assert.deepEqual(await notes("2026-11-01T10:15:00Z"), []);
    assert.deepEqual(await notes("2026-11-01T10:15:01Z"), [
      "IAM recorded a later use at 2026-11-01T10:15:01Z (s3), which this log does not have.",
    ]);
  });

  it("finds keys without the prefix if the snapshot has them", async () => {
    const old = "0ABCDEFGHIJKLMNOPQRS";
    const log = await folder.log("log.json", [call("20.50.1.17").replaceAll(IMPORTER?.keyId ?? "", old)]);
    const snapshot = await folder.snapshot("estate.snapshot", [accessKey("importer", old)]);
    const ids = async (...args: readonly string[]) =>
      (await report("--cloudtrail", log, ...args)).azure.map(({ keyId }) => keyId);
    assert.deepEqual([await ids(), await ids("--snapshot", snapshot)], [[], [old]]);
  });

  it("does not count a key as a stranger's that also called its own account, nor follow a stranger's sessions", async () => {
    const stranger = (record: string) =>
      record.replace(`"recipientAccountId":"${TRAIL_ACCOUNT}"`, '"recipientAccountId":"999988887777"');
    assert.ok(IMPORTER !== undefined && LIST !== undefined);
    const place = (serial: number) => ({ time: `2026-11-0${serial}T10:00:00Z`, region: "eu-west-1", serial });
    const both = [stranger(call("20.50.1.17")), call("20.50.1.17", {}, "x", 2)];
    const { azure, notes } = await report("--cloudtrail", await folder.log("both.json", both));
    assert.equal(azure[0]?.calls.total, 1);
    assert.ok(!notes.some((note) => note.includes("of other accounts")));
    const session = [
      stranger(
        keyEvent(IMPORTER, startCall("AssumeRole", sessionId(1), "arn:x"), "20.50.1.17", "x", place(1)),
      ),
      startedSessionEvent(IMPORTER, sessionId(1), "arn:x/y", LIST, "20.50.1.17", "x", place(2)),
    ];
    assert.deepEqual((await report("--cloudtrail", await folder.log("session.json", session))).azure, []);
  });

  it("does not list keys of other accounts that called resources of this one", async () => {
    const stranger = call("20.50.1.17").replace(
      `"recipientAccountId":"${TRAIL_ACCOUNT}"`,
      '"recipientAccountId":"999988887777"',
    );
    const log = await folder.log("log.json", [stranger]);
    const found = await report("--cloudtrail", log);
    assert.deepEqual([found.azure, found.elsewhere, found.unknown], [[], [], []]);
    assert.ok(found.notes.some((note) => note.startsWith("1 key of other accounts called resources")));
    // It is none for the organization that has it in its snapshot.
    const snapshot = await folder.snapshot("snapshot", [accessKey("importer", IMPORTER?.keyId ?? "")]);
    assert.equal((await report("--cloudtrail", log, "--snapshot", snapshot)).azure.length, 1);
  });

  it("takes only the names of services for calls of AWS", async () => {
    const records = [
      "cloudformation.amazonaws.com",
      "AWS Internal",
      "20.50.1.17, 192.0.2.1",
      "::ffff:20.50.1.17",
    ];
    const log = await folder.log(
      "log.json",
      records.map((address, at) => call(address, {}, "x", at + 1)),
    );
    const [found] = (await report("--cloudtrail", log)).azure;
    assert.deepEqual(found?.calls, { total: 4, azure: 1, elsewhere: 0, hidden: 1, aws: 2 });
  });

  it("ends with 0 if no key is used from Azure, 1 if one is, and 2 if something could not be read", async () => {
    const other = await folder.log("other.json", [call("192.0.2.1")]);
    const azure = await folder.log("azure.json", [call("20.50.1.17")]);
    const cut = await folder.write("cut.json", '{"Records":[');
    assert.equal((await run("--cloudtrail", other)).exitCode, 0);
    assert.equal((await run("--cloudtrail", azure)).exitCode, 1);
    const both = await run("--cloudtrail", azure, cut);
    assert.equal(both.exitCode, 2);
    assert.match(both.stdout, /^1 key used from Azure\n/);
    assert.match(
      both.stderr,
      /cut\.json: not read to its end: the file ends in the middle of its events\. .*\[log-not-read\]/,
    );
    const outside = await run("--cloudtrail", azure, "--since", "2027-01-01");
    assert.equal(outside.exitCode, 2);
    assert.match(outside.stdout, /^Unknown which keys are used from Azure/);
    const inMarkdown = await run("--cloudtrail", azure, "--since", "2027-01-01", "--format", "markdown");
    assert.match(
      inMarkdown.stdout,
      /\n\nUnknown which keys are used from Azure: no event of CloudTrail was read\.\n/,
    );
    assert.doesNotMatch(inMarkdown.stdout, /The log has no key/);
    const none = await run("--cloudtrail", other, "--format", "markdown");
    assert.match(none.stdout, /\n\nThe log has no key that is used from Azure\.\n/);
    assert.match(outside.stderr, /\[log-empty\]/);
    const empty = await run("--cloudtrail", await folder.log("empty.json", []));
    assert.equal(empty.exitCode, 2);
    assert.match(empty.stderr, /\[log-empty\]/);
  });

  it("names what is missing on the command line, and where the service tags come from", async () => {
    const tags = await runCli(["keys", "find", "--cloudtrail", "x"]);
    assert.equal(tags.exitCode, 2);
    assert.match(
      tags.stderr.replace(/\s+/g, " "),
      /--service-tags is missing\. .*download\/details\.aspx\?id=56519/,
    );
    assert.match((await run()).stderr, /--cloudtrail is missing/);
    assert.match((await run("--cloudtrail", "x", "--since", "yesterday")).stderr, /--since: invalid value/);
  });

  it("lets nothing of the log steer a terminal or a page", async () => {
    const evil = "\\u001b[31m|`<img src=x>@everyone\\u202e";
    const log = await folder.log("log.json", [call("20.50.1.17", {}, evil)]);
    const text = (await run("--cloudtrail", log)).stdout;
    assert.ok(!text.includes("\u001b") && !text.includes("\u202e"));
    assert.match(text, /<U\+001B>\[31m/);
    const markdown = (await run("--cloudtrail", log, "--format", "markdown")).stdout;
    assert.match(markdown, /- `<U\+001B>\[31m<U\+007C><U\+0060><img src=x>@everyone<U\+202E>`: 1 call/);
  });

  describe("with a snapshot without the key", () => {
    const section = (state: "complete" | "refused", account: string = TRAIL_ACCOUNT) =>
      ({
        kind: "section",
        section: `aws/${account}/access-keys`,
        state,
        records: 0,
        at: "2026-11-27T07:00:00Z",
      }) as const;

    it("says that the key was deleted if the snapshot has all keys of its account, and counts it no longer", async () => {
      const log = await folder.log("log.json", [call("20.50.1.17")]);
      const whole = await folder.snapshot("whole", [section("complete")]);
      const { stdout, exitCode } = await run("--cloudtrail", log, "--snapshot", whole);
      assert.equal(exitCode, 0);
      assert.match(stdout, /^1 key used from Azure, 1 of them inactive or deleted$/m);
      const found = (await report("--cloudtrail", log, "--snapshot", whole)).azure[0];
      assert.deepEqual(
        [found?.status, found?.notes[0]],
        [
          "Deleted",
          "The snapshot has all keys of the account, and this one is not among them: it was deleted.",
        ],
      );
    });

    it("does not say so otherwise", async () => {
      const log = await folder.log("log.json", [call("20.50.1.17")]);
      assert.ok(IMPORTER !== undefined && LIST !== undefined);
      const time = "2026-11-27T08:00:00Z";
      const later = await folder.log("later.json", [
        keyEvent(IMPORTER, LIST, "20.50.1.17", "x", { time, region: "eu-west-1", serial: 1 }),
      ]);
      const cases = [
        [log, await folder.snapshot("refused", [section("refused")])],
        [log, await folder.snapshot("other", [section("complete", "999999999999")])],
        [log, await folder.snapshot("redacted", [section("complete")], true)],
        [later, await folder.snapshot("whole", [section("complete")])],
      ] as const;
      for (const [file, snapshot] of cases) {
        const { exitCode } = await run("--cloudtrail", file, "--snapshot", snapshot);
        const found = (await report("--cloudtrail", file, "--snapshot", snapshot)).azure[0];
        assert.deepEqual([exitCode, found?.status], [1, "unknown"], snapshot);
        assert.equal(
          found?.notes[0],
          "The snapshot does not have this key: it is older than the key's last use, or does not have all keys of the account.",
        );
      }
    });

    it("does not count an inactive key", async () => {
      const log = await folder.log("log.json", [call("20.50.1.17")]);
      const of = (Status: "Active" | "Inactive") =>
        folder.snapshot(Status, [accessKey("importer", IMPORTER?.keyId ?? "", { Status })]);
      assert.equal((await run("--cloudtrail", log, "--snapshot", await of("Inactive"))).exitCode, 0);
      assert.equal((await run("--cloudtrail", log, "--snapshot", await of("Active"))).exitCode, 1);
    });
  });

  it("adds each run to a history that only its owner may read", async () => {
    const log = await folder.log("log.json", [call("20.50.1.17", {}, "x", 3)]);
    const history = folder.file("history.jsonl");
    const snapshot = await folder.snapshot("snapshot", [accessKey("importer", IMPORTER?.keyId ?? "")]);
    await run("--cloudtrail", log, "--snapshot", snapshot, "--history", history);
    await run("--cloudtrail", log, "--snapshot", snapshot, "--history", history);
    // A key without calls in a log that was not read completely would count as not used from Azure.
    const cut = await folder.write("cut.json", '{"Records":[');
    for (const incomplete of [
      ["--cloudtrail", log, cut],
      ["--cloudtrail", log, "--since", "2027-01-01"],
    ]) {
      const { stderr } = await run(...incomplete, "--snapshot", snapshot, "--history", history);
      assert.match(stderr, /nothing is added to this history.*\[history-not-kept\]/);
    }
    const line = JSON.stringify({
      format: 1,
      at: "2026-11-27T07:00:00.000Z",
      keys: [
        {
          keyId: "AKIAIMPORTER00000001",
          account: TRAIL_ACCOUNT,
          user: "importer",
          owner: "importer",
          status: "Active",
          origin: "azure",
        },
      ],
    });
    assert.equal(await readFile(history, "utf8"), `${line}\n${line}\n`);
    assert.equal((await stat(history)).mode & 0o777, 0o600);
    const { exitCode, stderr } = await run("--cloudtrail", log, "--history", history);
    assert.equal(exitCode, 2);
    assert.match(
      stderr.replaceAll(/\s+/g, " "),
      /--snapshot is missing\. Expected a snapshot of azure-to-aws collect/,
    );
  });
});
