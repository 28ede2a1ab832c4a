/** Dry runs in a small project with a history of its own, and the real makers' way from commits to checksums. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import {
  makeRelease,
  planRelease,
  type ReleaseOptions,
  writeVersion,
} from "../../../../tools/release/make-release";
import type { Fill, Maker } from "../../../../tools/release/makers";

const MANIFEST = {
  name: "@azure-to-aws/federation",
  version: "0.2.0",
  license: "Apache-2.0",
  scripts: {
    pack: `node -e "const fs = require('fs'); fs.mkdirSync('made/deep', { recursive: true }); fs.writeFileSync('made/deep/version.txt', require('./package.json').version)"`,
    fail: `node -e "console.error('out of paper'); process.exit(3)"`,
  },
};

const LOCK = {
  name: MANIFEST.name,
  version: "0.2.0",
  lockfileVersion: 3,
  requires: true,
  packages: { "": { name: MANIFEST.name, version: "0.2.0", license: "Apache-2.0" } },
};

const CHANGELOG = "# Changelog\n\n## Unreleased\n\n- An entry.\n\n## 0.2.0 - 2026-01-02\n\n- Old.\n";

const STATE = "export const PUBLICATION = {\n  isPublished: false,\n};\n";

const OWN = /^ {2}"version": "([^"]+)"/gm;

const MADE: Fill = { from: "made", to: "npm", expects: [/^deep\/version\.txt$/] };
const ARCHIVE: Fill = { from: "made/deep", to: "made.tar.gz", expects: [/^version\.txt$/] };

const PACK: Maker = { makes: "the package", script: "pack", fills: [MADE, ARCHIVE] };

describe("npm run generate -- release", function () {
  this.timeout(60_000);
  let folder = "";
  let root = "";
  let lines: string[] = [];

  const git = async (...args: readonly string[]): Promise<void> => {
    const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    await execa("git", [...identity, ...args], { cwd: root });
  };
  const commit = (message: string): Promise<void> => git("commit", "-q", "--allow-empty", "-m", message);
  const options = (changes: Partial<ReleaseOptions> = {}): ReleaseOptions => ({
    root,
    destination: path.join(folder, "release"),
    makers: [PACK],
    versionedFiles: [
      { file: "package.json", places: [OWN] },
      { file: "package-lock.json", places: [OWN, /^ {6}"version": "([^"]+)"/gm] },
    ],
    repository: "https://github.com/acme/app",
    date: "2026-11-28",
    isTagged: false,
    tryLaws: () => assert.fail("only a tagged release tries the laws of judging"),
    report: (line) => lines.push(line),
    ...changes,
  });
  const made = async (file: string): Promise<string> => readFile(path.join(folder, "release", file), "utf8");
  const hashOf = async (commitish: string): Promise<string> =>
    (await execa("git", ["rev-parse", commitish], { cwd: root })).stdout.slice(0, 8);

  beforeEach(async () => {
    lines = [];
    folder = await realpath(await mkdtemp(path.join(tmpdir(), "azure-to-aws-releases-")));
    root = path.join(folder, "project");
    await execa("git", ["init", "-q", "-b", "main", root]);
    const files = {
      "package.json": `${JSON.stringify(MANIFEST, null, 2)}\n`,
      "package-lock.json": `${JSON.stringify(LOCK, null, 2)}\n`,
      "CHANGELOG.md": CHANGELOG,
      "README.md": "npm install ./azure-to-aws-federation-0.2.0.tgz\n",
      "messages/project.ts": STATE.replace("false", "true"),
    };
    await mkdir(path.join(root, "messages"));
    for (const [name, text] of Object.entries(files)) {
      await writeFile(path.join(root, name), text);
    }
    await git("add", ".");
    await commit("feat: begin");
    await git("tag", "v0.2.0");
    await commit("fix(judge): read everything");
    await commit("docs: words");
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("--dry-run makes all files of the next version, and leaves the checkout as it is", async () => {
    assert.equal(await makeRelease(options()), "0.2.1");
    assert.deepEqual((await readdir(path.join(folder, "release"), { recursive: true })).sort(), [
      "NOTES.md",
      "SHA256SUMS",
      "made.tar.gz",
      "npm",
      "npm/deep",
      "npm/deep/version.txt",
      "sbom.cdx.json",
    ]);
    assert.equal(await made("npm/deep/version.txt"), "0.2.1");
    assert.equal(
      await made("NOTES.md"),
      `- An entry.\n\n## Commits\n\n### Fixed\n\n- **judge:** read everything (${await hashOf("HEAD~1")})\n`,
    );
    const { bomFormat, metadata } = JSON.parse(await made("sbom.cdx.json")) as {
      bomFormat: string;
      metadata: { component: { name: string; version: string } };
    };
    assert.deepEqual(
      [bomFormat, metadata.component.name, metadata.component.version],
      ["CycloneDX", "azure-to-aws-federation", "0.2.1"],
    );
    const sums = (await made("SHA256SUMS")).trimEnd().split("\n");
    assert.deepEqual(
      sums.map((line) => line.slice(66)),
      ["NOTES.md", "made.tar.gz", "npm/deep/version.txt", "sbom.cdx.json"],
    );
    for (const line of sums) {
      const content = await readFile(path.join(folder, "release", line.slice(66)));
      assert.equal(line.slice(0, 64), createHash("sha256").update(content).digest("hex"));
    }
    const { stdout: archived } = await execa("tar", ["-tzf", path.join(folder, "release/made.tar.gz")]);
    assert.deepEqual(archived.split("\n").sort(), ["./", "./version.txt"]);
    const { stdout } = await execa("git", ["status", "--porcelain"], { cwd: root });
    assert.equal(stdout, "");
    assert.match(lines[0] ?? "", /^Last release: {2}0\.2\.0\n[^]*Next release: {2}0\.2\.1 \(patch\)\n/);
    assert.match(lines[0] ?? "", /\n {2}package\.json\n {2}package-lock\.json\n {2}README\.md\n/);
  });

  it("makes nothing if users would notice nothing", async () => {
    await git("tag", "v0.2.1");
    await commit("test: more");
    assert.equal(await makeRelease(options()), undefined);
    await assert.rejects(readdir(path.join(folder, "release")), { code: "ENOENT" });
  });

  it("for the first release takes the version of the manifests", async () => {
    await git("tag", "-d", "v0.2.0");
    await writeFile(path.join(root, "CHANGELOG.md"), CHANGELOG.replace("0.2.0", "0.1.0"));
    assert.equal(await makeRelease(options()), "0.2.0");
    assert.equal(await made("npm/deep/version.txt"), "0.2.0");
  });

  it("--prepare writes version and changelog, which the release of the tag demands", async () => {
    await writeFile(
      path.join(root, "package.json"),
      `${JSON.stringify({ ...MANIFEST, version: "0.2.1" }, null, 2)}\n`,
    );
    await assert.rejects(makeRelease(options({ isTagged: true, versionedFiles: [] })), {
      message: "CHANGELOG.md: no section for 0.2.1. Run npm run generate -- release --prepare before you tag",
    });
    await git("checkout", "-q", "package.json");
    const plan = await planRelease(options());
    await writeVersion(options(), plan, plan.version ?? "");
    await git("commit", "-q", "-a", "-m", "build: release 0.2.1");
    await git("tag", "v0.2.1");
    const read = async (file: string): Promise<string> => readFile(path.join(root, file), "utf8");
    assert.equal((JSON.parse(await read("package.json")) as typeof MANIFEST).version, "0.2.1");
    assert.deepEqual(JSON.parse(await read("package-lock.json")), {
      ...LOCK,
      version: "0.2.1",
      packages: { "": { ...LOCK.packages[""], version: "0.2.1" } },
    });
    assert.equal(await read("README.md"), "npm install ./azure-to-aws-federation-0.2.1.tgz\n");
    assert.equal(
      await read("CHANGELOG.md"),
      "# Changelog\n\n## Unreleased\n\n## 0.2.1 - 2026-11-28\n\n- An entry.\n\n## 0.2.0 - 2026-01-02\n\n- Old.\n",
    );
    const tryLaws = (hold: boolean) => async () => Promise.resolve(hold);
    await assert.rejects(makeRelease(options({ isTagged: true, tryLaws: tryLaws(false) })), {
      message: "a law of judging does not hold, so nothing is released. See docs/explanation/laws.md",
    });
    assert.equal(await makeRelease(options({ isTagged: true, tryLaws: tryLaws(true) })), "0.2.1");
    assert.match(
      await made("NOTES.md"),
      /^- An entry\.\n\n## Commits\n\n### Fixed\n\n- \*\*judge:\*\* read everything/,
    );
  });

  it("for the first release makes each page say that the packages are published, and the release of its tag demands it", async () => {
    const page =
      "<!-- until the first release -->\n\nBuild it.\n\n<!-- since the first release\n\nSee OWNER/REPOSITORY.\n\n-->\n";
    await writeFile(path.join(root, "messages/project.ts"), STATE);
    await writeFile(path.join(root, "guide.md"), page);
    await git("add", ".");
    const message =
      /^guide\.md: it says that nothing is published\. Run npm run generate -- release --prepare before /;
    await assert.rejects(makeRelease(options({ isTagged: true })), {
      message: /^messages\/project\.ts: it says/,
    });
    await writeFile(path.join(root, "messages/project.ts"), STATE.replace("false", "true"));
    await assert.rejects(makeRelease(options({ isTagged: true })), { message });
    await writeFile(path.join(root, "messages/project.ts"), STATE);
    const plan = await planRelease(options());
    assert.deepEqual(plan.published, ["messages/project.ts", "guide.md"]);
    await writeVersion(options(), plan, plan.version ?? "");
    const read = async (file: string): Promise<string> => readFile(path.join(root, file), "utf8");
    assert.equal(await read("guide.md"), "See acme/app.\n");
    assert.equal(await read("messages/project.ts"), STATE.replace("false", "true"));
    assert.deepEqual((await planRelease(options())).published, []);
  });

  it("makes a file anew whose script reads the version, and only for another version", async () => {
    const manifest = {
      ...MANIFEST,
      scripts: {
        address: `node -e "require('fs').writeFileSync('address.json', JSON.stringify({ logo: '/v' + require('./package.json').version + '/logo.svg' }))"`,
      },
    };
    await writeFile(path.join(root, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    const versionedFiles = [
      { file: "package.json", places: [OWN] },
      { file: "address.json", places: [/\/v([^/]+)\/logo/g], script: "address" },
    ];
    const write = async (version: string): Promise<string> => {
      await writeVersion(options({ versionedFiles }), { manifest: "0.2.0", commits: [] }, version);
      return readFile(path.join(root, "address.json"), "utf8");
    };
    await writeFile(path.join(root, "address.json"), '{"other": "", "logo":"/v0.2.0/logo.svg"}');
    assert.equal(await write("0.2.0"), '{"other": "", "logo":"/v0.2.0/logo.svg"}');
    assert.equal(await write("0.3.0"), '{"logo":"/v0.3.0/logo.svg"}');
  });

  const refused: [title: string, maker: Maker, message: RegExp][] = [
    [
      "is missing",
      { ...PACK, script: "sdks", makes: "the SDKs" },
      /^package\.json: no script for the SDKs \(npm run sdks\)\. Add the script, or remove the line from /,
    ],
    [
      "fails",
      { ...PACK, script: "fail" },
      /^npm run fail: exit code 3 while making the package:\n[^]*out of paper/,
    ],
    [
      "makes less than it should",
      { ...PACK, fills: [{ ...MADE, expects: [/\.tgz$/] }] },
      /^npm run pack: it made no file \\\.tgz\$ in made\. Expected the package$/,
    ],
  ];
  for (const [title, maker, message] of refused) {
    it(`stops if a maker ${title}`, async () => {
      await assert.rejects(makeRelease(options({ makers: [maker] })), { message });
    });
  }

  it("refuses to run outside of CI without --dry-run", async () => {
    const { exitCode, stderr } = await execa("npm", ["run", "--silent", "generate", "--", "release"], {
      cwd: PROJECT_ROOT,
      env: { CI: "", GITHUB_ACTIONS: "" },
      reject: false,
    });
    assert.equal(exitCode, 1);
    assert.equal(
      stderr,
      "release: Releases are made in CI only. Add --dry-run to make the files without a release",
    );
  });

  it("refuses --prepare with --dry-run", async () => {
    const { exitCode, stdout, stderr } = await execa(
      "npm",
      ["run", "--silent", "generate", "--", "release", "--dry-run", "--prepare"],
      { cwd: PROJECT_ROOT, reject: false },
    );
    assert.deepEqual(
      [exitCode, stdout, stderr],
      [
        1,
        "",
        "release: --dry-run and --prepare: expected one of them. --prepare writes into this checkout; --dry-run does not",
      ],
    );
  });
});
