/** docs/reference/where-code-runs.md: each host has a verdict and evidence, and what works names an example or a test that exists. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../tools/project-root";

const PAGE = "docs/reference/where-code-runs.md";

interface Row {
  readonly where: string;
  readonly verdict: string;
  readonly how: string;
  readonly evidence: string;
}

const text = readFileSync(path.join(PROJECT_ROOT, PAGE), "utf8");

/** The cells of the table in one section, without its head. */
function tableOf(title: string): string[][] {
  const [, section = ""] = text.split(`\n## ${title}\n`);
  const lines = (section.split("\n## ")[0] ?? "").split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The targets of the links in a cell, without fragments; `""` is the page itself. */
const linksIn = (cell: string): string[] =>
  [...cell.matchAll(/\]\(([^)]+)\)/g)].map(([, target = ""]) => target.replace(/#.*$/, ""));

/** The path of a relative link from the root of the repository. */
const fileOf = (target: string): string => path.posix.join(path.posix.dirname(PAGE), target);

describe("the table of docs/reference/where-code-runs.md", () => {
  const rows = tableOf("The table").map(([where = "", verdict = "", how = "", evidence = ""]): Row => ({
    where,
    verdict,
    how,
    evidence,
  }));

  it("has a row for each host", () => {
    const hosts = [
      [
        "Azure VM",
        "Scale set",
        "Container Apps",
        "App Service",
        "Functions",
        "AKS, directly",
        "AKS, through",
      ],
      ["Azure Arc", "Machine Learning", "Batch", "Automation", "Service Fabric", "Cloud Shell"],
      ["Container Instances", "Databricks", "Synapse", "Data Factory", "Microsoft Fabric", "Power BI"],
      ["AzCopy", "Azure DevOps", "Bedrock", "Logic Apps"],
    ].flat();
    assert.deepEqual(
      hosts.map((host) => rows.filter(({ where }) => where.includes(host)).length),
      hosts.map(() => 1),
    );
    assert.equal(rows.length, hosts.length);
  });

  for (const { where, verdict, how, evidence } of rows) {
    describe(where.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1"), () => {
      const kinds = [...evidence.matchAll(/\b(tested|recorded|documented|source|inferred)\b/gi)].map(
        ([, kind = ""]) => kind.toLowerCase(),
      );

      it("has one of the three verdicts, and says through what it works or why it does not", () => {
        assert.match(verdict, /^\*\*works\*\*(?: for .+)?$|^\*\*through\*\* .+|^\*\*does not work\*\*: .+/);
        assert.notEqual(how, "");
      });

      it("has evidence of a named kind, with a link", () => {
        assert.notDeepEqual(kinds, []);
        assert.notDeepEqual(
          linksIn(evidence).filter((target) => target !== ""),
          [],
        );
      });

      it("links only to files that exist, and to vendors over https", () => {
        for (const target of [where, how, evidence].flatMap(linksIn).filter(Boolean)) {
          assert.ok(
            target.startsWith("https://") || existsSync(path.join(PROJECT_ROOT, fileOf(target))),
            target,
          );
        }
      });

      it("is tested if it works, and works if it is tested", () => {
        const tests = linksIn(evidence)
          .map(fileOf)
          .filter((file) => /^(?:examples|test)\//.test(file));
        const works = verdict.startsWith("**works**");
        assert.equal(tests.length > 0, works, tests.join(", "));
        assert.equal(kinds.includes("tested"), works, evidence);
      });
    });
  }
});

describe("the variables of hosts in docs/reference/where-code-runs.md", () => {
  it("are refused by name for exactly the hosts that the helper refuses", () => {
    const source = readFileSync(path.join(PROJECT_ROOT, "credential-helper/azure_to_aws/sources.py"), "utf8");
    const [, detection = ""] = source.split("def _other_host");
    const refused = new Set(
      [...detection.matchAll(/return "([^"]+)"/g)].map(([, host = ""]) =>
        host.replace(/^Azure (?=Cloud)/, ""),
      ),
    );
    const documented = tableOf("What Azure Identity detects").filter(
      ([, , helper]) => helper === "refused by name",
    );
    assert.equal(refused.size, 4);
    assert.deepEqual(documented.map(([host]) => host).sort(), [...refused].sort());
  });
});
