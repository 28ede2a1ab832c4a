import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  ListAccessKeysCommand,
  ListUserTagsCommand,
  TagUserCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { execa } from "execa";
import { retireTag } from "../../../../../cli/keys/retire/retire-key";
import { keyEvent, sessionId, startCall, startedSessionEvent, type TrailKey } from "../../../../../lab/aws";
import { PROJECT_ROOT } from "../../../../../tools/project-root";
import { type Caller, describeWithRoleLab, LAST_USE_DELAY } from "../../roles/role-lab";
import { BARE, type CliResult } from "../../run-cli";
import { KeysFolder } from "../keys-folder";

const PROGRAM = path.join(PROJECT_ROOT, "dist/cli/azure-to-aws.js");
const DAY = 24 * 3_600_000;

/** The permissions that the manual has for keys retire. */
async function documented(): Promise<{ Statement: [{ Action: string[] }] }> {
  const file = path.join(PROJECT_ROOT, "docs/reference/permissions/aws-keys-retire.json");
  return JSON.parse(await readFile(file, "utf8")) as Awaited<ReturnType<typeof documented>>;
}

describeWithRoleLab("keys retire", function (lab) {
  this.timeout(60_000);
  let operator: Caller;
  let users = 0;

  before(async () => {
    operator = await lab().caller(JSON.stringify(await documented()));
  });

  async function retire(
    key: string,
    args: readonly string[],
    caller = operator,
    input = "",
  ): Promise<CliResult> {
    const { exitCode, stdout, stderr } = await execa(
      process.execPath,
      [PROGRAM, "keys", "retire", key, ...args],
      {
        extendEnv: false,
        env: { ...BARE, ...caller },
        input,
        reject: false,
        stripFinalNewline: false,
      },
    );
    return { exitCode, stdout, stderr };
  }

  /** A user's key, 60 days old, which nobody has used. */
  async function newKey(age = 60 * 24 * 3_600) {
    const UserName = `workload-${++users}`;
    const { iam } = lab();
    await iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    assert.ok(AccessKey?.AccessKeyId !== undefined && AccessKey.SecretAccessKey !== undefined);
    const { AccessKeyId: id, SecretAccessKey: secretAccessKey } = AccessKey;
    await lab().federation.aws.ageSessions(age);
    const state = async () => {
      const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
      const { Tags = [] } = await iam.send(new ListUserTagsCommand({ UserName }));
      return {
        keys: AccessKeyMetadata.map(({ Status }) => Status),
        since: Tags.find(({ Key }) => Key === retireTag(id))?.Value,
      };
    };
    const use = async () => {
      const sts = new STSClient({
        endpoint: lab().federation.aws.url,
        region: "eu-west-1",
        credentials: { accessKeyId: id, secretAccessKey },
      });
      await sts.send(new GetCallerIdentityCommand({}));
      sts.destroy();
    };
    /** Uses the key, and lets the time pass in which IAM does not show it. */
    const useLongAgo = async () => {
      await use();
      await lab().federation.aws.ageSessions(LAST_USE_DELAY);
    };
    const inactiveSince = async (time: number) => {
      await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId: id, Status: "Inactive" }));
      const Value = new Date(time).toISOString();
      await iam.send(new TagUserCommand({ UserName, Tags: [{ Key: retireTag(id), Value }] }));
      return Value;
    };
    const tag = async (Value: string) => {
      await iam.send(new TagUserCommand({ UserName, Tags: [{ Key: retireTag(id), Value }] }));
    };
    return { id, secretAccessKey, user: UserName, state, use, useLongAgo, inactiveSince, tag };
  }

  it("deactivates an unused key once somebody says yes, remembers when, and prints the command that undoes it", async () => {
    const key = await newKey();
    const { exitCode, stdout, stderr } = await retire(key.id, [], operator, "yes\n");
    assert.equal(exitCode, 0, stderr);
    const undo = `aws iam update-access-key --user-name ${key.user} --access-key-id ${key.id} --status Active && aws iam untag-user --user-name ${key.user} --tag-keys azure-to-aws:deactivated:${key.id}`;
    const { keys, since = "" } = await key.state();
    assert.deepEqual(keys, ["Inactive"]);
    assert.ok(Math.abs(Date.parse(since) - Date.now()) < 60_000, since);
    const [day, later] = [1, 30].map((days) => new Date(Date.parse(since) + days * DAY).toISOString());
    assert.equal(
      stdout,
      `deactivated: ${key.id} of ${key.user}\n  Deactivated the key. IAM has no record of a use. IAM shows a use late, so a use of the last hours may be missing. No log was read, so nothing shows whether sessions that the key began are in use: give --cloudtrail.\n` +
        `  Run the command again from ${day} on: it names a use before the deactivation that IAM shows only then.\n  IAM shows it as inactive.\n` +
        `  It can be deleted from ${later} on: run the command again.\n  To undo it:\n  ${undo}\n`,
    );
    assert.equal(
      stderr,
      `Deactivate ${key.id} of ${key.user}? IAM has no record of a use. IAM shows a use late, so a use of the last hours may be missing. No log was read, so nothing shows whether sessions that the key began are in use: give --cloudtrail.\nTo undo it:\n  ${undo}\nType yes to go on: `,
    );
  });

  it("changes nothing without a yes, and nothing in a dry run", async () => {
    const key = await newKey();
    for (const input of ["", "no\n", "y\n"]) {
      const { exitCode, stdout } = await retire(key.id, [], operator, input);
      assert.equal(exitCode, 1);
      assert.match(stdout, /\[key-not-confirmed\]/);
    }
    const dry = await retire(key.id, ["--dry-run", "--yes"]);
    assert.deepEqual(
      [dry.exitCode, dry.stdout],
      [
        0,
        `unchanged: ${key.id} of ${key.user}\n  Would deactivate the key. IAM has no record of a use. IAM shows a use late, so a use of the last hours may be missing. No log was read, so nothing shows whether sessions that the key began are in use: give --cloudtrail.\n`,
      ],
    );
    assert.deepEqual(await key.state(), { keys: ["Active"], since: undefined });
  });

  it("refuses a key that IAM or the log saw recently", async () => {
    const key = await newKey();
    await key.useLongAgo();
    const byIam = await retire(key.id, ["--yes"]);
    assert.equal(byIam.exitCode, 1);
    assert.match(
      byIam.stdout,
      /was used at .* within the last 14 days\. Nothing was changed\. .*\[key-used-recently\]/,
    );

    const other = await newKey();
    const folder = await KeysFolder.make();
    const trail: TrailKey = {
      keyId: other.id,
      userName: other.user,
      addresses: [],
      userAgents: [],
      calls: [],
      weight: 1,
    };
    const place = (daysAgo: number) => ({
      time: new Date(Date.now() - daysAgo * DAY).toISOString().replace(/\.\d+Z/, "Z"),
      region: "eu-west-1",
      serial: daysAgo,
    });
    const event = (daysAgo: number) =>
      keyEvent(
        trail,
        { source: "s3.amazonaws.com", name: "GetObject", parameters: {} },
        "192.0.2.1",
        "x",
        place(daysAgo),
      );
    const log = await folder.log("log.json", [event(40), event(13)]);
    const byLog = await retire(other.id, ["--yes", "--cloudtrail", log]);
    assert.match(byLog.stdout, /\[key-used-recently\]/);
    const session = await folder.log("session.json", [
      startedSessionEvent(
        trail,
        sessionId(1),
        "",
        { source: "s3.amazonaws.com", name: "GetObject", parameters: {} },
        "192.0.2.1",
        "x",
        place(13),
      ),
      keyEvent(trail, startCall("GetSessionToken", sessionId(1), ""), "192.0.2.1", "x", place(14)),
    ]);
    const bySession = await retire(other.id, ["--yes", "--cloudtrail", session]);
    assert.match(bySession.stdout, /\[key-used-recently\]/);
    const cut = await folder.write("cut.json", '{"Records":[');
    assert.equal((await retire(other.id, ["--yes", "--cloudtrail", cut])).exitCode, 2);
    assert.deepEqual((await other.state()).keys, ["Active"]);
    const shorter = await retire(other.id, ["--yes", "--cloudtrail", log, "--quiet-days", "12"]);
    assert.equal(shorter.exitCode, 0, shorter.stdout);
    await folder.remove();
    assert.deepEqual(await key.state(), { keys: ["Active"], since: undefined });
  });

  it("deletes a key only after the second period, which begins with the tag", async () => {
    const key = await newKey();
    const since = await key.inactiveSince(Date.now() - 29 * DAY);
    const early = await retire(key.id, ["--yes"]);
    assert.equal(early.exitCode, 1);
    assert.match(early.stdout, new RegExp(`^waiting: .*\\n  The key is inactive since ${since}\\.`));
    assert.deepEqual((await key.state()).keys, ["Inactive"]);
    await key.inactiveSince(Date.now() - 31 * DAY);
    assert.match((await retire(key.id, ["--dry-run"])).stdout, /^unchanged: .*\n {2}Would delete the key/);
    assert.match((await retire(key.id, [])).stdout, /\[key-not-confirmed\]/);
    assert.deepEqual((await key.state()).keys, ["Inactive"]);
    const late = await retire(key.id, ["--yes", "--format", "json"]);
    assert.equal(late.exitCode, 0, late.stdout);
    assert.equal((JSON.parse(late.stdout) as { state: string }).state, "deleted");
    assert.deepEqual(await key.state(), { keys: [], since: undefined });
    const gone = await retire(key.id, ["--yes"]);
    assert.equal(gone.exitCode, 1);
    assert.match(gone.stdout, /\[key-not-found\]/);
  });

  it("does not delete a key that was used after it was deactivated", async () => {
    const key = await newKey();
    await key.useLongAgo();
    await key.inactiveSince(Date.now() - 31 * DAY);
    const { exitCode, stdout } = await retire(key.id, ["--yes"]);
    assert.equal(exitCode, 1);
    assert.match(stdout, /\[key-used-since\]/);
    assert.deepEqual((await key.state()).keys, ["Inactive"]);
  });

  it("begins the second period itself if somebody else deactivated the key", async () => {
    const key = await newKey();
    const UserName = key.user;
    await lab().iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId: key.id, Status: "Inactive" }));
    const { exitCode, stdout } = await retire(key.id, ["--yes"]);
    assert.equal(exitCode, 1);
    assert.match(stdout, /^waiting: .*\n {2}The key is inactive, and nothing says since when\./);
    const { keys, since = "" } = await key.state();
    assert.deepEqual(keys, ["Inactive"]);
    assert.ok(Math.abs(Date.parse(since) - Date.now()) < 60_000);
  });

  it("refuses a new key without a use: its workload may be about to get it", async () => {
    const key = await newKey(13 * 24 * 3_600);
    const { exitCode, stdout } = await retire(key.id, ["--yes"]);
    assert.equal(exitCode, 1);
    assert.match(stdout, /was made at .* within the last 14 days\. .*\[key-too-new\]/);
    assert.deepEqual(await key.state(), { keys: ["Active"], since: undefined });
  });

  it("refuses the key of its own login", async () => {
    const key = await newKey();
    const { exitCode, stdout } = await retire(key.id, ["--yes"], {
      ...operator,
      AWS_ACCESS_KEY_ID: key.id,
      AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    });
    assert.equal(exitCode, 1);
    assert.match(stdout, /\[key-of-login\]/);
    assert.deepEqual((await key.state()).keys, ["Active"]);
  });

  it("cannot know of a use that IAM does not show yet, and names it with the undo once IAM does", async () => {
    const key = await newKey();
    await key.use();
    const first = await retire(key.id, ["--yes"]);
    assert.deepEqual([first.exitCode, (await key.state()).keys], [0, ["Inactive"]]);
    const early = await retire(key.id, ["--yes"]);
    assert.deepEqual([early.exitCode, /was used|undo/.test(early.stdout)], [1, false]);
    await lab().federation.aws.ageSessions(LAST_USE_DELAY);
    const { exitCode, stdout } = await retire(key.id, ["--yes"]);
    assert.equal(exitCode, 1);
    assert.match(
      stdout,
      /^waiting: .*\n.*\n {2}It was used at .*, which IAM did not show when the key was deactivated: that caller is cut off\.\n/,
    );
    assert.match(
      stdout,
      new RegExp(
        `\\n  To undo it:\\n  aws iam update-access-key --user-name ${key.user} --access-key-id ${key.id} --status Active `,
      ),
    );
  });

  it("refuses a key whose use IAM shows while it waits for the answer", async () => {
    const key = await newKey();
    const running = execa(process.execPath, [PROGRAM, "keys", "retire", key.id], {
      extendEnv: false,
      env: { ...BARE, ...operator },
      reject: false,
    });
    for await (const line of running.iterable({ from: "stderr", binary: true })) {
      if (Buffer.from(line).includes("Type yes")) {
        await key.useLongAgo();
        running.stdin.end("yes\n");
      }
    }
    const { exitCode, stdout } = await running;
    assert.equal(exitCode, 1);
    assert.match(stdout, /\[key-changed-meanwhile\]/);
    assert.deepEqual(await key.state(), { keys: ["Active"], since: undefined });
  });

  it("activates a key again whose use IAM shows in the moment of the deactivation", async () => {
    const key = await newKey();
    const fault = lab().federation.aws.faults.add({
      route: /^UpdateAccessKey$/,
      count: 1,
      fault: { kind: "latency", milliseconds: 0 },
      onStrike: key.useLongAgo,
    });
    const { exitCode, stdout } = await retire(key.id, ["--yes"]);
    fault.remove();
    assert.equal(exitCode, 1);
    assert.match(stdout, /was used at .* while it was being deactivated\. .*\[key-used-meanwhile\]/);
    assert.deepEqual(await key.state(), { keys: ["Active"], since: undefined });
  });

  it("takes the time of AWS, not that of a machine whose clock is wrong", async () => {
    const key = await newKey();
    await key.useLongAgo();
    const folder = await KeysFolder.make();
    const ahead = await folder.write(
      "ahead.cjs",
      `const { now } = Date; const ahead = ${40 * DAY}; Date.now = () => now() + ahead;
       globalThis.Date = class extends Date { constructor(...given) { super(...(given.length === 0 ? [now() + ahead] : given)); } };`,
    );
    const { stdout } = await retire(key.id, ["--yes"], {
      ...operator,
      NODE_OPTIONS: `--require ${ahead}`,
    });
    await folder.remove();
    assert.match(stdout, /\[key-used-recently\]/);
    assert.deepEqual(await key.state(), { keys: ["Active"], since: undefined });
  });

  it("believes no tag that it cannot have written, and begins the second period itself", async () => {
    const [day, now] = [DAY, Date.now()];
    for (const forged of [
      "1",
      "pending",
      new Date(now - 40 * day).toISOString().slice(0, 10),
      new Date(now - 90 * day).toISOString(),
      new Date(now + 90 * day).toISOString(),
    ]) {
      const key = await newKey();
      await key.inactiveSince(now - 31 * day);
      await key.tag(forged);
      const dry = await retire(key.id, ["--dry-run", "--yes"]);
      assert.match(dry.stdout, /Without --dry-run, the second period would begin now\./);
      assert.equal((await key.state()).since, forged);
      const { stdout } = await retire(key.id, ["--yes"]);
      assert.match(stdout, /^waiting: .*\n {2}The key is inactive, and nothing says since when\./, forged);
      const { keys, since = "" } = await key.state();
      assert.deepEqual(keys, ["Inactive"]);
      assert.ok(Math.abs(Date.parse(since) - now) < 120_000);
    }
  });

  it("does not count the date of an earlier deactivation if it is stopped in the middle", async () => {
    const key = await newKey();
    await key.tag(new Date(Date.now() - 40 * DAY).toISOString());
    const body =
      "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>";
    const fault = lab().federation.aws.faults.add({
      route: /^UpdateAccessKey$/,
      fault: { kind: "answer", answer: { status: 403, body, headers: { "content-type": "text/xml" } } },
    });
    assert.match((await retire(key.id, ["--yes"])).stdout, /\[key-not-retired\]/);
    fault.remove();
    assert.deepEqual(await key.state(), { keys: ["Active"], since: "pending" });
  });

  it("needs each of the permissions that the manual lists, and names the missing one", async () => {
    const policy = await documented();
    const [{ Action: all }] = policy.Statement;
    for (const missing of all) {
      const Action = all.filter((action) => action !== missing);
      const caller = await lab().caller(
        JSON.stringify({ ...policy, Statement: [{ ...policy.Statement[0], Action }] }),
      );
      const key = await newKey();
      const isOfDeletion = /Delete|Untag|ListUserTags/.test(missing);
      if (isOfDeletion) {
        await key.inactiveSince(Date.now() - 31 * DAY);
      }
      const { exitCode, stdout } = await retire(key.id, ["--yes"], caller);
      assert.equal(exitCode, 1, missing);
      assert.match(
        stdout,
        new RegExp(`Grant ${missing} on the user, or use another login \\[key-not-retired\\]`),
        missing,
      );
    }
  });

  it("names what is missing before it asks AWS", async () => {
    const { exitCode, stderr } = await retire("AKIAOTHER00000000009", ["--yes"], {});
    assert.equal(exitCode, 2);
    assert.match(stderr.replaceAll(/\s+/g, " "), /no AWS login: .*\[aws-login-none\]/);
  });
});
