import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { type Evidence, judgeEvidence } from "../../../../tools/lab-evidence/evidence";
import { readLab } from "../../../../tools/lab-evidence/read-lab";
import { renderEvidencePage } from "../../../../tools/lab-evidence/render-evidence-page";
import { readTypeScript } from "../../../../tools/lab-evidence/typescript-reading";
import { PROJECT_ROOT } from "../../../../tools/project-root";

describe("docs/reference/lab-evidence.md", () => {
  const readings = readLab();
  const { evidence, problems } = judgeEvidence(readings);

  it("has evidence for every behavior of the lab", () => {
    assert.deepEqual(problems, []);
  });

  it("says what the tags in the lab say; npm run generate -- evidence writes it", () => {
    const page = readFileSync(path.join(PROJECT_ROOT, "docs/reference/lab-evidence.md"), "utf8");
    assert.equal(page, renderEvidencePage(evidence));
  });

  it("rests on behaviors of every kind and of both languages", () => {
    const sites = readings.flatMap((reading) => reading.sites);
    const kinds = new Set(sites.map(({ kind }) => kind));
    assert.deepEqual([...kinds].sort(), ["member", "operation", "refusal", "route", "type"]);
    const extensions = new Set(sites.map((site) => path.extname(site.path)));
    assert.deepEqual([...extensions].sort(), [".py", ".ts"]);
  });

  describe("with a change of a file of the lab", () => {
    const file = "lab/azure/arm/types/subnets.ts";
    const textOf = (name: string): string => readFileSync(path.join(PROJECT_ROOT, name), "utf8");
    const problemsWith = (text: string): readonly string[] => {
      const error = "lab/azure/resources/arm-error.ts";
      const sources = [
        { path: file, text },
        { path: error, text: textOf(error) },
      ];
      return judgeEvidence(readTypeScript(sources)).problems.filter((line) => line.startsWith(file));
    };

    it("reports nothing without a change", () => {
      assert.deepEqual(problemsWith(textOf(file)), []);
    });

    it("reports a tag that is taken away", () => {
      const [tag = ""] = /@evidence log A range over.*/.exec(textOf(file)) ?? [];
      const [problem = "", ...others] = problemsWith(textOf(file).replace(tag, "A range"));
      assert.match(
        problem,
        /refusal without evidence: no evidence: new ArmError\( 400, "NetcfgSubnetRangesOverlap"/,
      );
      assert.deepEqual(others, []);
    });

    it("reports a refusal that is added to a function with tags", () => {
      const first = "  const prefix = addressPrefixOf(body.properties);\n";
      const added = `${first}  if (prefix === "10.0.0.0/8") {\n    throw new ArmError(400, "TooWide", "Too wide.");\n  }\n`;
      const [problem = "", ...others] = problemsWith(textOf(file).replace(first, added));
      assert.match(
        problem,
        /refusal without evidence: no evidence: new ArmError\(400, "TooWide", "Too wide\."\)$/,
      );
      assert.deepEqual(others, []);
    });
  });
});

describe("the page of evidence", () => {
  const entry = (path: string, line: number, behavior: string): Evidence => ({
    path,
    line,
    grade: "log",
    behavior,
    source: "a|b",
  });

  it("counts by service and grade, in the order of the code", () => {
    const page = renderEvidencePage([
      entry("lab/aws/sts/x.ts", 2, "Second."),
      entry("lab/aws/sts/x.ts", 1, "First."),
      entry("lab/azure/imds/x.ts", 1, "It is `a_b`, not c_d."),
    ]);
    const rows = page.split("\n").filter((line) => line.startsWith("| "));
    assert.deepEqual(rows.slice(0, 5), [
      "| Service                                                 | recorded | source | log | documentation | report | inferred | All |",
      "| ------------------------------------------------------- | -------- | ------ | --- | ------------- | ------ | -------- | --- |",
      "| [Instance metadata service](#instance-metadata-service) | 0        | 0      | 1   | 0             | 0      | 0        | 1   |",
      "| [AWS STS](#aws-sts)                                     | 0        | 0      | 2   | 0             | 0      | 0        | 2   |",
      "| All                                                     | 0        | 0      | 3   | 0             | 0      | 0        | 3   |",
    ]);
    assert.deepEqual(
      rows.slice(5).filter((row) => row.includes("| log |")),
      [
        "| It is `a_b`, not c\\_d. | log | a\\|b | azure/imds/x.ts |",
        "| First. | log | a\\|b | aws/sts/x.ts |",
        "| Second. | log | a\\|b | aws/sts/x.ts |",
      ],
    );
  });

  it("takes no evidence of a file that plays no service", () => {
    assert.throws(() => renderEvidencePage([entry("lab/http/x.ts", 1, "It answers.")]), {
      message: "lab/http/x.ts: no service. Add the file to tools/lab-evidence/services.ts.",
    });
  });
});
