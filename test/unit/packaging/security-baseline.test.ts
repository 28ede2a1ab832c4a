/** docs/security-baseline.md: each control of the OSPS Baseline and each check of Scorecard once, and each file that it names. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../tools/project-root";

const PAGE = readFileSync(path.join(PROJECT_ROOT, "docs/security-baseline.md"), "utf8");

/** The requirements of each control that are not retired. Source: ossf/security-baseline, tag v2026.02.19, baseline/*.yaml (source code). */
const REQUIREMENTS = {
  "AC-01": 1,
  "AC-02": 1,
  "AC-03": 2,
  "AC-04": 2,
  "BR-01": [1, 3, 4],
  "BR-02": 2,
  "BR-03": 2,
  "BR-04": 1,
  "BR-05": 1,
  "BR-06": 1,
  "BR-07": 2,
  "DO-01": 1,
  "DO-02": 1,
  "DO-03": 2,
  "DO-04": 1,
  "DO-05": 1,
  "DO-06": 1,
  "DO-07": 1,
  "GV-01": 2,
  "GV-02": 1,
  "GV-03": 2,
  "GV-04": 1,
  "LE-01": 1,
  "LE-02": 2,
  "LE-03": 2,
  "QA-01": 2,
  "QA-02": 2,
  "QA-03": 1,
  "QA-04": 2,
  "QA-05": 2,
  "QA-06": 3,
  "QA-07": 1,
  "SA-01": 1,
  "SA-02": 1,
  "SA-03": 2,
  "VM-01": 1,
  "VM-02": 1,
  "VM-03": 1,
  "VM-04": 2,
  "VM-05": 3,
  "VM-06": 2,
} as const;

describe("the security baseline", () => {
  it("has each requirement of the OSPS Baseline once", () => {
    const expected = Object.entries(REQUIREMENTS).flatMap(([control, numbers]) =>
      (typeof numbers === "number" ? Array.from({ length: numbers }, (_, index) => index + 1) : numbers).map(
        (number) => `OSPS-${control}.0${number}`,
      ),
    );
    const rows = [...PAGE.matchAll(/^\| (OSPS-\S+) /gm)].map(([, id]) => id);
    assert.deepEqual(rows.sort(), expected.sort());
  });

  it("names only files that there are", () => {
    const files = [...PAGE.matchAll(/`([\w./-]+\.(?:ya?ml|json|ts|md)|[\w.-]+(?:\/[\w.-]+)+|LICENSE)`/g)].map(
      ([, file = ""]) => file,
    );
    assert.ok(files.length > 10, `${files.length} files`);
    const places = ["", ".github/", ".github/workflows/"];
    assert.deepEqual(
      files.filter((file) => !places.some((place) => existsSync(path.join(PROJECT_ROOT, place, file)))),
      ["pulumi/pulumi"],
    );
  });
});
