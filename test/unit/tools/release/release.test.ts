/** The version, the notes, and the other texts of a release, from commits. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import manifest from "../../../../package.json";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { checksums } from "../../../../tools/release/checksums";
import { type Commit, parseCommits } from "../../../../tools/release/commits";
import { demandMakers, type Maker, MAKERS } from "../../../../tools/release/makers";
import { nextVersion } from "../../../../tools/release/next-version";
import { whyNotHere } from "../../../../tools/release/permission";
import { renderPlan } from "../../../../tools/release/plan";
import {
  announcement,
  releasedChangelog,
  releaseNotes,
  sectionOf,
} from "../../../../tools/release/release-notes";
import {
  isVersionedPage,
  pageWithVersion,
  VERSIONED_FILES,
  withVersion,
} from "../../../../tools/release/versions";

/** Commits with these messages, the newest first. */
async function commitsOf(...messages: readonly string[]): Promise<Commit[]> {
  return parseCommits(
    messages.map((message, index) => `${String(index + 1).repeat(40)}\n${message}\n\0\n`).join(""),
  );
}

describe("the commits of a release", () => {
  it("are read as Conventional Commits", async () => {
    assert.deepEqual(
      await commitsOf(
        "feat(judge): read previews\n\nThe why.",
        "fix!: refuse it\n\nA body.",
        "build(packages): split\n\nWhy.\n\nBREAKING CHANGE: install the\ncommand line, too",
        "Merge branch 'x'",
      ),
      [
        { hash: "11111111", type: "feat", scope: "judge", subject: "read previews", breaking: [] },
        { hash: "22222222", type: "fix", scope: undefined, subject: "refuse it", breaking: ["refuse it"] },
        {
          hash: "33333333",
          type: "build",
          scope: "packages",
          subject: "split",
          breaking: ["install the command line, too"],
        },
        { hash: "44444444", type: undefined, scope: undefined, subject: "Merge branch 'x'", breaking: [] },
      ],
    );
  });
});

describe("the next version", () => {
  const cases: [released: string, messages: readonly string[], version: string | undefined][] = [
    ["0.2.0", ["fix: a"], "0.2.1"],
    ["0.2.0", ["perf: a"], "0.2.1"],
    ["0.2.0", ["revert: a"], "0.2.1"],
    ["0.2.0", ["fix: a", "feat: b"], "0.3.0"],
    ["0.2.0", ["fix!: a"], "0.3.0"],
    ["0.2.0", ["refactor: a\n\nBREAKING CHANGE: b"], "0.3.0"],
    ["0.2.0", ["refactor: a\n\nBREAKING-CHANGE: b"], "0.3.0"],
    ["1.2.3", ["fix: a"], "1.2.4"],
    ["1.2.3", ["feat: a"], "1.3.0"],
    ["1.2.3", ["docs!: a"], "2.0.0"],
    ["1.2.3", ["docs: a", "test: b", "constructor: c", "Merge branch 'x'"], undefined],
    ["1.2.3", [], undefined],
  ];
  for (const [released, messages, version] of cases) {
    it(`after ${released} with ${JSON.stringify(messages)} is ${version ?? "missing"}`, async () => {
      assert.equal(nextVersion(released, "9.9.9", await commitsOf(...messages)), version);
    });
  }

  it("before the first release is that of the manifests", async () => {
    assert.equal(nextVersion(undefined, "0.2.0", await commitsOf("docs: a")), "0.2.0");
  });
});

describe("the notes of a release", () => {
  it("have what breaks first, then a section per type", async () => {
    const commits = await commitsOf(
      "feat(judge): read previews",
      "fix: handle <b> and `code` for @someone in #12",
      "perf(lab): start faster",
      "revert: a change",
      "build(packages)!: split the package",
      "test: nothing for users",
    );
    assert.equal(
      releaseNotes(commits),
      `### Breaking changes

- **packages:** split the package (55555555)

### Added

- **judge:** read previews (11111111)

### Fixed

- handle \\<b\\> and \\\`code\\\` for @\u200bsomeone in #\u200b12 (22222222)

### Faster

- **lab:** start faster (33333333)

### Reverted

- a change (44444444)
`,
    );
  });

  it("have no markup from a commit, in its scope and in its subject", async () => {
    assert.equal(
      releaseNotes(await commitsOf("fix(<a>@b): \\ ` * _ { } [ ] < >")),
      "### Fixed\n\n- **\\<a\\>@\u200bb:** \\\\ \\` \\* \\_ \\{ \\} \\[ \\] \\< \\> (11111111)\n",
    );
  });

  it("are empty without a commit that users notice", async () => {
    assert.equal(releaseNotes(await commitsOf("docs: a")), "");
  });
});

describe("the page of a release", () => {
  const entries = Array.from({ length: 70 }, (_, index) => `- Entry ${index}.`).join("\n");

  it("is the section with the commits, if that is no longer than a page", () => {
    assert.equal(announcement("- An entry.", "0.3.0", ""), "- An entry.\n");
    assert.equal(
      announcement("- An entry.", "0.3.0", "### Fixed\n"),
      "- An entry.\n\n## Commits\n\n### Fixed\n",
    );
  });

  it("is the section alone, if its commits do not fit on the page", () => {
    assert.equal(announcement("- An entry.", "0.3.0", entries), "- An entry.\n");
  });

  it("is the summary of a longer section, with its counts and the address of the rest", () => {
    const section = `What is new.\n\n### Added\n\n${entries}\n\n### Fixed\n\n- One.\n`;
    assert.equal(
      announcement(section, "0.3.0", "- commits", "https://example.com/acme/federation"),
      "What is new.\n\n[All changes](https://example.com/acme/federation/blob/v0.3.0/CHANGELOG.md). Added: 70, Fixed: 1.\n",
    );
    assert.match(announcement(section, "0.3.0", ""), /\[All changes\]\(CHANGELOG\.md\)/);
  });

  it("is refused without a summary, and with one that is longer than a page", () => {
    const long = `### Added\n\n${entries}`;
    for (const [summary, lines] of [
      ["", 0],
      ["Line.\n".repeat(61), 61],
    ] as const) {
      assert.throws(() => announcement(summary + long, "0.3.0", ""), {
        message: new RegExp(
          `^CHANGELOG\\.md: the section of the release has \\d+ lines, and ${lines} before its first heading "###"\\. A release page has at most 60\\.`,
        ),
      });
    }
  });

  it("of the next release can be made from the changelog as it is", () => {
    const changelog = readFileSync(path.join(PROJECT_ROOT, "CHANGELOG.md"), "utf8");
    const section = sectionOf(releasedChangelog(changelog, "9.9.9", "2026-12-03", ""), "9.9.9") ?? "";
    assert.ok(announcement(section, "9.9.9", "").split("\n").length <= 65);
  });
});

describe("the changelog of a release", () => {
  const before =
    "# Changelog\n\nIntroduction.\n\n## Unreleased\n\n### Added\n\n- An entry.\n\n## 0.1.0 - 2026-01-02\n\n- Old.\n";

  it("has the entries that people wrote, under the version", () => {
    const after = releasedChangelog(before, "0.2.0", "2026-11-28", "### Fixed\n\n- From a commit.\n");
    assert.equal(
      after,
      "# Changelog\n\nIntroduction.\n\n## Unreleased\n\n## 0.2.0 - 2026-11-28\n\n### Added\n\n- An entry.\n\n## 0.1.0 - 2026-01-02\n\n- Old.\n",
    );
    assert.equal(sectionOf(after, "0.2.0"), "### Added\n\n- An entry.");
    assert.equal(sectionOf(after, "0.1.0"), "- Old.");
    assert.equal(sectionOf(after, "0.3.0"), undefined);
  });

  it("has the notes from the commits if people wrote none", () => {
    const empty = before.replace("### Added\n\n- An entry.\n\n", "");
    assert.equal(
      releasedChangelog(empty, "0.2.0", "2026-11-28", "### Fixed\n\n- From a commit.\n"),
      "# Changelog\n\nIntroduction.\n\n## Unreleased\n\n## 0.2.0 - 2026-11-28\n\n### Fixed\n\n- From a commit.\n\n## 0.1.0 - 2026-01-02\n\n- Old.\n",
    );
  });

  it("is refused without Unreleased, and with the version", () => {
    assert.throws(() => releasedChangelog("# Changelog\n", "0.2.0", "2026-11-28", ""), {
      message: 'CHANGELOG.md: no heading "## Unreleased". Expected the entries of this release below it',
    });
    assert.throws(() => releasedChangelog(before, "0.1.0", "2026-11-28", ""), {
      message: "CHANGELOG.md: it already has a section for 0.1.0. Release another version",
    });
  });
});

describe("the version in the files", () => {
  for (const versioned of VERSIONED_FILES) {
    it(`is replaced in ${versioned.file}, and nothing else`, () => {
      const text = readFileSync(path.join(PROJECT_ROOT, versioned.file), "utf8");
      const after = withVersion(versioned, text, manifest.version, "9.8.7");
      assert.notEqual(after, text);
      assert.equal(withVersion(versioned, after, "9.8.7", manifest.version), text);
    });
  }

  it("is refused if a file has another one, or none", () => {
    const [versioned] = VERSIONED_FILES;
    assert.ok(versioned);
    assert.throws(() => withVersion(versioned, '{\n  "version": "0.1.0"\n}\n', "0.2.0", "0.3.0"), {
      message: "package.json: expected version 0.2.0; got 0.1.0. All manifests must have one version",
    });
    assert.throws(() => withVersion(versioned, "{}\n", "0.2.0", "0.3.0"), {
      message:
        'package.json: no place of the version matches ^ {2}"version": "([^"]+)". Correct tools/release/versions.ts',
    });
  });

  it("is replaced where the place has it, and not in the name before it", () => {
    const versioned = { file: "a.json", places: [/"for-0\.2\.0": "([^"]+)"/g] };
    assert.equal(withVersion(versioned, '"for-0.2.0": "0.2.0"', "0.2.0", "0.3.0"), '"for-0.2.0": "0.3.0"');
  });

  it("is replaced on pages in the names of this project's packages alone", () => {
    const page = (version: string): string =>
      `npm install ./azure-to-aws-federation-${version}.tgz @azure-to-aws/cli@${version}\nazure-to-aws ${version} for\n`;
    const others =
      "other@0.2.0, versions (0.2.0 to 0.2.1), azure-to-aws-federation-0.2.0.1 and azure-to-aws@0.2.0-beta\n";
    assert.equal(pageWithVersion(page("0.2.0") + others, "0.2.0", "0.3.0"), page("0.3.0") + others);
  });
});

describe("the pages with the version", () => {
  it("are those that users follow, and not those that speak of former versions", () => {
    const files = [
      "README.md",
      "docs/errors/logins.md",
      "CHANGELOG.md",
      "docs/decisions/README.md",
      "docs/reference/stability.md",
      "test/README.md",
      "package.json",
    ];
    assert.deepEqual(files.filter(isVersionedPage), files.slice(0, 2));
  });
});

const MAKER: Maker = {
  makes: "the manual",
  script: "docs",
  fills: [
    { from: "site", to: "manual.tar.gz", expects: [] },
    { from: "other", to: "other", expects: [] },
  ],
};

describe("the makers of a release", () => {
  it("are scripts of package.json", () => {
    demandMakers(MAKERS, manifest.scripts);
  });

  it("demand a file of each kind, so that no registry gets a part of a release", () => {
    assert.deepEqual(
      MAKERS.flatMap(({ fills }) =>
        fills.map(({ to, expects }) => [to, expects.map(({ source }) => source)]),
      ),
      [
        ["npm", ["\\.tgz$"]],
        ["plugins", ["\\.tar\\.gz$"]],
        ["python", ["\\.whl$", "\\.tar\\.gz$"]],
        ["go", ["\\.zip$"]],
        ["manual.tar.gz", ["^index\\.html$"]],
      ],
    );
  });

  it("are named if they are missing", () => {
    assert.throws(
      () => {
        demandMakers(
          [
            MAKER,
            { ...MAKER, makes: "the SDKs", script: "sdks" },
            { ...MAKER, makes: "the rest", script: "constructor -- all" },
          ],
          { docs: "x" },
        );
      },
      {
        message:
          "package.json: no script for the SDKs (npm run sdks), the rest (npm run constructor -- all). Add the script, or remove the line from tools/release/makers.ts",
      },
    );
  });
});

describe("a release", () => {
  const tag = {
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_REF_TYPE: "tag",
    GITHUB_REF_NAME: "v0.3.0",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: "acme/app",
  };
  const whyNot = (env: NodeJS.ProcessEnv): string | undefined =>
    whyNotHere(env, "0.3.0", "https://github.com/acme/app");

  it("is made for the tag of its version in CI", () => {
    assert.equal(whyNot(tag), undefined);
  });

  it("is refused elsewhere, and says why", () => {
    const here = "Releases are made in CI only. Add --dry-run to make the files without a release";
    assert.equal(whyNot({}), here);
    assert.equal(whyNot({ ...tag, CI: undefined }), here);
    assert.equal(whyNot({ ...tag, GITHUB_ACTIONS: undefined }), here);
    assert.equal(
      whyNot({ ...tag, GITHUB_REF_TYPE: "branch", GITHUB_REF_NAME: "main" }),
      "Expected a tag; got branch main. Push the tag v0.3.0",
    );
    assert.equal(
      whyNot({ ...tag, GITHUB_REF_NAME: "v0.4.0" }),
      "Expected the tag v0.3.0, the version of the manifests; got v0.4.0. Run npm run generate -- release --prepare, and tag its commit",
    );
    assert.equal(
      whyNotHere(tag, "0.3.0", "https://github.com/other/app"),
      "messages/project.ts: expected this repository, https://github.com/acme/app; got https://github.com/other/app. npm compares it with where a package was built",
    );
    assert.equal(
      whyNotHere(tag, "0.3.0", undefined),
      "messages/project.ts: expected this repository, https://github.com/acme/app; got none. npm compares it with where a package was built",
    );
  });

  it("prints its plan first", async () => {
    const commits = await commitsOf("feat: a", "fix!: b", "docs: c");
    const plan = {
      released: "0.2.0",
      manifest: "0.2.0",
      version: "0.3.0",
      commits,
      changed: ["package.json", "README.md"],
      published: [],
      makers: [MAKER],
    };
    assert.equal(
      renderPlan(plan),
      `Last release:  0.2.0
Manifests:     0.2.0
Commits since: 3 (1 breaking, 1 feat, 1 fix, 0 perf)
Next release:  0.3.0 (minor)
Files with another version:
  package.json
  README.md
Makes:
  the manual (npm run docs) in dist/release/manual.tar.gz and dist/release/other
  the software bill of materials (CycloneDX) in dist/release/sbom.cdx.json
  the release notes in dist/release/NOTES.md
  the checksums in dist/release/SHA256SUMS
`,
    );
    assert.match(
      renderPlan({ ...plan, released: undefined, version: "0.2.0", changed: [], published: ["a.md"] }),
      /^Next release: {2}0\.2\.0 \(the first release\)\nFiles with another version:\n {2}none\nFiles that name the registries from now on:\n {2}a\.md\nMakes:\n/m,
    );
    assert.match(
      renderPlan({ ...plan, version: undefined, commits: [] }),
      /^Next release: {2}nothing to release\n$/m,
    );
  });

  it("has checksums that sha256sum reads, in one order", () => {
    const files = [
      { path: "npm/b.tgz", content: Buffer.from("b") },
      { path: "a.txt", content: Buffer.from("") },
    ];
    assert.equal(
      checksums(files),
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a.txt\n" +
        "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d  npm/b.tgz\n",
    );
  });
});
