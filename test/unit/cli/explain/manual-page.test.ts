import assert from "node:assert/strict";
import path from "node:path";
import { manualPage } from "../../../../cli/explain/manual-page";
import { rulePage } from "../../../../policypack/engine/rule-page";
import { PROJECT_ROOT } from "../../../../tools/project-root";

describe("a page that explain names", () => {
  const working = process.env.PWD;
  afterEach(() => {
    process.env.PWD = working;
  });

  it("is a file of the installed package, relative to the folder of the command if it lies below", () => {
    process.env.PWD = PROJECT_ROOT;
    assert.equal(manualPage("errors/logins", "azure-login-none"), "docs/errors/logins.md#azure-login-none");
    process.env.PWD = path.dirname(PROJECT_ROOT);
    const below = path.join(path.basename(PROJECT_ROOT), "docs/errors/logins.md");
    assert.equal(manualPage("errors/logins"), below);
    process.env.PWD = path.join(PROJECT_ROOT, "cli");
    assert.equal(manualPage("errors/logins"), path.join(PROJECT_ROOT, "docs/errors/logins.md"));
  });

  it("is named as the policy pack names it", () => {
    const rule = "oidc-trust-requires-subject";
    for (const folder of [PROJECT_ROOT, path.join(PROJECT_ROOT, "cli")]) {
      process.env.PWD = folder;
      assert.equal(manualPage(`reference/rules/${rule}`), rulePage(rule), folder);
    }
  });

  it("is named by its path in the manual if the package lacks it, and by its address once there is one", () => {
    assert.equal(manualPage("reference/missing"), "docs/reference/missing.md");
    const project = { repository: undefined, site: "https://docs.example.com" };
    assert.equal(manualPage("errors/logins", "a", project), "https://docs.example.com/errors/logins.html#a");
  });
});
