/**
 * The example pipelines, line by line: all shell text runs in a repository with the packed packages, against the lab, with the
 * logins that docs/reference/permissions lists. Only sign-ins and publishing are left out: listed-steps.ts lists them.
 */
import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  GetRoleCommand,
  IAMClient,
  ListRolesCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { LAB_SUBSCRIPTION_ID } from "../../../../lab/lab-facts";
import { PLUGIN_ENTRIES } from "../../../../lab/pulumi";
import { fillPluginCache, prepareToolchain } from "../../../../lab/pulumi/toolchain";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { CommentServices } from "../../../unit/packaging/comment-services";
import { AZURE_PIPELINES, GITHUB, GITLAB } from "./ci-systems";
import { ACTIONS, SIGN_INS, signsIn } from "./listed-steps";
import type { Pipeline } from "./pipeline";
import { azurePipeline, githubPipeline, gitlabPipeline } from "./read-pipeline";
import { type CiSystem, type JobContext, type JobRun, runJob } from "./run-job";
import { HONEST, STACK, UserRepository, WEAKENED } from "./user-repository";

const PIPELINES: readonly (readonly [CiSystem, Pipeline])[] = [
  [GITHUB, githubPipeline()],
  [GITLAB, gitlabPipeline()],
  [AZURE_PIPELINES, azurePipeline()],
];

/** The service that has the pull requests of each CI system. */
const SERVICES = new Map([
  [GITHUB, "github"],
  [GITLAB, "gitlab"],
  [AZURE_PIPELINES, "azure"],
] as const);

type Artifacts = NonNullable<JobContext["artifacts"]>;

/** The jobs of each pipeline, each with the login that it has. */
const JOBS = ["preview", "judge", "comment", "drift", "update"] as const;

type JobName = (typeof JOBS)[number];

/** Runs `npm ci` as it is for the first time, and links the same files for the same lock later: a dozen jobs run it. */
const NPM = `#!/bin/sh
set -e
real=$(PATH="\${PATH#*:}" command -v npm)
if [ "$*" != "ci --ignore-scripts" ]; then
  exec "$real" "$@"
fi
# Only GNU's cp can link.
link() {
  cp -al "$1" "$2" 2>/dev/null || cp -R "$1" "$2"
}
if ! cmp -s package-lock.json "$NPM_STORE/package-lock.json"; then
  "$real" ci --ignore-scripts
  mkdir -p "$NPM_STORE"
  link node_modules "$NPM_STORE/node_modules"
  cp package-lock.json "$NPM_STORE/package-lock.json"
else
  link "$NPM_STORE/node_modules" node_modules
fi
`;

describe("the steps of the example pipelines", () => {
  const all = PIPELINES.flatMap(([, { jobs }]) => jobs.flatMap(({ steps }) => steps));

  it("are in the jobs preview, judge, comment, drift, and update", () => {
    for (const [, { file, jobs }] of PIPELINES) {
      assert.deepEqual(jobs.map(({ name }) => name).sort(), [...JOBS].sort(), file);
    }
  });

  it("are shell text, or actions that are listed with their purpose, and none is listed in vain", () => {
    const used = new Set(all.flatMap((step) => (step.kind === "action" ? [step.name] : [])));
    assert.deepEqual([...used].sort(), Object.keys(ACTIONS).sort());
    const signIns = new Set(all.flatMap((step) => (step.kind === "shell" ? [step.script.trim()] : [])));
    assert.deepEqual(
      SIGN_INS.filter((script) => !signIns.has(script)),
      [],
    );
  });

  it("have each action of GitHub by a full commit", () => {
    const [, { jobs }] = PIPELINES[0] ?? assert.fail();
    const versions = jobs.flatMap(({ steps }) =>
      steps.flatMap((step) => (step.kind === "action" ? [`${step.name}@${step.version}`] : [])),
    );
    assert.deepEqual(
      versions.filter((version) => !/@[0-9a-f]{40}$/.test(version)),
      [],
    );
  });
});

describeWithLab("the example pipelines", { pluginProcesses: true }, function (lab) {
  this.timeout("10m");
  let repository: UserRepository;
  let logins: Readonly<Record<JobName, Readonly<Record<string, string>>>>;
  let directory: string;
  let bin: string;
  const root = () => {
    const { AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } =
      lab().aws.rootEnvironment();
    return new IAMClient({
      endpoint: AWS_ENDPOINT_URL,
      region: AWS_REGION,
      credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
    });
  };

  /** A login of both clouds that has the documented rights to read. */
  async function reader(name: "preview" | "drift"): Promise<Record<string, string>> {
    const iam = root();
    const file = path.join(PROJECT_ROOT, `docs/reference/permissions/aws-${name}.json`);
    await iam.send(new CreateUserCommand({ UserName: name }));
    await iam.send(
      new PutUserPolicyCommand({
        UserName: name,
        PolicyName: name,
        PolicyDocument: await readFile(file, "utf8"),
      }),
    );
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
    const { environment, objectId } = lab().azure.addDeployer(["Application.Read.All"]);
    lab().azure.withdrawRoles(objectId);
    lab().azure.assignRole({
      principalId: objectId,
      role: "Reader",
      scope: `/subscriptions/${LAB_SUBSCRIPTION_ID}`,
    });
    return {
      ...environment,
      AWS_ACCESS_KEY_ID: key?.AccessKeyId ?? "",
      AWS_SECRET_ACCESS_KEY: key?.SecretAccessKey ?? "",
    };
  }

  before(async function () {
    this.timeout("20m"); // Packages are fetched.
    repository = await UserRepository.create(lab());
    // The pipelines let the engine download plugins. Here it finds the lab's under the versions of the SDKs.
    const { cli } = await prepareToolchain({ report: () => undefined });
    const plugins = Object.entries(PLUGIN_ENTRIES).map(
      ([name, { entry }]) => [name, { entry, version: repository.providers[name] ?? "" }] as const,
    );
    await fillPluginCache(lab().pulumi.environment.PULUMI_HOME, {
      plugins: Object.fromEntries(plugins),
      languageHost: !cli.hasNodeLanguageHost,
    });
    logins = {
      preview: await reader("preview"),
      judge: {},
      comment: {},
      drift: await reader("drift"),
      update: {},
    };
    directory = path.join(lab().directory, "jobs");
    await mkdir(directory);
    bin = path.join(lab().directory, "npm-bin");
    await mkdir(bin);
    await writeFile(path.join(bin, "npm"), NPM);
    await chmod(path.join(bin, "npm"), 0o755);
  });

  const run = async (
    [system, { jobs }]: (typeof PIPELINES)[number],
    name: JobName,
    branch = "main",
    { more = {}, artifacts = {} }: { more?: Record<string, string>; artifacts?: Artifacts } = {},
  ): Promise<JobRun> => {
    const job = jobs.find((each) => each.name === name) ?? assert.fail();
    const environment = { ...lab().pulumi.environment, ...logins[name], ...more };
    return runJob(job, {
      system,
      repository,
      branch,
      directory,
      artifacts,
      environment: {
        ...environment,
        PATH: `${bin}${path.delimiter}${environment.PATH ?? ""}`,
        NPM_STORE: path.join(lab().directory, "npm-store"),
        npm_config_prefer_offline: "true",
        npm_config_audit: "false",
        npm_config_fund: "false",
        // A type check costs seconds at each start of a program.
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      },
    });
  };
  const succeeds = async (...args: Parameters<typeof run>): Promise<JobRun> => {
    const done = await run(...args);
    assert.equal(done.failed, undefined, done.output.slice(-10_000));
    return done;
  };

  /** The files of the state, with their last changes. */
  const state = async (): Promise<readonly string[]> => {
    const folder = fileURLToPath(lab().pulumi.environment.PULUMI_BACKEND_URL);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const described = files.map(async ({ name, parentPath }) => {
      const { mtimeMs, size } = await stat(path.join(parentPath, name));
      return `${path.join(parentPath, name)}: ${size} bytes, ${mtimeMs}`;
    });
    return (await Promise.all(described)).sort();
  };

  for (const pipeline of PIPELINES) {
    const [system, { file, jobs }] = pipeline;

    describe(file, () => {
      const ran = new Set<string>();
      const note = (done: JobRun): JobRun => {
        for (const script of done.ran) {
          ran.add(script);
        }
        return done;
      };

      /** What the jobs for a pull request gave to others, by its branch. */
      const artifacts: Record<string, Artifacts> = {};
      const keep = async (branch: string, name: "preview" | "judge", workspace: string): Promise<void> => {
        const file = name === "preview" ? "preview.txt" : "judge.md";
        const text = await readFile(path.join(workspace, system === GITLAB ? "project" : "", file), "utf8");
        artifacts[branch] = { ...artifacts[branch], [name]: [{ file, text }] };
      };

      it("updates main, which the pack accepts", async () => {
        const { output } = note(await succeeds(pipeline, "update"));
        assert.match(output, /✅ azure-to-aws-federation@v/);
      });

      it("finds no drift right after that, judges the roles of the account, and only reads the state", async () => {
        const before = await state();
        const { output } = note(await succeeds(pipeline, "drift"));
        assert.match(output, /0 rejected/);
        assert.deepEqual(await state(), before);
      });

      it("previews an honest change with a login that can only read, and only reads the state", async () => {
        const before = await state();
        const { output, workspace } = note(await succeeds(pipeline, "preview", HONEST));
        await keep(HONEST, "preview", workspace);
        assert.match(output, /~ .*orders-importer/);
        assert.ok(before.length > 1, `${before.length} files`);
        assert.deepEqual(await state(), before);
      });

      it("judges the policies of an honest change, and writes SARIF", async () => {
        const { output, workspace } = note(await succeeds(pipeline, "judge", HONEST));
        await keep(HONEST, "judge", workspace);
        assert.doesNotMatch(output, /warning/);
        const sarif = path.join(workspace, system === GITLAB ? "project" : "", "judge.sarif");
        const { version } = JSON.parse(await readFile(sarif, "utf8")) as { version: string };
        assert.equal(version, "2.1.0");
      });

      it("refuses an open role with main's configuration, although the pull request switches the pack off", async () => {
        const { failed, output, workspace } = await run(pipeline, "preview", WEAKENED);
        await keep(WEAKENED, "preview", workspace);
        assert.match(failed?.script ?? "", /pulumi preview/);
        assert.match(output, /oidc-trust-requires-subject/);
      });

      it("judges an open trust policy of a pull request: the job fails, and the SARIF has the finding", async () => {
        const { failed, workspace } = await run(pipeline, "judge", WEAKENED);
        await keep(WEAKENED, "judge", workspace);
        assert.match(failed?.script ?? "", /judge --format sarif/);
        assert.equal(failed?.exitCode, 1);
        const sarif = path.join(workspace, system === GITLAB ? "project" : "", "judge.sarif");
        const { runs } = JSON.parse(await readFile(sarif, "utf8")) as {
          runs: { results: { ruleId: string; locations: unknown }[] }[];
        };
        const [{ results } = assert.fail()] = runs;
        assert.deepEqual(
          results.map(({ ruleId }) => ruleId),
          ["oidc-trust-requires-subject"],
        );
        assert.match(JSON.stringify(results), /"uri":"trust\/open\.json"/);
      });

      it("comments the verdict and the preview of a pull request, and replaces the comment in the next run", async () => {
        const services = new CommentServices();
        await services.start();
        try {
          const more = services.environment(SERVICES.get(system) ?? assert.fail());
          for (const branch of [HONEST, WEAKENED]) {
            note(await succeeds(pipeline, "comment", branch, { more, artifacts: artifacts[branch] ?? {} }));
          }
          const [{ text } = assert.fail(), ...others] = Object.values(services.comments).flat();
          assert.deepEqual(others, []);
          assert.match(text, /1 rejected/);
          assert.match(text, /\[mandatory\].* oidc-trust-requires-subject/);
        } finally {
          await services.stop();
        }
      });

      it("has run each shell text but the sign-ins", () => {
        const texts = jobs.flatMap(({ steps }) =>
          steps.flatMap((step) => (step.kind === "shell" && !signsIn(step.script) ? [step.script] : [])),
        );
        const whole = [...ran].join("\n");
        assert.ok(texts.length > 8, `${texts.length} texts`);
        assert.deepEqual(
          texts.filter((text) => (system.oneShell ? !whole.split("\n").includes(text) : !ran.has(text))),
          [],
        );
      });
    });
  }

  describe("a login that can only read", () => {
    it("finds at night that somebody has widened a trust policy by hand", async () => {
      const iam = root();
      const { Roles = [] } = await iam.send(new ListRolesCommand({}));
      const name =
        Roles.map(({ RoleName = "" }) => RoleName).find((each) => each.startsWith("orders-")) ?? "";
      const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
      const trust = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")) as {
        Statement: { Condition: { StringEquals: Record<string, unknown> } }[];
      };
      const [statement = assert.fail()] = trust.Statement;
      const equals = statement.Condition.StringEquals;
      statement.Condition.StringEquals = Object.fromEntries(
        Object.entries(equals).filter(([key]) => !key.endsWith(":sub")),
      );
      await iam.send(
        new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: JSON.stringify(trust) }),
      );
      for (const pipeline of PIPELINES) {
        const { failed, output } = await run(pipeline, "drift");
        assert.notEqual(failed, undefined, output);
        assert.match(output, /1 rejected|no changes were expected/);
      }
    });

    /** Tries to destroy the stack with a login. */
    const destroys = async (environment: Readonly<Record<string, string>>): Promise<string> => {
      const before = lab().azure.counts().total;
      const checkout = await mkdtemp(path.join(directory, "destroy-"));
      await repository.checkout("main", checkout);
      const { exitCode, output } = await lab().pulumi.run(
        ["destroy", "--yes", "--skip-preview", "--continue-on-error", "--stack", STACK],
        { projectDirectory: checkout, environment },
      );
      assert.notEqual(exitCode, 0);
      assert.equal(lab().azure.counts().total, before);
      return output;
    };

    for (const name of ["preview", "drift"] as const) {
      it(`cannot change AWS as ${name}`, async () => {
        const { roles } = await lab().aws.counts();
        assert.match(await destroys(logins[name]), /AccessDenied/);
        assert.equal((await lab().aws.counts()).roles, roles);
      });
    }

    it("cannot change Azure and Entra, whatever it may do in AWS", async () => {
      const { ARM_CLIENT_ID = "", ARM_CLIENT_SECRET = "" } = logins.preview;
      const output = await destroys({ ARM_CLIENT_ID, ARM_CLIENT_SECRET });
      assert.match(output, /AuthorizationFailed.*Microsoft\.ManagedIdentity\/userAssignedIdentities\/delete/);
      assert.match(output, /Authorization_RequestDenied/);
    });
  });
});
