/** The commands on docs/how-to/from-keys-to-zero.md, in the order of the page, with the sample that it names. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { TRAIL_KEYS } from "../../../../lab/aws/cloudtrail/trail-people";
import { TRAIL_ROLE } from "../../../../lab/aws/cloudtrail/trail-records";
import { PROJECT_ROOT } from "../../../../lab/project-root";
import { writeSampleKeys } from "../../../../tools/sample-keys/sample-keys";
import { runCli } from "../run-cli";
import { KeysFolder } from "./keys-folder";

const PAGE = path.join(PROJECT_ROOT, "docs/how-to/from-keys-to-zero.md");

/** What a command of the page ends with here. The key is in use, and there is no login to AWS. */
const EXPECTED: readonly (readonly [command: string, exitCode: number])[] = [
  ["keys find", 1],
  ["keys plan", 0],
  ["keys verify", 1],
  ["keys retire", 2],
  ["keys retire", 2],
  ["keys retire", 2],
  ["keys report", 0],
  ["keys report", 0],
];

const FILES: ReadonlySet<string> = new Set([
  "AWSLogs",
  "company.snapshot.gz",
  "keys.jsonl",
  "planned",
  "ServiceTags_Public_20261123.json",
]);

describe("the guide from keys to zero", function () {
  this.timeout(60_000);

  it("has commands that work in its order", async () => {
    const page = (await readFile(PAGE, "utf8")).replaceAll(/\\\n */g, "");
    const lines = [...page.matchAll(/^npx --no -- azure-to-aws (.+)$/gm)].map(([, line = ""]) => line);
    const folder = await KeysFolder.make();
    await writeSampleKeys(folder.file("sample"));
    const [key] = TRAIL_KEYS;
    const ended: [string, number | undefined][] = [];
    for (const line of lines) {
      const args = line.split(" ").map((word) => {
        if (FILES.has(word)) {
          return folder.file(`sample/${word}`);
        }
        return word === "KEY" ? (key?.keyId ?? "") : word === "ROLE" ? TRAIL_ROLE : word;
      });
      const { exitCode, stderr } = await runCli(args);
      ended.push([args.slice(0, 2).join(" "), exitCode]);
      if (args[1] === "retire") {
        assert.match(stderr.replaceAll(/\s+/g, " "), /\[aws-login-none\]/);
      }
    }
    const moved = await runCli([
      "keys",
      "verify",
      "AKIAMOVED00000000003",
      "--role",
      TRAIL_ROLE,
      "--cloudtrail",
      folder.file("sample/AWSLogs"),
    ]);
    await folder.remove();
    assert.deepEqual(ended, EXPECTED);
    assert.equal(moved.exitCode, 0, moved.stdout);
    assert.ok(page.includes(`AKIAMOVED00000000003\` has moved to the role\n\`${TRAIL_ROLE}\``));
  });
});
