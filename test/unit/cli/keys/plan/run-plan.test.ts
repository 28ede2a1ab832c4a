import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { installation } from "../../../../../cli/keys/plan/program-files";
import type { SnapshotRecord } from "../../../../../cli/snapshot/snapshot-records";
import {
  keyEvent,
  sessionId,
  startCall,
  startedSessionEvent,
  TRAIL_ACCOUNT,
  type TrailCall,
  type TrailKey,
} from "../../../../../lab/aws";
import { PUBLICATION } from "../../../../../messages";
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

const TENANT = "6babcaad-604b-40ac-a9d7-9fd97c0b779f";
const GROUP = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/orders/providers";
const VM = `${GROUP}/Microsoft.Compute/virtualMachines/importer`;
const IDENTITY = `${GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/importer`;
const PROVIDER = `arn:aws:iam::${TRAIL_ACCOUNT}:oidc-provider/sts.windows.net/${TENANT}/`;

/** An account with a provider, an application, and a VM that has an identity. */
const ESTATE: readonly SnapshotRecord[] = [
  accessKey("importer", KEY.keyId, {
    LastUsed: { LastUsedDate: "2026-11-05T10:00:00Z", ServiceName: "dynamodb", Region: "eu-west-1" },
  }),
  {
    kind: "aws.oidc-provider",
    of: TRAIL_ACCOUNT,
    data: { Arn: PROVIDER, Url: `sts.windows.net/${TENANT}/`, ClientIDList: ["api://azure-to-aws"] },
  },
  {
    kind: "entra.application",
    of: TENANT,
    data: {
      id: "0",
      appId: "3c7e6c1c-27ef-4c7d-8f8c-8b9e3f2f7a10",
      displayName: "aws",
      identifierUris: ["api://azure-to-aws"],
      owners: [],
      credentials: [],
    },
  },
  {
    kind: "azure.identity-holder",
    of: "11111111-2222-3333-4444-555555555555",
    data: {
      id: VM.toLowerCase(),
      type: "Microsoft.Compute/virtualMachines",
      name: "importer",
      identity: { userAssignedIdentities: [IDENTITY] },
    },
  },
];

function call(
  source: string,
  name: string,
  parameters: TrailCall["parameters"],
  more: Partial<TrailCall> = {},
): TrailCall {
  return { source: `${source}.amazonaws.com`, name, parameters, ...more };
}

describe("keys plan", () => {
  let folder: KeysFolder;
  beforeEach(async () => {
    folder = await KeysFolder.make();
  });
  afterEach(() => folder.remove());

  /** Writes a log in which the key makes these calls, one a day, from an address of Azure or the one that is given. */
  async function log(calls: readonly (readonly [call: TrailCall, address?: string])[]): Promise<string> {
    return folder.log(
      "log.json",
      calls.map(([one, address = "20.50.1.17"], index) =>
        keyEvent(KEY, one, address, "x", {
          time: `2026-11-0${index + 1}T10:00:00Z`,
          region: "eu-west-1",
          serial: index,
        }),
      ),
    );
  }

  const out = (name = ""): string => path.join(folder.file("out"), name);

  async function plan(file: string, ...args: readonly string[]) {
    return runCli(["keys", "plan", KEY.keyId, "--cloudtrail", file, "--out", out(), ...args]);
  }

  async function policy(): Promise<unknown> {
    return JSON.parse(await readFile(out("policy.json"), "utf8"));
  }

  it("says of the log's length in whole days what runs too seldom to be in it", async () => {
    const span = async (last: string): Promise<string | undefined> => {
      const at = (time: string, serial: number) =>
        keyEvent(KEY, call("sts", "GetCallerIdentity", {}), "20.50.1.17", "x", {
          time,
          region: "eu-west-1",
          serial,
        });
      const file = await folder.log("span.json", [at("2025-11-01T10:00:00Z", 1), at(last, 2)]);
      const { stdout } = await plan(file, "--out", folder.file(`out-${last.replaceAll(":", "")}`));
      assert.doesNotMatch(stdout, /assumed roles/);
      return /The log has (.*?), from .*?\. (.*)/.exec(stdout)?.slice(1).join(": ");
    };
    for (const [last, said] of [
      [
        "2025-11-01T22:00:00Z",
        "less than 1 day: What runs each day, each week, each month, each quarter or each year may be missing.",
      ],
      [
        "2025-11-02T10:00:00Z",
        "1 whole day: What runs each week, each month, each quarter or each year may be missing.",
      ],
      [
        "2025-11-08T10:00:05Z",
        "7 whole days: What runs each month, each quarter or each year may be missing.",
      ],
      ["2025-12-02T10:00:00Z", "31 whole days: What runs each quarter or each year may be missing."],
      ["2026-02-01T10:00:00Z", "92 whole days: What runs each year may be missing."],
      ["2026-11-02T10:00:00Z", "366 whole days: What runs less often than each year may be missing."],
    ] as const) {
      assert.equal(await span(last), said);
    }
  });

  it("names no package of a registry until the registry has it", async () => {
    assert.deepEqual(installation("1.2.3", true), ["npm install"]);
    assert.deepEqual(installation("1.2.3", false), [
      "# No registry has these packages yet. Install them from the files alone.",
      "npm install /path/to/azure-to-aws-{federation,policy-pack,cli}-1.2.3.tgz",
    ]);
    const { stdout } = await plan(await log([[call("sts", "GetCallerIdentity", {})]]));
    assert.equal(/^ {2}npm install$/m.test(stdout), PUBLICATION.isPublished, stdout);
    assert.doesNotMatch(stdout, /&& npm install/);
  });

  it("allows what the key did, on the resources of the calls, and says why", async () => {
    const file = await log([
      [call("s3", "ListObjects", { bucketName: "orders" })],
      [call("s3", "GetObject", { bucketName: "orders", key: "a.csv" })],
      [call("s3", "HeadObject", { bucketName: "orders", key: "b.csv" }, { errorCode: "NoSuchKey" })],
      [call("dynamodb", "PutItem", { tableName: "orders" })],
      [call("dynamodb", "Query", { tableName: "customers" }, { errorCode: "AccessDenied" })],
      [call("ec2", "DescribeInstances", {})],
      [call("sts", "GetCallerIdentity", {})],
    ]);
    const { exitCode, stdout, stderr } = await plan(file);
    assert.equal(exitCode, 0, stderr);
    const statement = (Sid: string, Action: string[], Resource: string[]) => ({
      Sid,
      Effect: "Allow",
      Action,
      Resource,
    });
    assert.deepEqual(await policy(), {
      Version: "2012-10-17",
      Statement: [
        statement(
          "DynamodbObserved1",
          ["dynamodb:PutItem"],
          [`arn:aws:dynamodb:eu-west-1:${TRAIL_ACCOUNT}:table/orders`],
        ),
        statement("Ec2Observed1", ["ec2:DescribeInstances"], ["*"]),
        statement("S3Observed1", ["s3:ListBucket"], ["arn:aws:s3:::orders"]),
        statement("S3Observed2", ["s3:GetObject"], ["arn:aws:s3:::orders/*"]),
      ],
    });
    const evidence = await readFile(out("EVIDENCE.md"), "utf8");
    assert.ok(
      evidence.includes(
        "| `s3.amazonaws.com HeadObject` | `s3:GetObject` | 1 | 2026-11-03T10:00:00Z | 2026-11-03T10:00:00Z |",
      ),
      evidence,
    );
    assert.match(
      stdout,
      /Not in the policy: dynamodb\.amazonaws\.com Query \(1 call\): AWS refused it: arn:aws:dynamodb:eu-west-1:111122223333:table\/customers\./,
    );
    assert.match(stdout, /Cannot see: Ec2Observed1 has "Resource": "\*"/);
    assert.match(
      stdout,
      /Cannot see: The log has no data event of this key for s3: reading and writing objects may be missing\./,
    );
  });

  it("adopts the VM, its identity, the provider, and the application that exist", async () => {
    const snapshot = await folder.snapshot("estate.snapshot", ESTATE);
    const file = await log([[call("s3", "ListObjects", { bucketName: "orders" }, { isData: true })]]);
    const { exitCode, stdout, stderr } = await plan(file, "--snapshot", snapshot, "--vm", VM);
    assert.equal(exitCode, 0, stderr);
    const program = await readFile(out("index.ts"), "utf8");
    assert.ok(
      program.includes(`new AzureToAwsFederation("importer", {
  tenantId: "${TENANT}",
  oidcProviderArn: "${PROVIDER}",
  applicationClientId: "3c7e6c1c-27ef-4c7d-8f8c-8b9e3f2f7a10",
  workloads: {
    "importer": {
      identityId: "${IDENTITY}",
      existingVirtualMachineId: "${VM}",
`),
      program,
    );
    assert.match(
      stdout,
      /IAM recorded a use of dynamodb at 2026-11-05T10:00:00Z\. The log has no call of this service/,
    );
    assert.doesNotMatch(stdout, /Before you deploy/);
  });

  it("adopts only what is certain: a provider of the account for v1 tokens, and the one identity of the VM", async () => {
    const file = await log([[call("s3", "ListObjects", { bucketName: "orders" })]]);
    const planned = async (name: string, change: (record: SnapshotRecord) => SnapshotRecord) => {
      const snapshot = await folder.snapshot(`${name}.snapshot`, ESTATE.map(change));
      const folderOut = folder.file(`out-${name}`);
      const { stdout } = await plan(file, "--snapshot", snapshot, "--vm", VM, "--out", folderOut);
      return [await readFile(path.join(folderOut, "index.ts"), "utf8"), stdout] as const;
    };
    const provider = (data: object) => (record: SnapshotRecord) =>
      record.kind === "aws.oidc-provider" ? { ...record, data: { ...record.data, ...data } } : record;
    const [elsewhere] = await planned("elsewhere", (record) =>
      record.kind === "aws.oidc-provider" ? { ...record, of: "999988887777" } : record,
    );
    const [second] = await planned("second", provider({ Url: `login.microsoftonline.com/${TENANT}/v2.0` }));
    for (const program of [elsewhere, second]) {
      assert.doesNotMatch(program, /oidcProviderArn|tenantId/);
    }
    const holding = (userAssignedIdentities: string[]) => (record: SnapshotRecord) =>
      record.kind === "azure.identity-holder"
        ? { ...record, data: { ...record.data, identity: { userAssignedIdentities } } }
        : record;
    const [two, several] = await planned("two", holding([IDENTITY, `${IDENTITY}2`]));
    assert.doesNotMatch(two, /identityId/);
    assert.match(several, /Before you deploy: The VM has several identities/);
    const [, absent] = await planned("absent", (record) =>
      record.kind === "azure.identity-holder"
        ? { ...record, data: { ...record.data, id: `${record.data.id}2` } }
        : record,
    );
    assert.match(absent, /Before you deploy: The snapshot has no VM of this ID with an identity/);
    const [odd, none] = await planned("odd", holding(["/subscriptions/x"]));
    assert.doesNotMatch(odd, /identityId/);
    assert.match(none, /Before you deploy: The VM has no user-assigned identity in the snapshot/);
  });

  it("leaves out what changes access, and what could act as somebody else on unnamed resources", async () => {
    const file = await log([
      [call("iam", "CreateAccessKey", { userName: "other" })],
      [call("ssm", "SendCommand", { documentName: "AWS-RunShellScript" })],
      [call("sts", "AssumeRole", { roleArn: `arn:aws:iam::${TRAIL_ACCOUNT}:role/reports` })],
    ]);
    const { stdout } = await plan(file);
    assert.deepEqual(await policy(), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "StsObserved1",
          Effect: "Allow",
          Action: ["sts:AssumeRole"],
          Resource: [`arn:aws:iam::${TRAIL_ACCOUNT}:role/reports`],
        },
      ],
    });
    assert.match(
      stdout,
      /iam\.amazonaws\.com CreateAccessKey \(1 call\): iam:CreateAccessKey changes who may do what/,
    );
    assert.match(stdout, /ssm\.amazonaws\.com SendCommand \(1 call\): ssm:SendCommand needs named resources/);
    assert.match(
      stdout,
      /The key assumed arn:aws:iam::111122223333:role\/reports\. The policy allows the new role/,
    );
  });

  describe("of a key that begins sessions", () => {
    const HUB = `arn:aws:iam::${TRAIL_ACCOUNT}:role/hub`;
    const ID = sessionId(1);
    const at = (serial: number) => ({
      time: `2026-11-0${serial}T10:00:00Z`,
      region: "eu-west-1",
      serial,
    });
    const start = (name: string, role: string) =>
      keyEvent(KEY, startCall(name, ID, role), "20.50.1.17", "x", at(1));
    const did = (role: string, one: TrailCall, serial: number, address = "20.50.1.17") =>
      startedSessionEvent(KEY, ID, role, one, address, "x", at(serial));

    it("allows to assume the role, and lists what its sessions did as evidence alone", async () => {
      const file = await folder.log("log.json", [
        did(HUB, call("s3", "GetObject", { bucketName: "reports", key: "a" }), 2),
        did(
          HUB,
          call("s3", "PutObject", { bucketName: "reports", key: "a" }, { errorCode: "AccessDenied" }),
          3,
        ),
        start("AssumeRole", HUB),
      ]);
      const { stdout, exitCode } = await plan(file);
      assert.equal(exitCode, 0);
      assert.deepEqual(await policy(), {
        Version: "2012-10-17",
        Statement: [{ Sid: "StsObserved1", Effect: "Allow", Action: ["sts:AssumeRole"], Resource: [HUB] }],
      });
      const evidence = await readFile(out("EVIDENCE.md"), "utf8");
      assert.ok(
        evidence.includes(`## Through sessions of \`${HUB}\`

The key, or one of its sessions, called \`AssumeRole\`. These calls have the permissions of that role, so \`policy.json\` does not list them.

| Call | Calls | First | Last |
| --- | --- | --- | --- |
| \`s3.amazonaws.com GetObject\` | 1 | 2026-11-02T10:00:00Z | 2026-11-02T10:00:00Z |

`),
        evidence,
      );
      assert.ok(
        stdout.includes(`Through sessions of ${HUB}: 1 call of 1 kind. EVIDENCE.md lists them.`),
        stdout,
      );
      const change = `The key assumed ${HUB}. The policy allows the new role to assume it. If the trust policy of ${HUB} names the user of the key, add the new role there.`;
      assert.ok(stdout.includes(`Before you deploy: ${change}\n`), stdout);
      assert.match(evidence, /## Before you deploy\n\n- The key assumed/);
    });

    it("allows in statements of their own what sessions did with the permissions of the user", async () => {
      const file = await folder.log("log.json", [
        start("GetSessionToken", ""),
        did("", call("s3", "GetObject", { bucketName: "reports", key: "a" }), 2),
        did("", call("dynamodb", "PutItem", { tableName: "orders" }, { errorCode: "AccessDenied" }), 3),
        keyEvent(KEY, call("s3", "GetObject", { bucketName: "reports", key: "b" }), "20.50.1.17", "x", at(4)),
      ]);
      const { stdout } = await plan(file);
      const object = (Sid: string) => ({
        Sid,
        Effect: "Allow",
        Action: ["s3:GetObject"],
        Resource: ["arn:aws:s3:::reports/*"],
      });
      assert.deepEqual(await policy(), {
        Version: "2012-10-17",
        Statement: [object("S3Observed1"), object("S3Session1")],
      });
      assert.match(
        await readFile(out("EVIDENCE.md"), "utf8"),
        /## S3Session1\n\n- `arn:aws:s3:::reports\/\*`\n\n.*\n.*\n\| `s3\.amazonaws\.com GetObject \(session of GetSessionToken\)` \|/,
      );
      assert.match(
        stdout,
        /Not in the policy: dynamodb\.amazonaws\.com PutItem \(session of GetSessionToken\) \(1 call\): AWS refused it: arn:aws:dynamodb:eu-west-1:111122223333:table\/\w+\./,
      );
      assert.match(
        stdout,
        /Not in the policy: sts\.amazonaws\.com GetSessionToken \(1 call\): a role's session cannot make this call/,
      );
      assert.match(stdout, /Before you deploy: The program called GetSessionToken\. Remove this call:/);
    });

    it("leaves out what sessions did from elsewhere, and says which sessions it cannot follow", async () => {
      const file = await folder.log("log.json", [
        start("GetSessionToken", ""),
        did("", call("iam", "ListUsers", {}), 2, "192.0.2.1"),
        keyEvent(
          KEY,
          { ...startCall("GetSessionToken", "", ""), response: { credentials: {} } },
          "20.50.1.17",
          "x",
          at(3),
        ),
      ]);
      const { stdout } = await plan(file, "--service-tags", folder.serviceTags);
      assert.deepEqual(((await policy()) as { Statement: unknown[] }).Statement, []);
      assert.match(stdout, /Cannot see: 1 call came from outside Azure\./);
      assert.match(stdout, /Cannot see: The key began 1 session whose calls the log does not show\./);
    });

    it("names no trust policy if the events do not name the role", async () => {
      const file = await folder.log("log.json", [
        keyEvent(KEY, call("sts", "AssumeRole", {}), "20.50.1.17", "x", at(1)),
      ]);
      assert.doesNotMatch((await plan(file)).stdout, /The key assumed/);
    });

    it("gives no session of a root user", async () => {
      const file = await folder.log("log.json", [start("AssumeRoot", "")]);
      const { stdout } = await plan(file);
      assert.deepEqual(((await policy()) as { Statement: unknown[] }).Statement, []);
      assert.match(
        stdout,
        /sts\.amazonaws\.com AssumeRoot \(1 call\): sts:AssumeRoot changes who may do what/,
      );
    });
  });

  it("takes no call of another key, and ends with 2 if a part of the log is missing", async () => {
    const other = keyEvent(
      { ...KEY, keyId: "AKIAOTHER00000000009" },
      call("iam", "ListUsers", { userName: KEY.keyId }),
      "20.50.1.17",
      "x",
      { time: "2026-11-01T10:00:00Z", region: "eu-west-1", serial: 7 },
    );
    const cut = await folder.write("cut.json", '{"Records":[');
    const alone = await folder.log("other.json", [other]);
    assert.equal((await plan(alone)).exitCode, 1);
    assert.equal((await plan(alone, "--cloudtrail", cut)).exitCode, 2);
    const file = await log([[call("s3", "ListObjects", { bucketName: "orders" })]]);
    const { exitCode, stderr } = await plan(file, "--cloudtrail", alone, "--cloudtrail", cut);
    assert.equal(exitCode, 2);
    assert.match(stderr, /\[plan-of-part\]/);
    assert.deepEqual(
      ((await policy()) as { Statement: { Sid: string }[] }).Statement.map(({ Sid }) => Sid),
      ["S3Observed1"],
    );
  });

  it("narrows nothing if the key used more resources than are kept", async () => {
    const calls = Array.from({ length: 101 }, (_, serial) =>
      keyEvent(KEY, call("dynamodb", "DescribeTable", { tableName: `table-${serial}` }), "20.50.1.17", "x", {
        time: "2026-11-01T10:00:00Z",
        region: "eu-west-1",
        serial,
      }),
    );
    await plan(await folder.log("log.json", calls));
    assert.deepEqual(
      ((await policy()) as { Statement: { Resource: string[] }[] }).Statement.map(({ Resource }) => Resource),
      [["*"]],
    );
  });

  it("names the root user, and says that its key must go", async () => {
    const file = await folder.log("log.json", [
      keyEvent(KEY, call("s3", "ListBuckets", {}), "20.50.1.17", "x", {
        time: "2026-11-01T10:00:00Z",
        region: "eu-west-1",
        serial: 1,
      })
        .replace('"type":"IAMUser"', '"type":"Root"')
        .replace(',"userName":"importer"', ""),
    ]);
    const { exitCode, stdout, stderr } = await plan(file);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /^Before you deploy: This is a key of the root user, who may do everything\./m);
    assert.match(await readFile(out("EVIDENCE.md"), "utf8"), /^The key of `<root_account>` in account/m);
    assert.match(await readFile(out("index.ts"), "utf8"), /new AzureToAwsFederation\("root-account"/);
  });

  it("fits a terminal, but for commands", async () => {
    const file = await log([
      [call("s3", "ListObjects", { bucketName: "orders" })],
      [call("dynamodb", "Query", { tableName: "customers" }, { errorCode: "AccessDenied" })],
    ]);
    const { stdout } = await runCli(
      ["keys", "plan", KEY.keyId, "--cloudtrail", file, "--out", out()],
      "",
      false,
      80,
    );
    const [prose = "", commands = ""] = stdout.split("\nNext:\n");
    assert.deepEqual(
      prose.split("\n").filter((line) => line.length > 80 && line.includes(" ", 2)),
      [],
    );
    assert.match(commands, /^ {2}cd /);
    assert.match(prose.replaceAll(/\s+/g, " "), /compare them with npx @azure-to-aws\/cli keys verify\. /);
  });

  it("leaves calls from elsewhere out if it knows Azure's addresses, and keeps them otherwise", async () => {
    const file = await log([
      [call("s3", "ListObjects", { bucketName: "orders" })],
      [call("iam", "ListUsers", {}), "192.0.2.1"],
    ]);
    const { stdout } = await plan(file, "--service-tags", folder.serviceTags, "--format", "json");
    const sids = (text: string) =>
      (JSON.parse(text) as { policy: { statements: { Sid: string }[] } }).policy.statements.map(
        ({ Sid }) => Sid,
      );
    assert.deepEqual(sids(stdout), ["S3Observed1"]);
    assert.match(stdout, /1 call came from outside Azure\. It is not in the policy/);
    const all = await runCli([
      "keys",
      "plan",
      KEY.keyId,
      "--cloudtrail",
      file,
      "--out",
      folder.file("all"),
      "--format",
      "json",
    ]);
    assert.deepEqual(sids(all.stdout), ["IamObserved1", "S3Observed1"]);
  });

  it("opens no more than was used, whatever names the log has", async () => {
    const file = await log([
      [call("s3", "GetObject", { bucketName: "or*", key: "a" })],
      [call("dynamodb", "PutItem", { tableName: "arn:aws:dynamodb:*:*:table/*" })],
      [call("secretsmanager", "GetSecretValue", { secretId: "db" })],
    ]);
    await plan(file);
    assert.deepEqual(
      ((await policy()) as { Statement: { Resource: string[] }[] }).Statement.map(({ Resource }) => Resource),
      [[`arn:aws:secretsmanager:eu-west-1:${TRAIL_ACCOUNT}:secret:db-??????`]],
    );
  });

  it("opens nothing for calls on data whose resources the log does not have", async () => {
    const { stdout } = await plan(
      await log([[call("s3", "GetObject", {})], [call("dynamodb", "ListTables", {})]]),
    );
    assert.deepEqual(
      ((await policy()) as { Statement: { Action: string[] }[] }).Statement.map(({ Action }) => Action),
      [["dynamodb:ListTables"]],
    );
    assert.match(stdout, /s3\.amazonaws\.com GetObject \(1 call\): s3:GetObject needs named resources/);
  });

  it("survives names that each object of JavaScript has, and prints no command with a name of the log", async () => {
    const hostile = [
      call("constructor", "constructor", {}),
      call("s3", "toString", { bucketName: "a`${x}\"'</script>" }),
      { ...call("x", "valueOf", {}), source: "constructor" },
    ].map((one, serial) =>
      keyEvent(KEY, one, "20.50.1.17", "x`${y}", {
        time: "2026-11-01T10:00:00Z",
        region: "eu; rm -rf ~",
        serial,
      }),
    );
    const { exitCode, stdout, stderr } = await plan(await folder.log("log.json", hostile));
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /^ {2}pulumi config set aws:region REGION$/m);
    assert.doesNotMatch(await readFile(out("index.ts"), "utf8"), /script|rm -rf/);
    assert.doesNotMatch(await readFile(out("policy.json"), "utf8"), /\$\{/);
  });

  it("writes nothing if the log has no call of the key, or the folder is used", async () => {
    const file = await log([[call("s3", "ListObjects", { bucketName: "orders" })]]);
    const other = await runCli([
      "keys",
      "plan",
      "AKIAOTHER00000000009",
      "--cloudtrail",
      file,
      "--out",
      out(),
    ]);
    assert.equal(other.exitCode, 1);
    assert.match(other.stderr, /\[key-without-calls\]/);
    assert.equal((await plan(file)).exitCode, 0);
    const again = await plan(file);
    assert.equal(again.exitCode, 2);
    assert.match(again.stderr, /\[plan-folder-used\]/);
  });

  it("takes only IDs and names of the expected form", async () => {
    const file = await log([[call("s3", "ListObjects", { bucketName: "orders" })]]);
    for (const [args, message] of [
      [["--vm", "importer"], /--vm: invalid value/],
      [["--identity", VM], /--identity: invalid value/],
      [["--name", 'x"y'], /--name: invalid value/],
    ] as const) {
      const { exitCode, stderr } = await plan(file, ...args);
      assert.equal(exitCode, 2);
      assert.match(stderr, message);
    }
    assert.match((await runCli(["keys", "plan", "x"])).stderr, /\[key-invalid\]/);
    assert.match((await runCli(["keys", "plan"])).stderr, /\[key-not-given\]/);
  });
});
