/** The Action, the hook, and the templates that judge a repository: their scripts run on policies as people have them. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { parse, parseAllDocuments } from "yaml";
import manifest from "../../../package.json";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { judgeTrustPolicy } from "../../../trust";
import { OPEN, policy, PROVIDER_ARN, SUB, SUBJECT } from "../cli/entra-policy";
import { corpus } from "../trust/corpus/corpus";

/** Names and values by name. */
type Words = Readonly<Record<string, string>>;

/** What a CI system runs: the shell and its script, with the variables of the inputs. */
interface Script {
  readonly shell: readonly [string, ...string[]];
  readonly script: string;
  readonly variables: Words;
}

const textOf = (file: string): string => readFileSync(path.join(PROJECT_ROOT, file), "utf8");

/** A script and its variables, in which the CI system replaces references to inputs. */
function filledIn(script: string, variables: Words, reference: RegExp, inputs: Words): Omit<Script, "shell"> {
  const fill = (text: string) =>
    text.replace(reference, (_, input: string) => inputs[input] ?? assert.fail(input));
  const filled = Object.entries(variables).map(([name, value]) => [name, fill(value)]);
  return { script: fill(script), variables: Object.fromEntries(filled) as Words };
}

function action(given: Words): Script {
  const { inputs, runs } = parse(textOf("action.yml")) as {
    readonly inputs: Readonly<Record<string, { readonly default: string }>>;
    readonly runs: { readonly steps: readonly { readonly run: string; readonly env: Words }[] };
  };
  const [step] = runs.steps;
  assert.ok(step !== undefined && runs.steps.length === 1);
  const defaults = Object.fromEntries(Object.entries(inputs).map(([name, one]) => [name, one.default]));
  return {
    // Source: GitHub Docs, "Workflow syntax", `shell: bash` (documentation).
    shell: ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"],
    ...filledIn(step.run, step.env, /\$\{\{ inputs\.([\w-]+) \}\}/g, { ...defaults, ...given }),
  };
}

function hook(): Script {
  const [one] = parse(textOf(".pre-commit-hooks.yaml")) as [
    { readonly entry: string; readonly args: string[] },
  ];
  return { shell: ["sh", "-c"], script: [one.entry, ...one.args].join(" "), variables: {} };
}

function gitLab(given: Words): Script {
  const [spec, jobs] = parseAllDocuments(textOf("examples/ci/gitlab/judge.yml")).map(
    (document) => document.toJS() as never,
  ) as unknown as [
    { readonly spec: { readonly inputs: Readonly<Record<string, { readonly default: string }>> } },
    { readonly "azure-to-aws-judge": { readonly variables: Words; readonly script: readonly string[] } },
  ];
  const defaults = Object.fromEntries(
    Object.entries(spec.spec.inputs).map(([name, one]) => [name, one.default]),
  );
  const { variables, script } = jobs["azure-to-aws-judge"];
  return {
    shell: ["bash", "-e", "-c"],
    ...filledIn(script.join("\n"), variables, /\$\[\[ inputs\.(\w+) \]\]/g, { ...defaults, ...given }),
  };
}

function azurePipelines(given: Words): Script {
  const { parameters, steps } = parse(textOf("examples/ci/azure-pipelines/judge.yml")) as {
    readonly parameters: readonly { readonly name: string; readonly default: string }[];
    readonly steps: readonly { readonly script?: string; readonly env?: Words }[];
  };
  const step = steps.find(({ script }) => script !== undefined);
  const defaults = Object.fromEntries(parameters.map((one) => [one.name, one.default]));
  return {
    shell: ["bash", "--noprofile", "--norc", "-c"],
    ...filledIn(
      step?.script ?? "",
      { ...step?.env, REPORT: "azure-to-aws.xml" },
      /\$\{\{ parameters\.(\w+) \}\}/g,
      { ...defaults, ...given },
    ),
  };
}

/** Six policies of six public repositories that are right: as rated by hand, and with an exact audience. */
const RIGHT = corpus
  .filter(({ hand, statement }) => hand === "safe" && judgeTrustPolicy({ Statement: statement }).accepted)
  .slice(0, 6);

const MISTAKES = {
  "no-subject.json": OPEN,
  "no-audience.json": policy({ Condition: { StringEquals: { [SUB]: SUBJECT } } }),
  "any-subject.json": policy({
    Principal: { Federated: PROVIDER_ARN },
    Condition: { StringLike: { [SUB]: "*" } },
  }),
} as const;

describe("judging in CI", function () {
  this.timeout("60s");
  let folder = "";
  let repository = "";

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "judge-in-ci-"));
    repository = path.join(folder, "repository");
    await mkdir(repository);
    await execa("git", ["init", "--quiet"], { cwd: repository });
    for (const [index, { statement }] of RIGHT.entries()) {
      const document = { Version: "2012-10-17", Statement: statement };
      await writeFile(path.join(repository, `${index}.json`), JSON.stringify(document));
    }
    const program = path.join(PROJECT_ROOT, "dist/cli/azure-to-aws.js");
    const run = `exec "${process.execPath}" "${program}" "$@"`;
    const fetched = `@azure-to-aws/cli@${manifest.version}`;
    // npm installs next to no file of the repository. npx runs what pre-commit names.
    await standIn("npm", [
      `[ "$*" = "install --silent --ignore-scripts ${fetched}" ] || exit 99`,
      'case "$PWD" in */repository*) exit 98 ;; esac',
      "mkdir -p node_modules/.bin",
      `printf '%s\\n' '#!/bin/sh' '${run}' > node_modules/.bin/azure-to-aws`,
      "chmod +x node_modules/.bin/azure-to-aws",
    ]);
    await standIn("npx", [`[ "$1 $2" = "--yes ${fetched}" ] || exit 99`, "shift 2", run]);
  });

  /** A program at the beginning of `PATH`. */
  async function standIn(name: string, lines: readonly string[]): Promise<void> {
    await writeFile(path.join(folder, name), `#!/bin/sh\n${lines.join("\n")}\n`);
    await chmod(path.join(folder, name), 0o755);
  }

  afterEach(() => rm(folder, { recursive: true }));

  const run = async ({ shell: [shell, ...flags], script, variables }: Script) =>
    execa(shell, [...flags, script], {
      cwd: repository,
      reject: false,
      all: true,
      env: {
        ...variables,
        PATH: `${folder}:${process.env.PATH ?? ""}`,
        GITHUB_STEP_SUMMARY: path.join(folder, "summary.md"),
      },
    });
  const plant = async (name: keyof typeof MISTAKES): Promise<void> =>
    writeFile(path.join(repository, name), JSON.stringify(MISTAKES[name]));

  for (const [what, scriptOf] of Object.entries({
    "the Action": action,
    "the pre-commit hook": hook,
    "the GitLab template": gitLab,
    "the template for Azure Pipelines": azurePipelines,
  })) {
    it(`passes with right policies: ${what}`, async () => {
      const { exitCode, all } = await run(scriptOf({}));
      assert.equal(exitCode, 0, all);
      assert.match(all, /^6 roles in 6 files: 0 rejected, 0 not judged, /m);
    });

    for (const name of ["no-subject.json", "any-subject.json"] as const) {
      it(`fails with the mistake in ${name}, and names it: ${what}`, async () => {
        await plant(name);
        const { exitCode, all } = await run(scriptOf({}));
        assert.equal(exitCode, 1, all);
        assert.match(all, new RegExp(`^  at ${name}:1$`, "m"));
      });
    }
  }

  for (const [what, scriptOf] of Object.entries({ action, gitLab, azurePipelines })) {
    it(`fails without an audience by default, and not with a threshold above it: ${what}`, async () => {
      await plant("no-audience.json");
      const threshold = { action: "fail-on", gitLab: "fail_on", azurePipelines: "failOn" }[what] ?? "";
      assert.equal((await run(scriptOf({}))).exitCode, 1);
      assert.equal((await run(scriptOf({ [threshold]: "tenant" }))).exitCode, 0);
    });

    it(`runs nothing of what an input holds: ${what}`, async () => {
      const { exitCode, all } = await run(scriptOf({ path: '.; touch hacked; $(touch hacked) "' }));
      assert.equal(exitCode, 2, all);
      assert.match(all, /no such file/);
      assert.equal(existsSync(path.join(repository, "hacked")), false);
    });
  }

  it("writes the reports that each system shows", async () => {
    await plant("no-subject.json");
    await Promise.all([run(action({})), run(gitLab({})), run(azurePipelines({}))]);
    const read = async (...names: string[]) => readFile(path.join(...names), "utf8");
    const sarif = JSON.parse(await read(repository, "azure-to-aws.sarif")) as {
      runs: { results: unknown[] }[];
    };
    assert.equal(sarif.runs[0]?.results.length, 1);
    assert.match(await read(folder, "summary.md"), /^# Trust policies\n/);
    assert.equal((JSON.parse(await read(repository, "gl-code-quality-report.json")) as unknown[]).length, 1);
    assert.match(
      await read(repository, "azure-to-aws.xml"),
      /<testsuite name="azure-to-aws judge" errors="0" tests="1" failures="1" skipped="0">/,
    );
  });

  for (const [what, scriptOf] of Object.entries({ action, gitLab, azurePipelines })) {
    it(`runs no program that the repository brings: ${what}`, async () => {
      const bin = path.join(repository, "node_modules/.bin");
      await mkdir(bin, { recursive: true });
      await writeFile(path.join(bin, "azure-to-aws"), "#!/bin/sh\ntouch hacked\n");
      await chmod(path.join(bin, "azure-to-aws"), 0o755);
      await plant("no-subject.json");
      assert.equal((await run(scriptOf({}))).exitCode, 1);
      assert.equal(existsSync(path.join(repository, "hacked")), false);
    });
  }

  it("takes the findings that a configuration of the policy pack accepts: the Action", async () => {
    await plant("no-subject.json");
    const program = path.join(PROJECT_ROOT, "dist/cli/azure-to-aws.js");
    const terms = ["--reason", "a trial", "--until", "2999-12-31", "--owner", "platform"];
    await execa(process.execPath, [program, "judge", "--write-accepted", "policies.json", ...terms, "."], {
      cwd: repository,
    });
    assert.equal((await run(action({}))).exitCode, 1);
    assert.equal((await run(action({ "policy-pack-config": "policies.json" }))).exitCode, 0);
    assert.match((await run(action({ "policy-pack-config": "gone.json" }))).all, /gone\.json/);
  });

  it("lets roles pass that depend on other values only if it is told to: the Action", async () => {
    const role = 'variable "t" {}\nresource "aws_iam_role" "r" {\n  assume_role_policy = var.t\n}\n';
    await writeFile(path.join(repository, "main.tf"), role);
    assert.equal((await run(action({}))).exitCode, 1);
    assert.equal((await run(action({ "allow-unknown": "true" }))).exitCode, 0);
  });
});
