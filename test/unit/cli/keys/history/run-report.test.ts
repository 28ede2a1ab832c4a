import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { PAGE_STYLE } from "../../../../../cli/audit/page/page-assets";
import type { HistoryEntry } from "../../../../../cli/keys/history/history";
import type { Progress } from "../../../../../cli/keys/history/progress";
import { packageVersion } from "../../../../../cli/package-version";
import { SHARED_STYLE } from "../../../../../cli/report/page-style";
import { runCli } from "../../run-cli";
import { KeysFolder } from "../keys-folder";

function key(
  keyId: string,
  status: "Active" | "Inactive" | "Deleted",
  origin: "azure" | "elsewhere",
  owner = "team a",
) {
  return { keyId, account: "111122223333", user: "importer", owner, status, origin };
}

const ENTRIES: readonly HistoryEntry[] = [
  {
    format: 1,
    at: "2026-09-01T00:00:00Z",
    keys: [
      key("AKIA1", "Active", "azure"),
      key("AKIA2", "Active", "azure"),
      key("AKIA3", "Active", "elsewhere", "b"),
    ],
  },
  {
    format: 1,
    at: "2026-10-01T00:00:00Z",
    keys: [
      key("AKIA1", "Inactive", "azure"),
      key("AKIA2", "Deleted", "azure"),
      key("AKIA3", "Active", "elsewhere", "b"),
      key("AKIA4", "Active", "azure", "b"),
    ],
  },
];

const FACTS = `Snapshot of 2026-10-01 00:00 UTC · 2 snapshots since 2026-09-01 · 1 account · azure-to-aws ${packageVersion()}`;

describe("keys report", () => {
  let folder: KeysFolder;
  beforeEach(async () => {
    folder = await KeysFolder.make();
  });
  afterEach(() => folder.remove());

  async function report(format: string, entries: readonly unknown[] = ENTRIES): Promise<string> {
    const text = entries
      .map((entry) => (typeof entry === "string" ? entry : JSON.stringify(entry)))
      .join("\n");
    const file = await folder.write("history.jsonl", `${text}\n`);
    const { stdout, stderr, exitCode } = await runCli([
      "keys",
      "report",
      "--history",
      file,
      "--format",
      format,
    ]);
    assert.equal(exitCode, 0, stderr);
    return stdout;
  }

  it("counts keys over time and by owner, in the order of the times", async () => {
    const { steps, owners } = JSON.parse(await report("json", ENTRIES.toReversed())) as Progress;
    const [first, second] = ["2026-09-01T00:00:00Z", "2026-10-01T00:00:00Z"];
    assert.deepEqual(steps, [
      { at: first, total: 3, active: 3, inactive: 0, unknown: 0, fromAzure: 2, added: [], gone: [] },
      {
        at: second,
        total: 3,
        active: 2,
        inactive: 1,
        unknown: 0,
        fromAzure: 1,
        added: ["AKIA4"],
        gone: ["AKIA2"],
      },
    ]);
    assert.deepEqual(owners, [
      { owner: "b", before: 1, now: 2, active: 2, fromAzure: 1 },
      { owner: "team a", before: 2, now: 1, active: 0, fromAzure: 0 },
    ]);
  });

  it("reaches zero when the last key is inactive, and forgets it when it is deleted", async () => {
    const steps = async (...states: ("Active" | "Inactive" | "Deleted")[]) => {
      const entries = states.map((state, index) => ({
        format: 1,
        at: `2026-11-0${index + 1}T00:00:00Z`,
        keys: [key("AKIA1", state, "azure")],
      }));
      const progress = JSON.parse(await report("json", entries)) as Progress;
      return [
        ...progress.steps.map(({ total, active, fromAzure, gone }) => [
          total,
          active,
          fromAzure,
          gone.length,
        ]),
        progress.keys.length,
      ];
    };
    assert.deepEqual(await steps("Active", "Inactive", "Deleted", "Deleted"), [
      [1, 1, 1, 0],
      [1, 0, 0, 0],
      [0, 0, 0, 1],
      [0, 0, 0, 0],
      0,
    ]);
  });

  it("says the same in Markdown", async () => {
    const markdown = await report("markdown");
    assert.ok(
      markdown.startsWith(
        `# AWS access keys over time\n\n1 of 3 keys is still used from Azure.\n\n${FACTS}\n\n`,
      ),
      markdown,
    );
    assert.ok(markdown.includes("| 2026-10-01 00:00 UTC | 3 | 2 | 1 | 0 | 1 | 1 | 1 |"), markdown);
    assert.ok(
      markdown.includes("| `AKIA1` | `importer` | `111122223333` | `team a` | Inactive | from Azure |"),
    );
    assert.ok(markdown.includes("| `b` | 1 | 2 | 2 | 1 |"), markdown);
  });

  it("begins with the result, whatever it is", async () => {
    const resultOf = async (...keys: readonly ReturnType<typeof key>[]): Promise<string | undefined> =>
      (await report("markdown", [{ ...ENTRIES[0], keys }])).split("\n")[2];
    const [azure, other] = [key("AKIA1", "Active", "azure"), key("AKIA3", "Active", "elsewhere")];
    assert.equal(
      await resultOf(azure, { ...azure, keyId: "AKIA2" }),
      "2 of 2 keys are still used from Azure.",
    );
    assert.equal(await resultOf(azure), "1 of 1 key is still used from Azure.");
    assert.equal(
      await resultOf(key("AKIA1", "Inactive", "azure"), other),
      "The log shows no key in use from Azure. 1 of 2 keys is active.",
    );
    assert.equal(await resultOf(), "No AWS access key is left.");
  });

  it("has a chart with the units of its axes, also of a single snapshot", async () => {
    const html = await report("html");
    assert.ok(
      html.includes(
        `<p class="headline">1 of 3 keys is still used from Azure.</p>\n<p class="facts">${FACTS}</p>`,
      ),
    );
    const text = (from: string): string =>
      (/<figure[^]*<\/figure>/.exec(from)?.[0] ?? "")
        .replaceAll(/\s*<[^>]+>\s*/g, "|")
        .replaceAll(/\|+/g, "|");
    const end = "Date of the snapshot (UTC)|";
    assert.equal(
      text(html),
      `|Active keys went from 3 to 2, keys used from Azure from 2 to 1.|Active: 2|Used from Azure: 1|Number of keys|0|1|2|3|2026-09-01|2026-10-01|${end}`,
    );
    const single = await report("html", ENTRIES.slice(0, 1));
    assert.equal(
      text(single),
      `|Active keys: 3. Keys used from Azure: 2.|Active: 3|Used from Azure: 2|Number of keys|0|1|2|3|2026-09-01|${end}`,
    );
    assert.ok(single.includes('<path class="active point" d="M50.00 0.00h0"/>'));
  });

  it("has a chart whose axis ends at the most keys, or slightly above", async () => {
    const countsOf = async (count: number): Promise<string | undefined> => {
      const keys = Array.from({ length: count }, (_, place) => key(`AKIA${place}`, "Active", "azure"));
      const html = await report("html", [{ ...ENTRIES[0], keys }]);
      return /<div class="counts">(.*?)<\/div>/
        .exec(html)?.[1]
        ?.replaceAll(/(<\/?span>)+/g, " ")
        .trim();
    };
    assert.equal(await countsOf(0), "0 1");
    assert.equal(await countsOf(8), "0 2 4 6 8");
    assert.equal(await countsOf(13), "0 5 10 15");
    assert.equal(await countsOf(120), "0 50 100 150");
    assert.equal(await countsOf(97), "0 20 40 60 80 100");
  });

  it("has the style of the audit's page, and no other colors or fonts", async () => {
    const style = /<style>(.*?)<\/style>/s.exec(await report("html"))?.[1] ?? "";
    assert.ok(style.startsWith(SHARED_STYLE) && PAGE_STYLE.startsWith(SHARED_STYLE));
    assert.doesNotMatch(style.slice(SHARED_STYLE.length), /#[0-9a-f]{3}|rgb|font-family|sans-serif/);
  });

  it("is a page that runs nothing, whatever the names are", async () => {
    const evil = `<script>alert(1)</script>"'&\u202e`;
    const html = await report("html", [
      ENTRIES[0],
      { ...ENTRIES[1], keys: [key("AKIA9", "Active", "azure", evil)] },
    ]);
    assert.ok(!html.includes("<script"));
    assert.ok(html.includes("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;&lt;U+202E&gt;"), html);
    const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    assert.ok(html.includes(`content="default-src 'none'; style-src 'sha256-${hash}'"`));
    assert.ok(!/ style=| on\w+=|<script|<link|<img/.test(html));
    assert.ok(html.includes("Active keys went from 3 to 1, keys used from Azure from 2 to 1."));
    assert.equal((html.match(/<polyline/g) ?? []).length, 2);
  });

  it("names the line that is no entry", async () => {
    const undated = ["x", "2026-13-01T00:00:00Z", "Nov 28 2026 (<b>)"].map((at) =>
      JSON.stringify({ ...ENTRIES[0], at }),
    );
    for (const line of [
      ...undated,
      "{",
      "{}",
      '{"format":2,"at":"x","keys":[]}',
      '{"format":1,"at":"x","keys":[{}]}',
      JSON.stringify({ ...ENTRIES[0], keys: [{ ...ENTRIES[0]?.keys[0], origin: "constructor" }] }),
      JSON.stringify({ ...ENTRIES[0], keys: [{ ...ENTRIES[0]?.keys[0], status: "active" }] }),
    ]) {
      const file = await folder.write("history.jsonl", `${JSON.stringify(ENTRIES[0])}\n${line}\n`);
      const { exitCode, stderr } = await runCli(["keys", "report", "--history", file]);
      assert.equal(exitCode, 2, line);
      assert.match(stderr.replaceAll(/\s+/g, " "), /line 2 is no entry of a history of keys/, line);
    }
    assert.match((await runCli(["keys", "report"])).stderr, /--history is missing/);
  });
});
