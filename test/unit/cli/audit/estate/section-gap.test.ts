import assert from "node:assert/strict";
import { sectionGap } from "../../../../../cli/audit/estate/section-gap";
import { SECTIONS } from "../../../../../cli/snapshot/snapshot-records";

describe("the gap of a section that is not complete", () => {
  it("says what could not be read, why, and what may be missing", () => {
    assert.equal(
      sectionGap("entra/7a1b/directory-roles", "this needs RoleManagement.Read.Directory"),
      "The Entra directory roles of tenant 7a1b could not be read completely (this needs RoleManagement.Read.Directory). An administrator who controls a way in may be missing.",
    );
  });

  it("has words for each section of a snapshot, and none of them is its name in the file", () => {
    for (const [cloud, names] of Object.entries(SECTIONS)) {
      for (const name of names) {
        const place = { aws: "account", entra: "tenant", azure: "subscription" }[cloud];
        const [what = "", effect] = sectionGap(`${cloud}/ID/${name}`, "why").split(
          " ID could not be read completely (why). ",
        );
        assert.match(what, new RegExp(`^The [^/]+ of ${place}$`), name);
        assert.match(effect ?? "", /^[A-Z].* may (be missing|have only its ID)\.$/, name);
      }
    }
  });

  it("names a section of another version as the file does", () => {
    for (const section of ["aws/1/other", "__proto__/1/toString", "constructor"]) {
      assert.equal(
        sectionGap(section, "why"),
        `${section} could not be read completely (why). Findings about the rest may be missing.`,
      );
    }
  });
});
