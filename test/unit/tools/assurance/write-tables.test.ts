import assert from "node:assert/strict";
import { withTable } from "../../../../tools/assurance/write-tables";

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

  it("need their markers", () => {
    const table = { name: "fault", columns: ["Fault"], rows: [] };
    assert.throws(() => withTable(PAGE, table), /^Error: docs\/assurance\.md has no markers for fault$/);
    const open = PAGE.replace("<!-- /faults -->", "");
    assert.throws(() => withTable(open, { ...table, name: "faults" }), /no markers for faults/);
  });
});
