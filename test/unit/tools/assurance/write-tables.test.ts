import assert from "node:assert/strict";
import { merged, withTable } from "../../../../tools/assurance/write-tables";

const PAGE = "# Page\n\n<!-- faults: written by a run -->\n\nold\n\n<!-- /faults -->\n\nThe end.\n";

describe("the tables of docs/assurance.md", () => {
  it("take the place of what is between their markers, and of nothing else", () => {
    assert.equal(
      withTable(PAGE, { name: "faults", columns: ["Fault", "Outcome"], rows: [["a|b", "one\ntwo"]] }),
      "# Page\n\n<!-- faults: written by a run -->\n\n" +
        "| Fault | Outcome |\n| --- | --- |\n| a\\|b | one two |\n\n" +
        "<!-- /faults -->\n\nThe end.\n",
    );
  });

  it("are sections with a list below each outcome, if the table asks for them", () => {
    const rows = [
      ["The token", "stripped", "`A`"],
      ["The token", "replaced", "`B`"],
      ["The token", "expired", "`A`"],
      ["The VM", "asked", "`A`"],
    ];
    assert.equal(
      withTable(PAGE, {
        name: "faults",
        columns: ["Against", "Attack", "Outcome"],
        rows,
        layout: "sections",
      }),
      "# Page\n\n<!-- faults: written by a run -->\n\n" +
        "### The token\n\n- `A`\n  - stripped\n  - expired\n- `B`\n  - replaced\n\n### The VM\n\n- `A`\n  - asked\n\n" +
        "<!-- /faults -->\n\nThe end.\n",
    );
  });

  it("can have one row for those that differ in one column", () => {
    const rows = [
      ["STS", "cut", "ends"],
      ["STS", "slow", "waits"],
      ["IMDS", "cut", "ends"],
    ];
    assert.deepEqual(merged(rows, 0, ", "), [
      ["STS, IMDS", "cut", "ends"],
      ["STS", "slow", "waits"],
    ]);
  });

  it("need their markers", () => {
    const table = { name: "fault", columns: ["Fault"], rows: [] };
    assert.throws(() => withTable(PAGE, table), /^Error: docs\/assurance\.md has no markers for fault$/);
    const open = PAGE.replace("<!-- /faults -->", "");
    assert.throws(() => withTable(open, { ...table, name: "faults" }), /no markers for faults/);
  });
});
