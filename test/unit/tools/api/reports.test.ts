/** What programs depend on changes only with a report of it. */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { RELEASED, renderReports, REPORTS } from "../../../../tools/api/reports";
import { PROJECT_ROOT } from "../../../../tools/project-root";

const read = (file: string): Promise<string> => readFile(file, "utf8");

describe("the reports of tools/api", function () {
  this.timeout(120_000);
  let reports: Readonly<Record<string, string>>;
  before(async () => {
    reports = await renderReports(PROJECT_ROOT);
  });

  it("are those of all entries and of the schema, and of one released version", async () => {
    const names = await readdir(REPORTS);
    assert.deepEqual(names.filter((name) => !RELEASED.test(name)).sort(), Object.keys(reports).sort());
    assert.equal(names.filter((name) => RELEASED.test(name)).length, 1);
    assert.deepEqual(Object.keys(reports).sort(), [
      "components.api.md",
      "credential-helper.api.md",
      "lab.api.md",
      "policy-sources.api.md",
      "policypack-configuration.api.md",
      "providers-javascript.api.md",
      "schema.diff",
      "trust.api.md",
    ]);
  });

  it("show what programs can import, and how the schema has changed: `npm run generate -- api` accepts a difference", async () => {
    for (const [name, text] of Object.entries(reports)) {
      assert.equal(await read(path.join(REPORTS, name)), text, name);
    }
  });

  it("name every type that the functions of the analysis take or return", () => {
    assert.doesNotMatch(reports["trust.api.md"] ?? "", /ae-forgotten-export/);
  });

  it("list no argument or output as gone that the changelog does not mention", async () => {
    const [, unreleased = ""] = (await read(path.join(PROJECT_ROOT, "CHANGELOG.md"))).split(/^## /m);
    const lines = (reports["schema.diff"] ?? "").split("\n");
    const gone = lines.flatMap((line) => {
      const [, owner = "", name = ""] = /^- (\w+ (?:argument|member|output)) (\w+):/.exec(line) ?? [];
      return name === "" || lines.some((other) => other.startsWith(`+ ${owner} ${name}:`)) ? [] : [name];
    });
    assert.deepEqual(
      gone.filter((name) => !new RegExp(`\`(?:\\w+\\.)*${name}\``).test(unreleased)),
      [],
    );
  });
});
