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
import { generateTrail } from "../../../../lab/aws/cloudtrail/generate-trail";
import { AZURE_ADDRESS, TRAIL_KEYS } from "../../../../lab/aws/cloudtrail/trail-people";
import { TRAIL_ROLE } from "../../../../lab/aws/cloudtrail/trail-records";
import { PROJECT_ROOT } from "../../../../lab/project-root";
import { describeWithRoleLab } from "../roles/role-lab";
import { BARE } from "../run-cli";
import { KeysFolder } from "./keys-folder";

const PAGE = path.join(PROJECT_ROOT, "docs/how-to/from-keys-to-zero.md");
const PROGRAM = path.join(PROJECT_ROOT, "dist/cli/azure-to-aws.js");
const USER = "importer";
const DAY = 24 * 3_600;

/** What a command of the page ends with, and how its output begins. The login to Azure is another test's. */
const EXPECTED: readonly (readonly [command: string, exitCode: number, output: RegExp])[] = [
  ["keys find", 1, /^2 keys used from Azure\n/],
  ["keys find", 2, /^$/],
  ["keys plan", 0, /^Wrote a Pulumi program into /],
  ["keys verify", 0, /^Ready: npx --no -- azure-to-aws keys retire AKIA\w+ deactivates the key\.$/m],
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
    const lines = [...page.replaceAll(/ \\\n */g, " ").matchAll(/^npx --no -- azure-to-aws (.+)$/gm)].map(
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
    await generateTrail(folder.file("AWSLogs"), {
      seed: 22,
      events: 6_000,
      from: new Date(Date.now() - 60 * DAY * 1000).toISOString(),
      days: 60,
      keys: [{ ...importer, keyId, active: [0, 0.7] }, webshop],
    });
    assert.deepEqual(importer.addresses, [AZURE_ADDRESS.vm]);

    const ended: [string, number | undefined][] = [];
    for (const [index, line] of lines.entries()) {
      if (line.includes("--delete-after-days 30")) {
        // As if the deactivation had been 31 days ago.
        const Value = new Date(Date.now() - 31 * DAY * 1000).toISOString();
        await iam.send(new TagUserCommand({ UserName: USER, Tags: [{ Key: retireTag(keyId), Value }] }));
      }
      const args = line.split(" ").map((word) => {
        if (["AWSLogs", "keys.jsonl", "planned", "ServiceTags_Public_20261123.json"].includes(word)) {
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
});
