import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { KNOWN_ERRORS } from "../../../cli/explain/known-errors/known-errors";
import { PROJECT_ROOT } from "../../../lab/project-root";
import { renderTroubleshootingPage } from "../../../tools/troubleshooting/render-troubleshooting-page";

describe("the page docs/how-to/troubleshoot.md", () => {
  it("is what the tables of explain say; if this fails, run `npm run troubleshooting`", () => {
    const page = readFileSync(path.join(PROJECT_ROOT, "docs/how-to/troubleshoot.md"), "utf8");
    assert.equal(page, renderTroubleshootingPage(KNOWN_ERRORS));
  });

  for (const { code, cause, confirm, fix } of KNOWN_ERRORS.flatMap(({ errors }) => errors)) {
    it(`has a cause, a command that confirms it, and a fix for ${code}`, () => {
      assert.match(cause, /^[A-Z`].*\.$/s);
      assert.ok(confirm.length > 0 && fix.length > 0);
      for (const sentence of cause.split(/(?<=\.) /)) {
        assert.ok(sentence.split(" ").length <= 25, sentence);
      }
    });
  }
});
