/** A snapshot in which every text that a stranger can choose attacks the reader, through the command line. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { SnapshotRecord } from "../../../../cli/snapshot/snapshot-records";
import { SnapshotWriter } from "../../../../cli/snapshot/write-snapshot";
import { ATTACKS } from "../../../../tools/audit-page/hostile-report";
import { runCli } from "../run-cli";
import {
  ACCOUNT,
  completeSections,
  deployed,
  federationStatement,
  NOW,
  role,
  roleAssignment,
  SUBSCRIPTION,
} from "./company";

const MORE_ATTACKS = [
  ...ATTACKS,
  "\u001B[2J\u001B]0;owned\u0007",
  "| a | b |\n\n# heading",
  "`code` [link](javascript:alert(1)) ![](https://attacker.example/x)",
  "@octocat #1 https://attacker.example",
  "\r\n::error::owned",
];

/** What the readers look for in a record, and so no stranger's choice. */
const KEPT = new Set([
  "kind",
  "Effect",
  "Action",
  "Version",
  "Status",
  "state",
  "at",
  "type",
  "@odata.type",
  "actions",
]);

let turn = 0;

/** The record with an attack at the end of each text and in the name of each condition key. */
function attacked(value: unknown, member = ""): unknown {
  if (typeof value === "string") {
    return KEPT.has(member) ? value : `${value}${MORE_ATTACKS[turn++ % MORE_ATTACKS.length] ?? ""}`;
  }
  if (Array.isArray(value)) {
    return value.map((item) => attacked(item, member));
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, attacked(item, name)]))
    : value;
}

describe("the audit of a hostile snapshot", () => {
  let folder = "";
  let snapshot = "";

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "hostile-snapshot-"));
    snapshot = path.join(folder, "estate.gz");
    const writer = await SnapshotWriter.create(snapshot, {
      kind: "snapshot",
      version: 1,
      by: "\u001B[2J<script>",
      startedAt: NOW.toISOString(),
      redacted: false,
    });
    const records: readonly SnapshotRecord[] = [
      ...MORE_ATTACKS.flatMap((attack, index) => [
        role(`open-${index}`, [federationStatement({})], undefined, {
          Arn: `arn:aws:iam::${index % 2 === 0 ? attack : ACCOUNT}:role/${attack}`,
          RoleLastUsed: { LastUsedDate: attack },
        }),
        attacked(
          role(`named-${index}`, [federationStatement({ aud: attack, sub: attack })]),
        ) as SnapshotRecord,
      ]),
      ...deployed(),
      ...deployed().map((record) => attacked(record) as SnapshotRecord),
      attacked(roleAssignment("Owner", `/subscriptions/${SUBSCRIPTION}`, ["*"])) as SnapshotRecord,
      ...completeSections(),
      ...completeSections().map((record) => attacked({ ...record, state: "refused" }) as SnapshotRecord),
    ];
    for (const record of records) {
      await writer.write(record);
    }
    await writer.finish();
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  const report = async (format: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await runCli(["audit", "--format", format, snapshot]);
    assert.equal(exitCode, 1, stderr);
    assert.equal(/\p{Cc}/u.test(stderr.replaceAll("\n", "")), false, stderr);
    return stdout;
  };

  it("steers no terminal", async () => {
    const text = await report("text");
    assert.deepEqual(text.replaceAll("\n", "").match(/[\p{Cc}\p{Cf}\u2028\u2029]/gu), null);
    assert.equal(/^(?:# heading|::error)/m.test(text), false);
  });

  it("has no element, link, picture, or mention in Markdown", async () => {
    const markdown = await report("markdown");
    const outside = markdown
      .replace(/^(`{3,})[^\n]*\n.*?\n\1$/gms, "")
      .replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, "")
      .replace(/\\./g, "");
    assert.deepEqual(
      [...outside.matchAll(/<(?!\/?(?:details|summary)>)[a-z/!][^\n]{0,40}/gi)].map(([found]) => found),
      [],
    );
    assert.deepEqual(outside.match(/\]\(|!\[|(?<![\w&])@octocat|^::error.*/gm), null);
    assert.equal(/^# heading/m.test(outside), false);
  });

  it("is valid JSON in JSON and SARIF, and SARIF has no foreign address", async () => {
    assert.equal((JSON.parse(await report("json")) as { readonly format: number }).format, 1);
    const sarif = await report("sarif");
    assert.equal((JSON.parse(sarif) as { readonly version: string }).version, "2.1.0");
    assert.equal(/"(?:helpUri|informationUri)": ?"(?!https:)/.test(sarif), false);
  });

  it("has the page's two scripts alone", async () => {
    const page = await report("html");
    assert.equal(page.match(/<script/g)?.length, 2);
    assert.equal(page.match(/<\/script/g)?.length, 2);
    assert.equal(/<(?:svg|img|style)[^>]*(?:onload|onerror)/.test(page), false);
    assert.equal(page.includes("\u2028"), false);
  });

  it("goes into a file as it goes to the terminal", async () => {
    const out = path.join(folder, "report.md");
    const { exitCode } = await runCli(["audit", "--format", "markdown", "--out", out, snapshot]);
    assert.equal(exitCode, 1);
    // A lone surrogate has no form in UTF-8.
    const text = Buffer.from(await report("markdown")).toString();
    assert.equal(await readFile(out, "utf8"), text);
  });
});
