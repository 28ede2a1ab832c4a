import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { AUDIT_RULES } from "../../../cli/audit/rules";
import { renderAuditPages } from "../../../tools/audit/render-audit-pages";
import { PROJECT_ROOT } from "../../../tools/project-root";

const FOLDER = path.join(PROJECT_ROOT, "docs/reference/audit-rules");

describe("the pages of the audit's rules", () => {
  const pages = renderAuditPages(AUDIT_RULES);

  it("are one per rule and a list, and no others", () => {
    assert.deepEqual(readdirSync(FOLDER).sort(), pages.map(({ name }) => name).sort());
    assert.equal(pages.length, AUDIT_RULES.length + 1);
  });

  for (const { name, text } of pages) {
    it(`say what the rules say: ${name}`, () => {
      // Prettier aligns the table of the list.
      const squeezed = (page: string): string => page.replace(/ +/g, " ").replace(/-{3,}/g, "---");
      assert.equal(squeezed(readFileSync(path.join(FOLDER, name), "utf8")), squeezed(text));
    });
  }
});
