/**
 * The commands on docs/how-to/from-keys-to-zero.md, in the order of the page: with a key of the emulator, its log of 60 days, and logins
 * that have the permissions of the page.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  ListAccessKeysCommand,
  TagUserCommand,
} from "@aws-sdk/client-iam";
import { execa } from "execa";
import { retireTag } from "../../../../cli/keys/retire/retire-key";
import { AZURE_ADDRESS, generateTrail, TRAIL_KEYS, TRAIL_ROLE } from "../../../../lab/aws";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { writeSampleKeys } from "../../../../tools/sample-keys/sample-keys";
import { describeWithRoleLab } from "../roles/role-lab";
import { BARE, runCli } from "../run-cli";
import { accessKey, KeysFolder } from "./keys-folder";

const PAGE = path.join(PROJECT_ROOT, "docs/how-to/from-keys-to-zero.md");
const SAMPLE_PAGE = path.join(PROJECT_ROOT, "docs/how-to/try-retiring-a-key.md");
const PROGRAM = path.join(PROJECT_ROOT, "dist/cli/azure-to-aws.js");
const USER = "importer";
const DAY = 24 * 3_600;

const FILES: ReadonlySet<string> = new Set([
  "AWSLogs",
  "company.snapshot.gz",
  "keys.jsonl",
  "planned",
  "ServiceTags_Public_20261123.json",
]);

/** What a command of the page ends with, and how its output begins. The login to Azure is another test's. */
const EXPECTED: readonly (readonly [command: string, exitCode: number, output: RegExp])[] = [
  ["keys find", 1, /^2 keys used from Azure\n/],
  ["keys find", 2, /^$/],
  ["keys plan", 0, /^Wrote a Pulumi program into /],
  [
    "keys verify",
    0,
    /^Ready\. Deactivate the key:\n {2}npx @azure-to-aws\/cli keys retire AKIA\w+ --cloudtrail \S+$/m,
  ],
  ["keys retire", 0, /^unchanged: .*\n {2}Would deactivate the key\./],
  ["keys retire", 0, /^deactivated: /],
  ["keys retire", 0, /^deleted: /],
  ["keys report", 0, /^# /],
  ["keys report", 0, /^<!doctype html>/i],
];

describeWithRoleLab("the guide from keys to zero", function (lab) {
  this.timeout(120_000);

  it("has commands that take a key to zero, in its order", async () => {
    const page = await readFile(PAGE, "utf8");
    const lines = [...page.replaceAll(/ \\\n */g, " ").matchAll(/^ *npx @azure-to-aws\/cli (.+)$/gm)].map(
      ([, line = ""]) => line,
    );
    const { iam, federation } = lab();
    await iam.send(new CreateUserCommand({ UserName: USER }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: USER }));
    const keyId = AccessKey?.AccessKeyId ?? "";
    await federation.aws.ageSessions(60 * DAY);
    const policy = path.join(PROJECT_ROOT, "docs/reference/permissions/aws-keys-retire.json");
    const operator = await lab().caller(await readFile(policy, "utf8"));

    const folder = await KeysFolder.make();
    const [importer, webshop] = TRAIL_KEYS;
    assert.ok(importer !== undefined && webshop !== undefined);
    // The role of the log makes this call too.
    const calls = importer.calls.filter(({ name }) => name === "GetObject");
    await generateTrail(folder.file("AWSLogs"), {
      seed: 22,
      events: 6_000,
      from: new Date(Date.now() - 60 * DAY * 1000).toISOString(),
      days: 60,
      keys: [{ ...importer, keyId, calls, active: [0, 0.7] }, webshop],
    });
    await folder.snapshot("company.snapshot.gz", [accessKey(USER, keyId)]);
    assert.deepEqual(importer.addresses, [AZURE_ADDRESS.vm]);

    const ended: [string, number | undefined][] = [];
    for (const [index, line] of lines.entries()) {
      if (line.includes("--delete-after-days 30")) {
        // As if the deactivation had been 31 days ago.
        const Value = new Date(Date.now() - 31 * DAY * 1000).toISOString();
        await iam.send(new TagUserCommand({ UserName: USER, Tags: [{ Key: retireTag(keyId), Value }] }));
      }
      const args = line.split(" ").map((word) => {
        if (FILES.has(word)) {
          return folder.file(word);
        }
        return word === "KEY" ? keyId : word === "ROLE" ? TRAIL_ROLE : word;
      });
      const { exitCode, stdout, stderr } = await execa(process.execPath, [PROGRAM, ...args], {
        extendEnv: false,
        env: { ...BARE, ...operator },
        input: "yes\n",
        reject: false,
        stripFinalNewline: false,
      });
      ended.push([args.slice(0, 2).join(" "), exitCode]);
      assert.match(stdout, EXPECTED[index]?.[2] ?? /^$/, stderr);
    }
    await folder.remove();
    assert.deepEqual(
      ended,
      EXPECTED.map(([command, exitCode]) => [command, exitCode]),
    );
    const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: USER }));
    assert.deepEqual(AccessKeyMetadata, []);
  });

  it("has a sample with a key in use, and one whose workload has moved to the role", async () => {
    const page = await readFile(SAMPLE_PAGE, "utf8");
    const folder = await KeysFolder.make();
    await writeSampleKeys(folder.file("sample"));
    const verify = async (keyId: string, role: string) => {
      assert.ok(page.includes(keyId) && page.includes(role));
      const log = folder.file("sample/AWSLogs");
      return (await runCli(["keys", "verify", keyId, "--role", role, "--cloudtrail", log])).exitCode;
    };
    const ended = [
      await verify("AKIAIMPORTER00000001", TRAIL_ROLE),
      await verify("AKIAMOVED00000000003", TRAIL_ROLE),
    ];
    await folder.remove();
    assert.deepEqual(ended, [1, 0]);
  });
});
