/** The workflows of this repository, and the pipelines of the examples: what runs in them, and with which rights. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { TESTED_PULUMI_VERSION } from "../../../lab/pulumi/toolchain";
import manifest from "../../../package.json";
import { PROJECT_ROOT } from "../../../tools/project-root";

/**
 * The commits of the actions: what `git rev-parse TAG^{commit}` printed in clones of their repositories on GitHub, on 2026-11-28 and 2026-12-03. To
 * update one, clone it, read its changes, and run the same. A tag can move, and a commit cannot.
 */
const COMMITS: Readonly<Record<string, readonly [tag: string, commit: string]>> = {
  "actions/cache": ["v5.0.5", "27d5ce7f107fe9357f9df03efb73ab90386fccae"],
  "actions/checkout": ["v7.0.1", "3d3c42e5aac5ba805825da76410c181273ba90b1"],
  "actions/setup-go": ["v7.0.0", "b7ad1dad31e06c5925ef5d2fc7ad053ef454303e"],
  "actions/setup-node": ["v7.0.0", "820762786026740c76f36085b0efc47a31fe5020"],
  "actions/setup-python": ["v7.0.0", "5fda3b95a4ea91299a34e894583c3862153e4b97"],
  "actions/dependency-review-action": ["v4.9.0", "2031cfc080254a8a887f58cffee85186f0e49e48"],
  "aws-actions/configure-aws-credentials": ["v6.2.3", "e6de054238d6b7531b4efff3b6587d9aade6a06c"],
  "github/codeql-action/analyze": ["v4.36.2", "8aad20d150bbac5944a9f9d289da16a4b0d87c1e"],
  "github/codeql-action/init": ["v4.36.2", "8aad20d150bbac5944a9f9d289da16a4b0d87c1e"],
  "github/codeql-action/upload-sarif": ["v4.36.2", "8aad20d150bbac5944a9f9d289da16a4b0d87c1e"],
  "ossf/scorecard-action": ["v2.4.4", "2d1146689b8cda280b9bc96326124645441f03bc"],
  "pulumi/actions": ["v7.0.0", "8e5e406f4007fca908480587cb9893c07090f58d"],
};

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly if?: string;
  readonly container?: string;
  readonly "timeout-minutes"?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: {
    readonly "fail-fast"?: boolean;
    readonly matrix: Readonly<Record<string, readonly (string | number)[]>>;
  };
  readonly steps: readonly {
    readonly if?: string;
    readonly run?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly uses?: string;
    readonly with?: Readonly<Record<string, unknown>>;
  }[];
}

const OWN = readdirSync(path.join(PROJECT_ROOT, ".github/workflows")).map(
  (name) => `.github/workflows/${name}`,
);
const EXAMPLE = "examples/ci/github/infrastructure.yml";

const textOf = (file: string): string => readFileSync(path.join(PROJECT_ROOT, file), "utf8");
const read = (file: string): Workflow => parse(textOf(file)) as Workflow;

for (const file of [...OWN, EXAMPLE]) {
  describe(file, () => {
    it("names each action by a commit, with its version behind it", () => {
      const lines = textOf(file).match(/uses: .*/g) ?? [];
      assert.ok(lines.length > 1, `${lines.length} actions`);
      for (const line of lines) {
        const [, action = "", commit, version] =
          /^uses: ([^@]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$/.exec(line) ?? [];
        assert.notEqual(version, undefined, line);
        const known = COMMITS[action];
        if (known !== undefined) {
          assert.deepEqual([version, commit], known, action);
        }
      }
    });

    it("may only read by default, never runs on pull_request_target, and ends each job in time", () => {
      const { permissions, on, jobs } = read(file);
      assert.deepEqual(permissions, { contents: "read" });
      assert.equal("pull_request_target" in on, false);
      for (const [name, job] of Object.entries(jobs)) {
        assert.ok((job["timeout-minutes"] ?? Infinity) <= 360, name);
      }
    });

    it("leaves no token in a checkout, where the code that runs could read it", () => {
      const checkouts = Object.values(read(file).jobs).flatMap(({ steps }) =>
        steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@")),
      );
      assert.ok(checkouts.length > 0, `${checkouts.length} checkouts`);
      for (const { with: inputs } of checkouts) {
        assert.equal(inputs?.["persist-credentials"], false);
      }
    });
  });
}

describe(".github/workflows/ci.yml", () => {
  const { jobs, env, concurrency, on } = read(".github/workflows/ci.yml");
  const runs = Object.values(jobs).flatMap(({ steps }) =>
    steps.flatMap(({ run }) => (run === undefined ? [] : [run])),
  );

  it("runs the suites on each Node and each system, and the rest at night", () => {
    assert.deepEqual(jobs.suites?.strategy?.matrix, {
      os: ["ubuntu-24.04", "macos-15"],
      node: [20, 22, 24],
      suite: ["npm test", "npm run test:all"],
    });
    for (const command of [
      "npm run lint",
      "npm run demo -- --official-plugins",
      "npm test -- azuread",
      "npm test -- nightly",
    ]) {
      assert.ok(runs.includes(command), command);
    }
    assert.deepEqual(on, {
      pull_request: null,
      push: { branches: ["main"] },
      schedule: [{ cron: "23 2 * * *" }],
      workflow_dispatch: null,
    });
    const daily = "github.event_name == 'pull_request' || github.event_name == 'push'";
    assert.deepEqual(
      Object.entries(jobs).map(([name, job]) => [name, job.if]),
      [
        ["lint", daily],
        ["suites", daily],
        ["nightly", "github.event_name == 'schedule' || github.event_name == 'workflow_dispatch'"],
      ],
    );
  });

  it("reports every failure: one suite ends no other, and the nightly suites run after a failed demo", () => {
    assert.equal(jobs.suites?.strategy?.["fail-fast"], false);
    assert.deepEqual(
      Object.entries(jobs).flatMap(([name, { steps }]) =>
        steps.flatMap((step) => (step.if === undefined ? [] : [[name, step.run, step.if]])),
      ),
      [
        ["nightly", "npm test -- azuread", "${{ !cancelled() }}"],
        ["nightly", "npm test -- nightly", "${{ !cancelled() }}"],
      ],
    );
  });

  it("installs what is locked, has no secret, and checks the digest of Rust's installer before it runs", () => {
    assert.deepEqual(
      runs.filter((run) => /\bnpm (?:ci|install|i|exec)\b|\bnpx\b/.test(run)),
      ["npm ci", "npm ci", "npm ci"],
    );
    assert.doesNotMatch(textOf(".github/workflows/ci.yml"), /\bsecrets\b|github\.token|GITHUB_TOKEN/);
    const downloads = Object.values(jobs)
      .flatMap(({ steps }) => steps)
      .filter(({ run = "" }) => /\b(?:curl|wget)\b/.test(run));
    assert.deepEqual(
      downloads.map(({ run = "", env: { INSTALLER, DIGEST } = {} }) => [
        INSTALLER,
        DIGEST?.length,
        ...run.trimEnd().split("\n"),
      ]),
      [
        [
          "https://static.rust-lang.org/rustup/archive/1.28.2/x86_64-unknown-linux-gnu/rustup-init",
          64,
          `curl --proto '=https' --tlsv1.2 --silent --show-error --fail --output "$RUNNER_TEMP/rustup-init" "$INSTALLER"`,
          'echo "$DIGEST  $RUNNER_TEMP/rustup-init" | sha256sum --check --strict',
          'chmod +x "$RUNNER_TEMP/rustup-init"',
          '"$RUNNER_TEMP/rustup-init" -y --profile minimal --default-toolchain 1.95.0',
          'echo "$HOME/.cargo/bin" >> "$GITHUB_PATH"',
        ],
      ],
    );
  });

  it("names no npm script that package.json lacks", () => {
    const scripts = runs.flatMap((run) => [...run.matchAll(/npm run (\S+)/g)].map(([, name = ""]) => name));
    assert.deepEqual(
      scripts.filter((name) => !(name in manifest.scripts)),
      [],
    );
  });

  it("gives no job further rights, and ends no run but the former one of a pull request", () => {
    assert.deepEqual(
      Object.values(jobs).filter(({ permissions }) => permissions !== undefined),
      [],
    );
    assert.deepEqual(concurrency, {
      group: "ci-${{ github.event_name }}-${{ github.event.pull_request.number || github.run_id }}",
      "cancel-in-progress": true,
    });
  });

  // Docker Hub cannot be read from here. Two public repositories have this digest (inferred), and it can only name an image of `node`.
  it("runs in an image by its digest", () => {
    assert.deepEqual(
      Object.values(jobs).flatMap(({ container = [] }) => container),
      ["node:22-bookworm@sha256:363e1587494626837fa7f9a23bdb453d13b0ff3c67c705c2805cfc69c2d2fad7"],
    );
  });

  it("installs the Pulumi CLI that this project is tested with, as the example pipelines do", () => {
    assert.equal(env?.PULUMI_VERSION, TESTED_PULUMI_VERSION);
    assert.deepEqual(
      new Set(textOf(EXAMPLE).match(/pulumi-version: .*/g)),
      new Set([`pulumi-version: ${TESTED_PULUMI_VERSION}`]),
    );
    assert.match(
      textOf("examples/ci/gitlab/.gitlab-ci.yml"),
      new RegExp(`name: pulumi/pulumi:${TESTED_PULUMI_VERSION}\n`),
    );
  });

  it("lets git read the checkout in a container, before anything else needs it", () => {
    const steps = jobs.nightly?.steps.map(({ run, uses }) => run ?? uses?.split("@")[0]) ?? [];
    const trusts = steps.indexOf('git config --global --add safe.directory "$GITHUB_WORKSPACE"');
    assert.ok(trusts > steps.indexOf("actions/checkout"), String(trusts));
    assert.ok(trusts < steps.indexOf("npm ci"), String(trusts));
  });
});

describe("the other workflows of this repository", () => {
  it("have no secret, run no script, and may write findings alone", () => {
    const files = OWN.filter((file) => !/\/(?:ci|release)\.yml$/.test(file));
    const rights = files.map((file) => {
      assert.doesNotMatch(textOf(file), /\bsecrets\b|^ +- run:/m, file);
      return [
        path.basename(file, ".yml"),
        Object.values(read(file).jobs).map(({ permissions }) => permissions),
      ];
    });
    assert.deepEqual(rights, [
      ["codeql", [{ contents: "read", "security-events": "write" }]],
      ["dependency-review", [undefined]],
      ["scorecard", [{ contents: "read", "security-events": "write", "id-token": "write" }]],
    ]);
  });
});

describe("examples/ci/gitlab/.gitlab-ci.yml", () => {
  const jobs = Object.entries(
    parse(textOf("examples/ci/gitlab/.gitlab-ci.yml"), { merge: true }) as Record<
      string,
      { readonly script?: readonly string[]; readonly before_script?: readonly string[] }
    >,
  ).filter(([, { script }]) => script !== undefined);

  it("keeps tokens and the second checkout in a folder that the end of each job removes", () => {
    assert.equal(jobs.length, 5);
    for (const [name, { script = [], before_script: before = [] }] of jobs) {
      const [first, ...others] = [...before, ...script];
      assert.equal(first, `PRIVATE=$(mktemp -d) && trap 'rm -rf "$PRIVATE"' EXIT`, name);
      const files = others.flatMap((line) => [...line.matchAll(/(?:_FILE|TRUSTED)="([^"]+)"/g)]);
      assert.ok(
        files.every(([, file]) => file?.startsWith("$PRIVATE/")),
        name,
      );
    }
  });
});
