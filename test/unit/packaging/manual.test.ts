/** The manual in the package: who has no network, or an incident, reads it from node_modules. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../lab/project-root";

/** What only the repository has: programs to read beside their code, and one test. */
const REPOSITORY_ONLY = [
  ...["aks", "app-service", "ci-logins", "container-app", "insecure", "many-accounts"].map(
    (name) => `examples/${name}/README.md`,
  ),
  ...["policy-config", "quickstart", "scale-set", "separate-teams", "yaml"].map(
    (name) => `examples/${name}/README.md`,
  ),
  ...["azure-pipelines/azure-pipelines.yml", "github/infrastructure.yml", "gitlab/.gitlab-ci.yml"].map(
    (name) => `examples/ci/${name}`,
  ),
  "examples/yaml/Pulumi.yaml",
  "test/unit/trust/properties/iam-evaluator.ts",
];

/** Relative targets of a page's links and images, as paths from the package's root, without fragments. */
function linksOf(page: string, text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "code");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target.replace(/#.*$/, ""))
    .filter((target) => target !== "" && !/^[a-z]+:/.test(target))
    .map((target) => path.posix.join(path.posix.dirname(page), target));
}

describe("the manual in the package", function () {
  this.timeout(120_000);
  let packed: string[] = [];
  let texts: string[] = [];
  /** Each relative link of a packed page, with what it leads to. */
  let links: { page: string; target: string }[] = [];
  const isPacked = (target: string) =>
    packed.some((file) => file === target || file.startsWith(`${target.replace(/\/$/, "")}/`));

  before(async () => {
    const { stdout } = await execa("npm", ["pack", "--dry-run", "--ignore-scripts", "--json"], {
      cwd: PROJECT_ROOT,
    });
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    packed = files.map((file) => file.path);
    const pages = packed.filter((file) => file.endsWith(".md"));
    texts = await Promise.all(pages.map((page) => readFile(path.join(PROJECT_ROOT, page), "utf8")));
    links = pages.flatMap((page, index) =>
      linksOf(page, texts[index] ?? "").map((target) => ({ page, target })),
    );
  });

  it("has the incident procedure, the arguments, the permissions and the threat model", () => {
    for (const file of [
      "README.md",
      "SECURITY.md",
      "docs/reference/arguments.md",
      "docs/reference/component.md",
      "docs/reference/permissions.md",
      "docs/reference/permissions/aws-deployer.json",
      "docs/reference/permissions/aws-drift.json",
      "docs/reference/permissions/aws-preview.json",
      "docs/how-to/suspend-and-revoke.md",
    ]) {
      assert.ok(packed.includes(file), file);
    }
  });

  it("names no npm script that package.json lacks", async () => {
    const { scripts } = JSON.parse(await readFile(path.join(PROJECT_ROOT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = texts.flatMap((text) =>
      [...text.matchAll(/npm run (?:-\S+ )*([a-z][\w:-]*)/g)].map(([, script = ""]) => script),
    );
    assert.ok(named.includes("test:faults"));
    assert.deepEqual(
      [...new Set(named)].filter((script) => scripts[script] === undefined),
      [],
    );
  });

  it("has the target of every relative link, but for those that only the repository has", () => {
    assert.ok(links.length > 100, `${links.length} links`);
    const missing = links.filter(({ target }) => !isPacked(target) && !REPOSITORY_ONLY.includes(target));
    assert.deepEqual(missing, []);
  });

  it("names no link as the repository's that it lacks, that nothing leads to, or that is packed", () => {
    const targets = new Set(links.map(({ target }) => target));
    for (const target of REPOSITORY_ONLY) {
      assert.ok(existsSync(path.join(PROJECT_ROOT, target)), target);
      assert.ok(targets.has(target), `${target} is linked from nowhere`);
      assert.ok(!isPacked(target), `${target} is packed`);
    }
  });
});
