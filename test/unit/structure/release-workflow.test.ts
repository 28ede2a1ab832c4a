/** What .github/workflows/release.yml may do, and in which order. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { TESTED_PULUMI_VERSION } from "../../../lab/pulumi/toolchain";
import { PROJECT_ROOT } from "../../../tools/project-root";

interface Step {
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly "working-directory"?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes": number;
  readonly steps: readonly Step[];
}

const FILE = ".github/workflows/release.yml";
const text = readFileSync(path.join(PROJECT_ROOT, FILE), "utf8");
const { on, permissions, concurrency, jobs } = parse(text) as {
  on: unknown;
  concurrency: unknown;
  permissions: unknown;
  jobs: Record<string, Job>;
};

/**
 * The commits of the actions. `git rev-parse TAG^{commit}` printed them in clones, except that of PyPI's action: its clone here is
 * older, and workflows of many projects name the commit with this tag.
 */
const COMMITS: Readonly<Record<string, string>> = {
  "actions/attest-build-provenance": "a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32 # v4.1.0",
  "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
  "actions/deploy-pages": "cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0",
  "actions/download-artifact": "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1",
  "actions/setup-go": "b7ad1dad31e06c5925ef5d2fc7ad053ef454303e # v7.0.0",
  "actions/setup-node": "820762786026740c76f36085b0efc47a31fe5020 # v7.0.0",
  "actions/setup-python": "5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0",
  "actions/upload-artifact": "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
  "actions/upload-pages-artifact": "fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0",
  "pulumi/actions": "8e5e406f4007fca908480587cb9893c07090f58d # v7.0.0",
  "pypa/gh-action-pypi-publish": "cef221092ed1bacb1cc03d23a2d87d1d172e277b # v1.14.0",
};

describe(FILE, () => {
  it("runs for tags of versions alone, and may only read by default", () => {
    assert.deepEqual(on, { push: { tags: ["v*"] } });
    assert.deepEqual(permissions, { contents: "read" });
  });

  it("names each action by its commit", () => {
    const used = [...text.matchAll(/uses: ([^@\s]+)@(.+)/g)].map(([, action = "", commit]) => [
      action,
      commit,
    ]);
    assert.deepEqual(new Set(used.map(([action]) => action)), new Set(Object.keys(COMMITS)));
    for (const [action = "", commit] of used) {
      assert.equal(commit, COMMITS[action], action);
    }
  });

  it("gives each job the rights that it needs, and an environment to those that publish", () => {
    const rights = Object.entries(jobs).map(([name, job]) => [name, job.environment, job.permissions]);
    assert.deepEqual(rights, [
      ["tested", undefined, { actions: "read" }],
      ["build", undefined, undefined],
      ["sdks-dotnet-java", undefined, undefined],
      ["attest", undefined, { contents: "read", "id-token": "write", attestations: "write" }],
      ["github", "github", { contents: "write" }],
      ["npm", "npm", { contents: "read", "id-token": "write" }],
      ["pypi", "pypi", { contents: "read", "id-token": "write" }],
      ["go", "go", { contents: "read" }],
      ["manual", "github-pages", { pages: "write", "id-token": "write" }],
    ]);
  });

  it("keeps no token of a registry, and one deploy key in the job that needs it", () => {
    assert.deepEqual(text.match(/\bsecrets\b[.\w]+|[([ ]secrets\b[)\]]|NODE_AUTH_TOKEN|password:/g), [
      "secrets.GO_DEPLOY_KEY",
    ]);
    assert.ok(JSON.stringify(jobs.go).includes("secrets.GO_DEPLOY_KEY"));
  });

  it("makes one release at a time, and ends none before it is done", () => {
    assert.deepEqual(concurrency, { group: "release", "cancel-in-progress": false });
  });

  it("gives each action its inputs: no token in a checkout, no cache of another workflow, no empty artifact", () => {
    const published = {
      "persist-credentials": false,
      "sparse-checkout": "tools/release/published",
      "sparse-checkout-cone-mode": false,
      path: "checkout",
    };
    const artifact = (name: string, folder: string) => ({
      name,
      path: folder,
      "if-no-files-found": "error",
    });
    const inputs = Object.entries(jobs).map(([name, { steps }]) => [
      name,
      steps.flatMap(({ uses, with: given = {} }) =>
        uses === undefined ? [] : [[uses.slice(0, uses.indexOf("@")), given]],
      ),
    ]);
    assert.deepEqual(Object.fromEntries(inputs), {
      tested: [],
      build: [
        ["actions/checkout", { "persist-credentials": false, "fetch-depth": 0 }],
        ["actions/setup-node", { "node-version": 24, "package-manager-cache": false }],
        ["actions/setup-python", { "python-version": "3.12" }],
        ["actions/setup-go", { "go-version": "1.26", cache: false }],
        ["actions/upload-artifact", artifact("release", "dist/release")],
      ],
      "sdks-dotnet-java": [
        ["actions/checkout", { "persist-credentials": false }],
        ["pulumi/actions", { "pulumi-version": TESTED_PULUMI_VERSION }],
        ["actions/upload-artifact", artifact("sdks-dotnet-java", "packages")],
      ],
      attest: [
        ["actions/download-artifact", { name: "release", path: "release" }],
        ["actions/download-artifact", { name: "sdks-dotnet-java", path: "untested" }],
        ["actions/attest-build-provenance", { "subject-checksums": "subjects.txt" }],
        ["actions/upload-artifact", artifact("assets", "assets")],
      ],
      github: [
        ["actions/download-artifact", { name: "release", path: "release" }],
        ["actions/download-artifact", { name: "assets", path: "assets" }],
      ],
      npm: [
        ["actions/download-artifact", { name: "release" }],
        ["actions/checkout", published],
        [
          "actions/setup-node",
          {
            "node-version": 24,
            "registry-url": "https://registry.npmjs.org",
            "package-manager-cache": false,
          },
        ],
      ],
      pypi: [
        ["actions/download-artifact", { name: "release" }],
        ["actions/checkout", published],
        ["pypa/gh-action-pypi-publish", { "packages-dir": "upload" }],
      ],
      go: [["actions/download-artifact", { name: "release" }]],
      manual: [
        ["actions/download-artifact", { name: "release" }],
        ["actions/upload-pages-artifact", { path: "site" }],
        ["actions/deploy-pages", {}],
      ],
    });
  });

  const privileged = Object.entries(jobs).filter(([, job]) => job.permissions !== undefined);
  for (const [name, { steps }] of privileged) {
    it(`${name}: runs no dependency where a token is, and nothing of the checkout but what compares`, () => {
      const checkouts = steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@"));
      assert.equal(checkouts.length, name === "npm" || name === "pypi" ? 1 : 0);
      const commands = steps.map(({ run = "" }) => run).join("\n");
      assert.equal(/npm (ci|install|run|exec)|npx|pip install/.test(commands), false);
    });
  }

  for (const name of ["attest", "github", "npm", "pypi", "go", "manual"]) {
    it(`${name}: checks the checksums before it does anything with the files`, () => {
      const steps = jobs[name]?.steps ?? [];
      const downloads = steps.filter(({ uses }) => uses?.startsWith("actions/download-artifact@"));
      const checks = steps.flatMap(({ run }, index) =>
        run === "sha256sum --check SHA256SUMS" ? [index] : [],
      );
      const first = steps.findIndex(({ run = "", uses = "" }) =>
        /npm publish|gh release|git |mkdir|pypi-publish|attest-build/.test(run + uses),
      );
      assert.ok(downloads.length > 0);
      assert.deepEqual(
        checks.map((index) => steps[index]?.["working-directory"]),
        downloads.map(({ with: given }) => given?.path),
      );
      assert.ok(Math.max(...checks) < first, `${checks.join(", ")}, ${first}`);
    });
  }

  it("writes the checksums of the SDKs that it cannot test, right before it hands them over", () => {
    const steps = jobs["sdks-dotnet-java"]?.steps ?? [];
    const sums = steps.findIndex(({ run }) => run?.includes("sha256sum"));
    assert.deepEqual(steps[sums], {
      run: "find . -type f ! -name SHA256SUMS -exec sha256sum {} + > SHA256SUMS",
      "working-directory": "packages",
    });
    assert.equal(sums, steps.length - 2);
  });

  it("publishes nothing before all files are attested, and the plugin before the SDKs that download it", () => {
    const needs = Object.fromEntries(
      Object.entries(jobs).map(([name, job]) => [name, [job.needs ?? []].flat()]),
    );
    assert.deepEqual(needs, {
      tested: [],
      build: ["tested"],
      "sdks-dotnet-java": [],
      attest: ["build", "sdks-dotnet-java"],
      github: ["attest"],
      npm: ["github"],
      pypi: ["github"],
      go: ["github"],
      manual: ["npm", "pypi", "go"],
    });
  });

  it("publishes to npm with provenance", () => {
    assert.ok(jobs.npm?.steps.some(({ run = "" }) => run.includes("--access public --provenance")));
  });

  it("has PyPI refuse a file that differs, and uploads only what is missing", () => {
    const [upload] = jobs.pypi?.steps.filter(({ uses }) => uses?.startsWith("pypa/")) ?? [];
    assert.equal(upload?.if, "steps.compare.outputs.files != '0'");
    assert.doesNotMatch(text, /skip-existing:|--force|--clobber|\|\| true/);
  });

  it("leaves the manual as it is for a prerelease", () => {
    const conditions = Object.entries(jobs).flatMap(([name, job]) =>
      job.if === undefined ? [] : [[name, job.if]],
    );
    assert.deepEqual(conditions, [["manual", "${{ !contains(github.ref_name, '-') }}"]]);
  });

  it("pushes to the host whose key GitHub publishes", () => {
    const key = /github\.com ssh-ed25519 (\S+)/.exec(text)?.[1] ?? "";
    // Source: GitHub Docs, "GitHub's SSH key fingerprints".
    assert.equal(
      createHash("sha256").update(Buffer.from(key, "base64")).digest("base64"),
      "+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU=",
    );
  });

  it("lets no other user of the machine read the deploy key, and trusts that host alone", () => {
    const { run = "" } = jobs.go?.steps.find((step) => step.run?.includes("DEPLOY_KEY")) ?? {};
    assert.ok(run.startsWith("umask 077\n"), run);
    assert.ok(
      run.includes(
        'export GIT_SSH_COMMAND="ssh -i $keys/key -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile=$keys/hosts"\n',
      ),
      run,
    );
  });

  it("runs no install script of a dependency where the files are built", () => {
    const installs = text.match(/npm (?:ci|install)\b.*/g);
    assert.deepEqual(installs, ["npm ci --ignore-scripts"]);
  });

  it("releases a commit of main", () => {
    assert.ok(
      jobs.build?.steps.some(({ run }) => run === 'git merge-base --is-ancestor "$GITHUB_SHA" origin/main'),
    );
  });
});
