import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../../lab/project-root";
import { renderArgumentPage } from "../../../../tools/schema/argument-page";
import { schemaOfSources } from "./schema-of-sources";

describe("docs/reference/arguments.md", function () {
  this.timeout(120_000);
  let page: string;

  before(async () => {
    page = await renderArgumentPage(schemaOfSources());
  });

  it("is what `npm run arguments` writes", () => {
    assert.equal(readFileSync(path.join(PROJECT_ROOT, "docs/reference/arguments.md"), "utf8"), page);
  });

  it("says of an argument its type, unit, default and error", () => {
    const start = page.indexOf("### WorkloadSettings");
    const item = /- \*\*`maxSessionDuration`\*\*.*\n.*/.exec(page.slice(start))?.[0];
    assert.equal(
      item,
      "- **`maxSessionDuration`** (whole number): How long a session lasts and may last, 3600 to 43200 seconds; above 3600 the policy pack advises against it. Default: 3600.\n" +
        "  - Error: must be a whole number of seconds from 3600 (1 hour) to 43200 (12 hours).",
    );
  });

  it("says of a map what its names may be, and its values", () => {
    const errorOf = (name: string) =>
      new RegExp(`- \\*\\*\`${name}\`\\*\\*.*\\n {2}- Error: (.*)`).exec(page)?.[1];
    assert.equal(
      errorOf("workloads"),
      "must be an object; must be letters, digits and hyphens, beginning and ending with a letter or digit.",
    );
    assert.equal(
      errorOf("inlinePolicies"),
      "must be an object; must be 1 to 40 letters, digits, hyphens or underscores, beginning and ending with a letter or digit; must be a policy document as JSON text.",
    );
    assert.equal(
      errorOf("azureTags"),
      "must be an object whose values are strings; must be 1 to 512 characters without \\< \\> % & \\ ? /; must have at most 256 characters.",
    );
  });

  it("says of every argument what is said to a wrong value", () => {
    const without = page
      .split(/\n(?=- |#)/)
      .filter((item) => item.startsWith("- **`") && !item.includes("\n  - Error: "));
    assert.deepEqual(without, []);
  });

  it("says of what is required that it is, and of everything else what holds without it", () => {
    const items = page.split("\n").filter((line) => line.startsWith("- **`"));
    assert.ok(items.length > 80, String(items.length));
    const without = items.filter(
      (line) => !/\([^)]*required[,)]|Default: |Required, unless |Needed[ ,]/.test(line),
    );
    assert.deepEqual(without, []);
    assert.ok(
      items.some((line) =>
        line.startsWith("- **`workloads`** (map of `WorkloadSettings`, required, plain): "),
      ),
    );
  });
});
