/**
 * Who can start a job of the example pipelines, what the job signs in as, and what it takes from main. The lab runs their shell text, but
 * only the CI systems read these lines. docs/how-to/continuous-integration.md has the reasons.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { PROJECT_ROOT } from "../../../tools/project-root";

type Tree = Readonly<Record<string, unknown>>;

const GITHUB = "github/infrastructure.yml";
const GITLAB = "gitlab/.gitlab-ci.yml";
const AZURE_PIPELINES = "azure-pipelines/azure-pipelines.yml";

const textOf = (file: string): string => readFileSync(path.join(PROJECT_ROOT, "examples/ci", file), "utf8");
const read = (file: string): unknown => parse(textOf(file), { merge: true });

/** The job that comments has the only token that writes to a pull request: the end of that job. */
const TOKEN_OF_COMMENT = {
  [GITHUB]: "          GITHUB_TOKEN: ${{ github.token }}\n\n  drift:",
  [GITLAB]: "  # COMMENT_TOKEN is limited to this environment, so no other job of this file has it.\n",
  [AZURE_PIPELINES]: "          SYSTEM_ACCESSTOKEN: $(System.AccessToken)\n\n  - job: drift",
} as const;

/** One line of shell text, without what YAML folds. */
const flat = (text: string): string => text.replace(/\s+/g, " ").trim();

for (const [file, installs] of [
  [GITHUB, 5],
  [GITLAB, 4],
  [AZURE_PIPELINES, 5],
] as const) {
  describe(`examples/ci/${file}`, () => {
    it("runs no install script of a dependency, and no program that is not installed", () => {
      const text = textOf(file);
      assert.deepEqual(
        text.match(/\bnpm (?:ci|install|i|exec)\b[^)\n]*/g),
        Array.from({ length: installs }, () => "npm ci --ignore-scripts"),
      );
      assert.doesNotMatch(text, /\bnpx\b/);
      assert.equal(text.match(/\bnode_modules\/\.bin\/azure-to-aws judge/g)?.length, 5);
    });

    it("has no secret of the CI system, but for the token that writes the comment", () => {
      const text = textOf(file).replace(TOKEN_OF_COMMENT[file], "");
      assert.notEqual(text, textOf(file));
      assert.doesNotMatch(
        text,
        /\bsecrets\b|ACCESS_KEY|CLIENT_SECRET|PASSWORD|System\.AccessToken|github\.token|COMMENT_TOKEN/,
      );
    });
  });
}

describe(`examples/ci/${GITHUB}`, () => {
  interface Job {
    readonly if?: string;
    readonly permissions?: Tree;
    readonly concurrency?: Tree;
    readonly env?: Tree;
    readonly steps: readonly {
      readonly uses?: string;
      readonly if?: string;
      readonly run?: string;
      readonly shell?: string;
      readonly with?: Tree;
    }[];
  }
  const { on, jobs } = read(GITHUB) as { on: unknown; jobs: Readonly<Record<string, Job>> };
  const all = Object.entries(jobs);
  const inputs = (job: Job, action: string) =>
    job.steps.flatMap((step) => (step.uses?.startsWith(`${action}@`) === true ? [step.with] : []));

  it("starts for pull requests to main, pushes to main, and at night", () => {
    assert.deepEqual(on, {
      pull_request: { branches: ["main"] },
      push: { branches: ["main"] },
      schedule: [{ cron: "17 4 * * *" }],
    });
  });

  it("starts no job for a fork, and deploys after a push alone", () => {
    assert.deepEqual(
      all.map(([name, job]) => [name, job.if]),
      [
        [
          "preview",
          "github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository",
        ],
        [
          "judge",
          "github.event_name == 'push' || github.event.pull_request.head.repo.full_name == github.repository",
        ],
        [
          "comment",
          "${{ !cancelled() && github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository }}",
        ],
        ["drift", "github.event_name == 'schedule'"],
        ["update", "github.event_name == 'push'"],
      ],
    );
  });

  it("gives each job its own login, and the one that judges none", () => {
    const signsIn = { contents: "read", "id-token": "write" };
    assert.deepEqual(
      all.map(([name, job]) => [
        name,
        job.permissions,
        job.env,
        inputs(job, "aws-actions/configure-aws-credentials"),
      ]),
      [
        ["preview", signsIn, login("PREVIEW"), [role("PREVIEW")]],
        ["judge", { contents: "read", "security-events": "write", actions: "read" }, undefined, []],
        ["comment", { contents: "read", "pull-requests": "write" }, undefined, []],
        ["drift", signsIn, login("DRIFT"), [role("DRIFT")]],
        ["update", signsIn, login("UPDATE"), [role("UPDATE")]],
      ],
    );
  });

  const login = (name: string) => ({ ARM_CLIENT_ID: `\${{ vars.AZURE_${name}_CLIENT_ID }}` });
  const role = (name: string) => ({
    "role-to-assume": `\${{ vars.AWS_${name}_ROLE_ARN }}`,
    "aws-region": "${{ env.AWS_REGION }}",
  });

  it("takes the pack, its configuration, and the command line from main, and leaves no token in a checkout", () => {
    const proposed = { path: "proposed", "persist-credentials": false };
    const trusted = { ref: "main", path: "trusted", "persist-credentials": false };
    const own = { "persist-credentials": false };
    assert.deepEqual(
      all.map(([, job]) => inputs(job, "actions/checkout")),
      [
        [proposed, trusted],
        [proposed, trusted],
        [{ ref: "main", "persist-credentials": false }],
        [own],
        [own],
      ],
    );
    const runs = (name: string) =>
      jobs[name]?.steps.flatMap(({ run = "npm ci" }) => (run.startsWith("npm ci") ? [] : [flat(run)]));
    assert.deepEqual(runs("preview"), [
      'pulumi preview --stack "$STACK" --color never --policy-pack "$GITHUB_WORKSPACE/trusted/$PACK" --policy-pack-config "$GITHUB_WORKSPACE/trusted/policies.json" 2>&1 | tee ../preview.txt',
    ]);
    assert.deepEqual(
      all.flatMap(([name, { steps }]) =>
        steps.flatMap(({ shell, run }) => (shell ? [[name, shell, flat(run ?? "")]] : [])),
      ),
      [["preview", "bash", runs("preview")?.[0]]],
    );
    assert.deepEqual(runs("comment"), [
      "node ci/comment.mjs outputs/judge/judge.md outputs/preview/preview.txt",
    ]);
    assert.deepEqual(runs("judge"), [
      "../trusted/node_modules/.bin/azure-to-aws judge --check-config policies.json",
      "../trusted/node_modules/.bin/azure-to-aws judge --format markdown trust/*.json > ../judge.md || true",
      "../trusted/node_modules/.bin/azure-to-aws judge --format sarif trust/*.json > ../judge.sarif",
    ]);
    assert.deepEqual(runs("update"), [
      "node_modules/.bin/azure-to-aws judge --check-config policies.json",
      'pulumi up --yes --stack "$STACK" --policy-pack "$PACK" --policy-pack-config policies.json',
    ]);
  });

  it("ends no update before it is done, and reports what a job found although a step before has failed", () => {
    assert.deepEqual(
      all.flatMap(([name, job]) => (job.concurrency === undefined ? [] : [[name, job.concurrency]])),
      [
        [
          "comment",
          { group: "comment-${{ github.event.pull_request.number }}", "cancel-in-progress": false },
        ],
        ["update", { group: "update-prod", "cancel-in-progress": false }],
      ],
    );
    const conditions = all.flatMap(([name, { steps }]) =>
      steps.flatMap((step) => (step.if === undefined ? [] : [[name, steps.indexOf(step), step.if]])),
    );
    assert.deepEqual(conditions, [
      ["preview", 8, "${{ !cancelled() }}"],
      ["judge", 6, "github.event_name == 'pull_request'"],
      ["judge", 8, "${{ !cancelled() }}"],
      ["drift", 6, "${{ !cancelled() }}"],
    ]);
  });
});

describe(`examples/ci/${GITLAB}`, () => {
  const MERGE_REQUEST = '$CI_PIPELINE_SOURCE == "merge_request_event"';
  const PUSH = '$CI_PIPELINE_SOURCE == "push"';
  interface Job {
    readonly extends?: string;
    readonly rules: readonly Tree[];
    readonly id_tokens?: Tree;
    readonly resource_group?: string;
    readonly before_script?: readonly string[];
    readonly script: readonly string[];
  }
  const pipeline = read(GITLAB) as {
    readonly default: Tree;
    readonly workflow: unknown;
    readonly ".logins": unknown;
    readonly preview: Job;
    readonly judge: Job;
    readonly comment: Job & Tree;
    readonly drift: Job;
    readonly update: Job;
  };
  const { preview, judge, comment, drift, update } = pipeline;
  const jobs = { preview, judge, comment, drift, update };

  // GitLab runs `<entrypoint> sh`, and this image's is pulumi. Source: pulumi/pulumi-docker-containers, docker/pulumi/Dockerfile (source code).
  it("runs a shell in its image, whose entrypoint is pulumi", () => {
    assert.deepEqual(pipeline.default.image, { name: "pulumi/pulumi:3.259.0", entrypoint: [""] });
  });

  it("starts for no merge request of a fork, and for no other branch than main", () => {
    assert.deepEqual(pipeline.workflow, {
      rules: [
        { if: `${MERGE_REQUEST} && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID` },
        { if: '$CI_COMMIT_BRANCH == "main"' },
      ],
    });
  });

  it("deploys after a push alone, one update at a time, which nothing ends", () => {
    assert.deepEqual(
      Object.entries(jobs).map(([name, { rules }]) => [name, rules]),
      [
        ["preview", [{ if: MERGE_REQUEST }]],
        ["judge", [{ if: MERGE_REQUEST }, { if: PUSH }]],
        ["comment", [{ if: MERGE_REQUEST, when: "always" }]],
        ["drift", [{ if: '$CI_PIPELINE_SOURCE == "schedule"' }]],
        ["update", [{ if: PUSH }]],
      ],
    );
    assert.deepEqual(
      Object.entries(jobs).map(([, { resource_group: group }]) => group),
      [undefined, undefined, "comment-$CI_MERGE_REQUEST_IID", undefined, "update-prod"],
    );
    assert.deepEqual([pipeline.default.interruptible, pipeline.default.timeout], [false, "30 minutes"]);
  });

  it("gives each job its own login, a token for each cloud, and the job that judges none", () => {
    assert.deepEqual(pipeline[".logins"], {
      id_tokens: {
        AWS_ID_TOKEN: { aud: "sts.amazonaws.com" },
        AZURE_ID_TOKEN: { aud: "api://AzureADTokenExchange" },
      },
    });
    assert.deepEqual(
      Object.entries(jobs).map(([, job]) => [job.extends, job.id_tokens]),
      [
        [".logins", undefined],
        [undefined, undefined],
        [undefined, undefined],
        [".logins", undefined],
        [".logins", undefined],
      ],
    );
    const login = (name: string) => [
      `export ARM_CLIENT_ID="$AZURE_${name}_CLIENT_ID" ARM_OIDC_TOKEN="$AZURE_ID_TOKEN" AWS_ROLE_ARN="$AWS_${name}_ROLE_ARN"`,
    ];
    assert.deepEqual(
      Object.entries(jobs).map(([, { script }]) => script.filter((line) => /ROLE_ARN|CLIENT_ID/.test(line))),
      [login("PREVIEW"), [], [], login("DRIFT"), login("UPDATE")],
    );
  });

  it("takes the pack, its configuration, and the command line from main", () => {
    const trusted = [
      `PRIVATE=$(mktemp -d) && trap 'rm -rf "$PRIVATE"' EXIT`,
      'TRUSTED="$PRIVATE/trusted" && git worktree prune',
      'git fetch --depth 1 origin "+refs/heads/main:refs/remotes/origin/main"',
      'git worktree add --force --detach "$TRUSTED" origin/main',
      '(cd "$TRUSTED" && npm ci --ignore-scripts)',
    ];
    assert.deepEqual(
      Object.entries(jobs).map(([, job]) => job.before_script),
      [trusted, trusted, undefined, undefined, undefined],
    );
    assert.equal(
      preview.script.at(-1),
      'pulumi preview --stack "$STACK" --color never --policy-pack "$TRUSTED/$PACK" --policy-pack-config "$TRUSTED/policies.json" 2>&1 | tee preview.txt',
    );
    assert.deepEqual(comment.script, [
      trusted[0],
      trusted[2],
      'git show origin/main:ci/comment.mjs > "$PRIVATE/comment.mjs"',
      'node "$PRIVATE/comment.mjs" judge.md preview.txt',
    ]);
    assert.deepEqual(
      [comment.needs, comment.environment],
      [["preview", "judge"], { name: "comment", action: "access" }],
    );
    assert.deepEqual(judge.script, [
      "$TRUSTED/node_modules/.bin/azure-to-aws judge --check-config policies.json",
      "$TRUSTED/node_modules/.bin/azure-to-aws judge --format markdown trust/*.json > judge.md || true",
      "$TRUSTED/node_modules/.bin/azure-to-aws judge --format sarif trust/*.json > judge.sarif",
    ]);
    assert.deepEqual(update.script.slice(-2), [
      "node_modules/.bin/azure-to-aws judge --check-config policies.json",
      'pulumi up --yes --stack "$STACK" --policy-pack "$PACK" --policy-pack-config policies.json',
    ]);
  });
});

describe(`examples/ci/${AZURE_PIPELINES}`, () => {
  interface Job {
    readonly job: string;
    readonly condition: string;
    readonly timeoutInMinutes: string;
    readonly variables?: Tree;
    readonly steps: readonly {
      readonly checkout?: string;
      readonly path?: string;
      readonly task?: string;
      readonly condition?: string;
      readonly inputs?: Tree;
      readonly script?: string;
      readonly workingDirectory?: string;
      readonly env?: Tree;
    }[];
  }
  const pipeline = read(AZURE_PIPELINES) as {
    readonly trigger: unknown;
    readonly pr: unknown;
    readonly schedules: unknown;
    readonly resources: unknown;
    readonly jobs: readonly Job[];
  };
  const { jobs } = pipeline;
  const stepsOf = (name: string) => jobs.find(({ job }) => job === name)?.steps ?? [];
  const commands = (name: string) =>
    stepsOf(name).flatMap(({ script = "npm ci" }) => (script.startsWith("npm ci") ? [] : [flat(script)]));

  it("starts for pull requests to main, pushes to main, and main at night", () => {
    const main = { branches: { include: ["main"] } };
    assert.deepEqual([pipeline.trigger, pipeline.pr], [main, main]);
    assert.deepEqual(pipeline.schedules, [
      { cron: "17 4 * * *", displayName: "drift", ...main, always: "true" },
    ]);
  });

  it("starts no job for a fork, and deploys after a push to main alone", () => {
    const azureRepos = "eq(variables['Build.Repository.Provider'], 'TfsGit')";
    const noFork = "ne(variables['System.PullRequest.IsFork'], 'True')";
    assert.deepEqual(
      jobs.map(({ job, condition, timeoutInMinutes }) => [job, condition, timeoutInMinutes]),
      [
        ["preview", `and(eq(variables['Build.Reason'], 'PullRequest'), ${noFork})`, "20"],
        [
          "judge",
          `and(in(variables['Build.Reason'], 'PullRequest', 'IndividualCI', 'BatchedCI'), ${noFork})`,
          "10",
        ],
        [
          "comment",
          `and(not(canceled()), eq(variables['Build.Reason'], 'PullRequest'), ${noFork}, ${azureRepos})`,
          "5",
        ],
        ["drift", "eq(variables['Build.Reason'], 'Schedule')", "30"],
        [
          "update",
          "and(in(variables['Build.Reason'], 'IndividualCI', 'BatchedCI'), eq(variables['Build.SourceBranch'], 'refs/heads/main'))",
          "60",
        ],
      ],
    );
  });

  it("gives each job its own login, hides its token, and stops at the first command that fails", () => {
    const signIn = (name: string) => ({
      azureSubscription: `azure-${name}`,
      addSpnToEnvironment: true,
      scriptType: "bash",
      scriptLocation: "inlineScript",
      inlineScript: [
        "set -eo pipefail",
        `az account get-access-token --resource "$AWS_AUDIENCE" --query accessToken --output tsv | tr -d '\\n' > "$AWS_WEB_IDENTITY_TOKEN_FILE"`,
        'echo "##vso[task.setvariable variable=ARM_CLIENT_ID]$servicePrincipalId"',
        'echo "##vso[task.setvariable variable=ARM_OIDC_TOKEN;issecret=true]$idToken"',
        "",
      ].join("\n"),
    });
    const login = (name: string) => [
      name,
      { AWS_ROLE_ARN: `$(AWS_${name.toUpperCase()}_ROLE_ARN)` },
      [signIn(name)],
    ];
    assert.deepEqual(
      jobs.map(({ job, variables, steps }) => [
        job,
        variables,
        steps.flatMap(({ task, inputs }) => (task?.startsWith("AzureCLI@") === true ? [inputs] : [])),
      ]),
      [
        login("preview"),
        ["judge", undefined, []],
        ["comment", undefined, []],
        login("drift"),
        login("update"),
      ],
    );
    assert.deepEqual(
      commands("drift").at(-1),
      [
        "set -e",
        "aws iam get-account-authorization-details --filter Role > roles.json",
        "node_modules/.bin/azure-to-aws judge --policy-pack-config policies.json --fail-on tenant roles.json",
      ].join(" "),
    );
  });

  it("takes the pack, its configuration, and the command line from main", () => {
    assert.deepEqual(pipeline.resources, {
      repositories: [{ repository: "trusted", type: "git", name: "infrastructure", ref: "refs/heads/main" }],
    });
    const both = [
      { checkout: "self", path: "s/proposed" },
      { checkout: "trusted", path: "s/trusted" },
    ];
    assert.deepEqual(
      jobs.map(({ steps }) => steps.filter(({ checkout }) => checkout !== undefined)),
      [
        both,
        both,
        [{ checkout: "trusted", path: "s/trusted" }],
        [{ checkout: "self" }],
        [{ checkout: "self" }],
      ],
    );
    assert.deepEqual(commands("preview"), [
      'set -o pipefail; pulumi preview --stack "$STACK" --color never --policy-pack "../trusted/$PACK" --policy-pack-config ../trusted/policies.json 2>&1 | tee "$(Agent.TempDirectory)/preview.txt"',
    ]);
    assert.deepEqual(commands("comment"), [
      'node ci/comment.mjs "$(Pipeline.Workspace)/judge/judge.md" "$(Pipeline.Workspace)/preview/preview.txt"',
    ]);
    assert.deepEqual(commands("judge"), [
      "../trusted/node_modules/.bin/azure-to-aws judge --check-config policies.json",
      '../trusted/node_modules/.bin/azure-to-aws judge --format markdown trust/*.json > "$(Agent.TempDirectory)/judge.md" || true',
      '../trusted/node_modules/.bin/azure-to-aws judge --format sarif trust/*.json > "$(Agent.TempDirectory)/judge.sarif"',
    ]);
    assert.deepEqual(commands("update"), [
      "node_modules/.bin/azure-to-aws judge --check-config policies.json",
      'pulumi up --yes --stack "$STACK" --policy-pack "$PACK" --policy-pack-config policies.json',
    ]);
  });

  it("reports what a job found although a step before has failed", () => {
    assert.deepEqual(
      jobs.flatMap(({ job, steps }) =>
        steps.flatMap((step) =>
          step.condition === undefined ? [] : [[job, steps.indexOf(step), step.condition]],
        ),
      ),
      [
        ["preview", 7, "succeededOrFailed()"],
        ["judge", 6, "and(succeeded(), eq(variables['Build.Reason'], 'PullRequest'))"],
        ["judge", 8, "succeededOrFailed()"],
        ["drift", 5, "succeededOrFailed()"],
      ],
    );
  });
});
