/** The manual in the packages: without a network, or in an incident, users read it from node_modules. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { rules } from "../../../policypack/rules";
import { GENERATORS } from "../../../tools/generate/generators";
import { buildPackages, type PackedPackage } from "../../../tools/packages/build-packages";
import { PROJECT_ROOT } from "../../../tools/project-root";

/** Relative targets of a page's links and images, as paths from the package's root, without fragments. */
function linksOf(page: string, text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "code");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target.replace(/#.*$/, ""))
    .filter((target) => target !== "" && !/^[a-z]+:/.test(target))
    .map((target) => path.posix.join(path.posix.dirname(page), target));
}

describe("the manual in the packages", function () {
  this.timeout(120_000);
  let directory = "";
  let packages: readonly PackedPackage[] = [];

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "manual-"));
    packages = await buildPackages(directory);
    await Promise.all(
      packages.map(async ({ name, tarball }) => {
        await mkdir(path.join(directory, name), { recursive: true });
        await execa("tar", ["-xzf", tarball, "-C", path.join(directory, name), "--strip-components=1"]);
      }),
    );
  });

  after(async () => {
    await rm(directory, { recursive: true });
  });

  const filesOf = (name: string) => packages.find((each) => each.name === name)?.files ?? [];
  /** The pages of a package, each with its text. */
  const pagesOf = async (name: string) =>
    await Promise.all(
      filesOf(name)
        .filter((file) => file.endsWith(".md"))
        .map(async (page) => ({ page, text: await readFile(path.join(directory, name, page), "utf8") })),
    );

  it("has the incident procedure, the arguments, the permissions and the threat model", () => {
    for (const file of [
      "README.md",
      "SECURITY.md",
      "docs/reference/arguments.md",
      "docs/reference/component.md",
      "docs/reference/permissions.md",
      "docs/reference/permissions/aws-collect-accounts.json",
      "docs/reference/permissions/aws-collect.json",
      "docs/reference/permissions/aws-deployer.json",
      "docs/reference/permissions/aws-drift.json",
      "docs/reference/permissions/aws-keys-log.json",
      "docs/reference/permissions/aws-keys-lookup.json",
      "docs/reference/permissions/aws-keys-retire.json",
      "docs/reference/permissions/aws-preview.json",
      "docs/reference/permissions/azure-collect.json",
      "docs/reference/permissions/azure-keys-look-in.json",
      "docs/reference/permissions/graph-collect.json",
      "docs/how-to/suspend-and-revoke.md",
    ]) {
      assert.ok(filesOf("@azure-to-aws/federation").includes(file), file);
    }
  });

  it("has a page for each rule in the policy pack", () => {
    const packed = filesOf("@azure-to-aws/policy-pack");
    assert.ok(rules.length > 10);
    assert.deepEqual(
      rules.map(({ name }) => `docs/reference/rules/${name}.md`).filter((page) => !packed.includes(page)),
      [],
    );
  });

  it("has no text for later, and no mark of one", async () => {
    for (const { name } of packages) {
      for (const { page, text } of await pagesOf(name)) {
        assert.doesNotMatch(text, /(?:until|since) the first release(?: -->)?$/m, `${name}: ${page}`);
      }
    }
  });

  it("names no npm script that package.json lacks", async () => {
    const { scripts } = JSON.parse(await readFile(path.join(PROJECT_ROOT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const texts = await Promise.all(packages.map(({ name }) => pagesOf(name)));
    const named = texts
      .flat()
      .flatMap(({ text }) =>
        [...text.matchAll(/npm run (?:-\S+ )*([a-z][\w:-]*)/g)].map(([, script = ""]) => script),
      );
    assert.ok(named.includes("generate"));
    assert.deepEqual(
      [...new Set(named)].filter((script) => scripts[script] === undefined),
      [],
    );
    const generated = texts
      .flat()
      .flatMap(({ text }) =>
        [...text.matchAll(/npm run generate -- ([a-z-]+)/g)].map(([, name = ""]) => name),
      );
    assert.ok(generated.includes("packages"));
    assert.deepEqual(
      [...new Set(generated)].filter((name) => !(name in GENERATORS)),
      [],
    );
  });

  for (const [name, least] of [
    ["@azure-to-aws/federation", 100],
    ["@azure-to-aws/policy-pack", 20],
    ["@azure-to-aws/cli", 20],
    ["@azure-to-aws/trust", 0],
    ["@azure-to-aws/lab", 0],
    ["@azure-to-aws/credentials", 5],
  ] as const) {
    it(`has the target of every relative link in ${name}`, async () => {
      const packed = filesOf(name);
      const links = (await pagesOf(name)).flatMap(({ page, text }) =>
        linksOf(page, text).map((target) => ({ page, target })),
      );
      assert.ok(links.length >= least, `${links.length} links`);
      const isPacked = (target: string) =>
        packed.some((file) => file === target || file.startsWith(`${target.replace(/\/$/, "")}/`));
      assert.deepEqual(
        links.filter(({ target }) => !isPacked(target)),
        [],
      );
    });
  }
});
