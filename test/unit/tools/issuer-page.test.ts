import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { renderIssuerPage } from "../../../tools/issuers/render-issuer-page";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { issuers } from "../../../trust";

describe("docs/reference/issuers.md", () => {
  it("says what the table of issuers says; npm run generate -- issuers writes it", () => {
    const page = readFileSync(path.join(PROJECT_ROOT, "docs/reference/issuers.md"), "utf8");
    assert.equal(page, renderIssuerPage(issuers.map(({ facts }) => facts)));
  });
});
