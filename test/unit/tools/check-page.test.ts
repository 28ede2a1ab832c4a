import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { errorSections } from "../../../messages/error-sections";
import { checkManuals, renderCheckPage } from "../../../tools/preflight/check-page";
import { PROJECT_ROOT } from "../../../tools/project-root";

describe("the page of the preflight checks", () => {
  const manuals = checkManuals();

  it("is what the checks say: run npm run generate -- check-page", () => {
    const page = readFileSync(path.join(PROJECT_ROOT, "docs/errors/preflight.md"), "utf8");
    assert.equal(page, renderCheckPage(manuals));
  });

  it("gives explain the cause and the fix of each check, without what the check reads", () => {
    const sections = errorSections().filter(({ page }) => page === "errors/preflight");
    assert.deepEqual(
      sections.map(({ code, cause, fix }) => ({ code, cause, fix })),
      manuals.map(({ check: { code }, cause, fix }) => ({ code, cause, fix })),
    );
  });
});
