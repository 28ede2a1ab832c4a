import assert from "node:assert/strict";
import { KNOWN_ERRORS } from "../../../cli/explain/known-errors/known-errors";
import { renderTroubleshootingPage } from "../../../tools/troubleshooting/render-troubleshooting-page";

describe("the page docs/how-to/troubleshoot.md", () => {
  const all = KNOWN_ERRORS.flatMap(({ errors }) => errors);

  it("has a heading for each code", () => {
    const page = renderTroubleshootingPage(KNOWN_ERRORS);
    const headings = [...page.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading);
    assert.deepEqual(
      headings,
      all.map(({ code }) => code),
    );
  });

  for (const { code, cause, confirm, fix } of all) {
    it(`has a cause, a command that confirms it, and a fix for ${code}`, () => {
      assert.match(cause, /^[A-Z`].*\.$/s);
      assert.ok(confirm.length > 0 && fix.length > 0);
      for (const sentence of cause.split(/(?<=\.) /)) {
        assert.ok(sentence.split(" ").length <= 25, sentence);
      }
    });
  }
});
