import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { hourlyCost } from "../../../tools/acceptance/prices";
import { withPrices } from "../../../tools/prices/render-prices";
import { PROJECT_ROOT } from "../../../tools/project-root";

const BEGIN = "<!-- prices: written by npm run generate -- prices -->";
const END = "<!-- /prices -->";

describe("the tables of prices", () => {
  const read = (file: string) => readFileSync(path.join(PROJECT_ROOT, file), "utf8");
  const page = read("docs/reference/costs.md");

  it("in docs/reference/costs.md are those of the code; npm run generate -- prices writes them", () => {
    assert.equal(withPrices(page), page);
  });

  it("have the cost of the first run per hour and per month in two regions", () => {
    assert.match(
      page,
      /^\| one VM: the first run +\| \$0\.0653 +\| \$47\.66 +\| \$0\.0637 +\| \$46\.49 +\|$/m,
    );
  });

  it("have each cost per month that README.md names, and its date", () => {
    const readme = read("README.md").replaceAll("\n", " ");
    const perMonth = (row: string) =>
      new RegExp(`^\\| ${row}[^|]*\\| \\S+ +\\| (\\$[\\d.]+) `, "m").exec(page)?.[1] ?? assert.fail(row);
    const [, date = ""] = /read on (\S+)\. A month/.exec(page) ?? [];
    assert.ok(
      readme.includes(
        `read on ${date}: one VM with its own network costs ${perMonth("one VM: the first run")} per month, ` +
          `and one VM in an existing subnet ${perMonth("one VM in an existing subnet")}. ` +
          `The NAT gateway is the largest part: ${perMonth("NAT gateway")} per month;`,
      ),
    );
  });

  it("give the cost that the tutorial names", () => {
    const { usdPerHour, usdPerMonth } = hourlyCost({
      workloads: 1,
      sharedNetwork: false,
      region: "westeurope",
    });
    assert.ok(
      read("docs/tutorials/first-run.md").includes(
        `In West Europe, this deployment costs $${usdPerHour.toFixed(4)} per hour, or $${usdPerMonth.toFixed(2)} per month.`,
      ),
    );
  });

  it("replace what is between the markers, and nothing else", () => {
    const written = withPrices(`before\n${BEGIN}\nOLD TABLES\n${END}\nafter\n`);
    assert.ok(written.startsWith(`before\n${BEGIN}\n\nUS dollars, `));
    assert.ok(written.endsWith(`\n\n${END}\nafter\n`));
    assert.ok(!written.includes("OLD TABLES"));
  });

  for (const [what, text] of [
    ["without markers", "text"],
    ["without an end", BEGIN],
    ["with the markers in the wrong order", `${END}\n${BEGIN}`],
    ["with two beginnings", `${BEGIN}\n${BEGIN}\n${END}`],
    ["with two ends", `${BEGIN}\n${END}\n${END}`],
  ] as const) {
    it(`refuse a page ${what}`, () => {
      assert.throws(
        () => withPrices(text),
        new Error(`the page must have ${BEGIN} and, after it, ${END}, each once`),
      );
    });
  }
});
