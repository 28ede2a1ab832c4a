import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { HELPER_KNOWLEDGE, helperKnowledge } from "../../../tools/providers/helper-knowledge";

describe("the static helper's knowledge", () => {
  it("is that of the credential helper (after a change: npm run generate -- helper-knowledge)", () => {
    assert.equal(readFileSync(path.join(PROJECT_ROOT, HELPER_KNOWLEDGE), "utf8"), helperKnowledge());
  });
});
