import assert from "node:assert/strict";
import path from "node:path";
import { json } from "node:stream/consumers";
import { execa } from "execa";
import type { KeysReport } from "../../../../../cli/keys/find/keys-report";
import { keyEvent, sessionId, startCall, TRAIL_KEYS } from "../../../../../lab/aws";
import { LoopbackServer } from "../../../../../lab/http";
import { PROJECT_ROOT } from "../../../../../tools/project-root";
import { BARE, type CliResult, runCli } from "../../run-cli";
import { accessKey, KeysFolder } from "../keys-folder";

const PROGRAM = path.join(PROJECT_ROOT, "dist/cli/azure-to-aws.js");

interface Request {
  readonly LookupAttributes: readonly { readonly AttributeKey: string; readonly AttributeValue: string }[];
  readonly StartTime: number;
  readonly EndTime: number;
  readonly MaxResults: number;
  readonly NextToken?: string;
}

/** What the service answers: a status with a body. */
type Answer = readonly [status: number, body: object];

describe("keys find --lookup-days", function () {
  this.timeout(60_000);
  let folder: KeysFolder;
  let server: LoopbackServer;
  let requests: Request[];
  let answers: Answer[];

  beforeEach(async () => {
    folder = await KeysFolder.make();
    requests = [];
    answers = [];
    // AWS JSON 1.1, which CloudTrail speaks.
    server = await LoopbackServer.listen((incoming, response) => {
      void json(incoming).then((body) => {
        assert.match(String(incoming.headers["x-amz-target"]), /\.LookupEvents$/);
        requests.push(body as Request);
        const [status, answer] = answers.shift() ?? [200, { Events: [] }];
        response
          .writeHead(status, { "content-type": "application/x-amz-json-1.1" })
          .end(JSON.stringify(answer));
      });
    });
  });

  afterEach(async () => {
    await server.close();
    await folder.remove();
  });

  async function find(...args: readonly string[]): Promise<CliResult> {
    const snapshot = await folder.snapshot("estate.snapshot", [
      accessKey("importer", "AKIAIMPORTER00000001"),
      accessKey("silent", "AKIASILENT0000000008"),
    ]);
    const { exitCode, stdout, stderr } = await execa(
      process.execPath,
      [
        PROGRAM,
        "keys",
        "find",
        "--service-tags",
        folder.serviceTags,
        "--snapshot",
        snapshot,
        "--format",
        "json",
      ].concat(args),
      {
        extendEnv: false,
        env: {
          ...BARE,
          AWS_ENDPOINT_URL_CLOUDTRAIL: server.url,
          AWS_REGION: "eu-west-1",
          AWS_ACCESS_KEY_ID: "AKIAOPERATOR00000009",
          AWS_SECRET_ACCESS_KEY: "secret",
        },
        reject: false,
        stripFinalNewline: false,
      },
    );
    return { exitCode, stdout, stderr };
  }

  function page(next?: string): Answer {
    const [key] = TRAIL_KEYS;
    const [call] = key?.calls ?? [];
    assert.ok(key !== undefined && call !== undefined);
    const place = { time: "2026-11-03T10:00:00Z", region: "eu-west-1", serial: 1 };
    const CloudTrailEvent = keyEvent(key, call, "20.50.1.17", "aws-cli/2", place);
    const token = next === undefined ? {} : { NextToken: next };
    return [
      200,
      {
        Events: [
          { EventId: "1", CloudTrailEvent },
          { EventId: "2", CloudTrailEvent: "{" },
        ],
        ...token,
      },
    ];
  }

  it("asks for the events of each key, page by page, and waits if AWS throttles", async () => {
    answers = [page("more"), [400, { __type: "ThrottlingException", message: "Rate exceeded" }], page()];
    const { exitCode, stdout, stderr } = await find("--lookup-days", "3");
    assert.equal(exitCode, 1, stderr);
    const { azure, notInLog, log } = JSON.parse(stdout) as KeysReport;
    assert.deepEqual(
      azure.map(({ keyId, calls }) => [keyId, calls.azure]),
      [["AKIAIMPORTER00000001", 2]],
    );
    assert.deepEqual(
      notInLog.map(({ keyId }) => keyId),
      ["AKIASILENT0000000008"],
    );
    assert.deepEqual([log.events, log.files], [2, 0]);
    assert.deepEqual(
      requests.map(({ LookupAttributes: [one], NextToken, MaxResults, StartTime, EndTime }) => [
        one?.AttributeKey,
        one?.AttributeValue,
        NextToken,
        MaxResults,
        Math.round((EndTime - StartTime) / 86_400),
      ]),
      [
        ["AccessKeyId", "AKIAIMPORTER00000001", undefined, 50, 3],
        ["AccessKeyId", "AKIAIMPORTER00000001", "more", 50, 3],
        ["AccessKeyId", "AKIAIMPORTER00000001", "more", 50, 3],
        ["AccessKeyId", "AKIASILENT0000000008", undefined, 50, 3],
      ],
    );
  });

  it("says how many sessions the keys began, of which the event history was not asked", async () => {
    const [key] = TRAIL_KEYS;
    assert.ok(key !== undefined);
    const place = { time: "2026-11-03T10:00:00Z", region: "eu-west-1", serial: 1 };
    const begun = startCall("AssumeRole", sessionId(1), "arn:aws:iam::111122223333:role/hub");
    const CloudTrailEvent = keyEvent(key, begun, "20.50.1.17", "x", place);
    answers = [[200, { Events: [{ EventId: "1", CloudTrailEvent }] }]];
    const { notes } = JSON.parse((await find("--lookup-days", "1")).stdout) as KeysReport;
    assert.ok(
      notes.some((note) => note.startsWith("Keys began 1 session whose calls are not known here.")),
      notes.join(),
    );
  });

  it("asks each region, and takes an empty history for silence", async () => {
    const { exitCode } = await find("--lookup-days", "1", "--region", "eu-west-1", "--region", "us-east-1");
    assert.equal(exitCode, 0);
    assert.equal(requests.length, 4);
  });

  it("names the missing permission, and prints no report", async () => {
    answers = [[400, { __type: "AccessDeniedException", message: "User is not authorized" }]];
    const { exitCode, stdout, stderr } = await find("--lookup-days", "1");
    assert.deepEqual([exitCode, stdout], [2, ""]);
    assert.match(stderr.replaceAll(/\s+/g, " "), /Grant cloudtrail:LookupEvents .*\[events-not-looked-up\]/);
  });

  it("needs a snapshot, and excludes --cloudtrail", async () => {
    const tags = ["keys", "find", "--service-tags", folder.serviceTags];
    assert.match((await runCli([...tags, "--lookup-days", "1"])).stderr, /--snapshot is missing/);
    const both = await runCli([...tags, "--lookup-days", "1", "--cloudtrail", "x"]);
    assert.match(both.stderr, /exclude each other/);
    assert.match((await runCli([...tags, "--lookup-days", "91"])).stderr, /from 1 to 90/);
  });
});
