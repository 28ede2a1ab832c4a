/** Previews and plans that the real engine writes, read by `judge`. */
import assert from "node:assert/strict";
import { access, mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { judgeText } from "../../../../cli/judged-files/judge-file";
import type { PulumiRun } from "../../../../lab/pulumi";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { ProgramStack } from "../../components/federation-lab";

const ACCOUNT = "111122223333";
const TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";

/** Roles of every kind that a preview can have. In the second version, some change, one is replaced, and one is deleted. */
function program(version: "first" | "second", rest = ""): string {
  return `
const aws = require("@pulumi/aws");
// IAM itself refuses an open role for an issuer such as GitHub's.
const issuer = "oidc.example.com";
const policy = (arn, subject) => JSON.stringify({ Version: "2012-10-17", Statement: [{
  Effect: "Allow", Action: "sts:AssumeRoleWithWebIdentity", Principal: { Federated: arn },
  Condition: { StringEquals: { [issuer + ":aud"]: "sts.amazonaws.com", ...subject } },
}] });
const exact = { [issuer + ":sub"]: "repo:acme/app:ref:refs/heads/main" };
const arn = "arn:aws:iam::${ACCOUNT}:oidc-provider/" + issuer;
const role = (name, assumeRolePolicy, more) => new aws.iam.Role(name, { assumeRolePolicy, ...more });
role("kept", policy(arn, exact));
role("kept-open", policy(arn, {}));
role("changed", policy(arn, ${version === "first" ? "exact" : "{}"}));
role("tagged", policy(arn, exact), { tags: { version: "${version}" } });
role("sealed", pulumi.secret(policy(arn, {})));
role("replaced", policy(arn, exact), { name: "replaced-${version}" });
${version === "first" ? 'role("deleted", policy(arn, {}));' : ""}
const provider = new aws.iam.OpenIdConnectProvider("provider", {
  url: "https://sts.windows.net/${TENANT}/", clientIdLists: ["api://orders"],
});
role("computed", provider.arn.apply((of) => policy(of, exact)));
${rest}`;
}

const IN_PREVIEW = "a secret; save the plan with --save-plan FILE --show-secrets, and judge that file";
const IN_PLAN = "a secret; save the plan with --show-secrets";
const UNKNOWN = "unknown: a value that Pulumi does not know yet";

/** Verdicts of the first version, while nothing exists. */
const BEFORE = {
  kept: "accepted",
  "kept-open": "rejected",
  changed: "accepted",
  tagged: "accepted",
  replaced: "accepted",
  deleted: "rejected",
  computed: UNKNOWN,
};

/** Those of the second one. The computed policy names another issuer's claims with an Entra provider. */
const AFTER = {
  kept: "accepted",
  "kept-open": "rejected",
  changed: "rejected",
  tagged: "accepted",
  replaced: "accepted",
  computed: "rejected",
};

/** What changes between both. */
const { changed, tagged, replaced } = AFTER;
const CHANGES = { changed, tagged, replaced };

function verdicts(text: string): Record<string, string> {
  const { roles } = judgeText("preview.json", text);
  return Object.fromEntries(
    roles
      .map(({ document, judgment }): [string, string] => [
        document.role,
        [judgment.verdict, ...judgment.unknown].join(": "),
      ])
      .sort(),
  );
}

describeWithLab("judge reads what the engine writes", {}, function (lab) {
  this.timeout(240_000);
  let stack: ProgramStack;
  let folder: string;

  before(async () => {
    stack = await ProgramStack.create(lab(), "previews");
    folder = await mkdtemp(path.join(os.tmpdir(), "azure-to-aws-previews-"));
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function preview(
    source: string,
    flags: readonly string[] = [],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<PulumiRun> {
    await stack.program(source);
    const { name, configFile } = stack.stack;
    return lab().pulumi.run(["preview", "--json", "--stack", name, "--config-file", configFile, ...flags], {
      projectDirectory: path.join(lab().directory, "programs", "previews"),
      environment,
    });
  }

  /** A preview that also saves its plan. */
  async function plan(source: string, flags: readonly string[] = []): Promise<string> {
    const file = path.join(folder, "plan.json");
    const run = await preview(source, ["--save-plan", file, ...flags]);
    assert.equal(run.exitCode, 0, run.output);
    return readFile(file, "utf8");
  }

  it("before the first update: all roles, and what is not known yet as unknown", async () => {
    const run = await preview(program("first"));
    assert.equal(run.exitCode, 0, run.output);
    assert.deepEqual(verdicts(run.output), { ...BEFORE, sealed: `unknown: ${IN_PREVIEW}` });
    assert.deepEqual(verdicts(await plan(program("first"))), { ...BEFORE, sealed: `unknown: ${IN_PLAN}` });
  });

  describe("before the second update", () => {
    before(async () => {
      await stack.deploy(program("first"));
    });

    after(async () => {
      await stack.succeed("destroy");
    });

    it("in a preview: the roles that change, and how many others there are", async () => {
      const { output } = await preview(program("second"));
      assert.deepEqual(verdicts(output), CHANGES);
      assert.deepEqual(judgeText("preview.json", output).remarks, [
        "The preview leaves out 5 unchanged resources. Add --show-sames to pulumi preview, or judge a plan that --save-plan writes.",
      ]);
    });

    it("in a preview with all steps: every role once", async () => {
      const { output } = await preview(program("second"), ["--show-sames", "--show-replacement-steps"]);
      assert.deepEqual(verdicts(output), { ...AFTER, sealed: `unknown: ${IN_PREVIEW}` });
      assert.deepEqual(judgeText("preview.json", output).remarks, []);
    });

    it("in a preview after a refresh: every role once, and none that is deleted", async () => {
      const { output } = await preview(program("second"), ["--refresh", "--show-sames"]);
      assert.deepEqual(verdicts(output), { ...AFTER, sealed: `unknown: ${IN_PREVIEW}` });
      // The states of unchanged roles are then those before the refresh.
      const unshown = "the policy that the refresh read from AWS, which only a preview with --show-sames has";
      const without = await preview(program("second"), ["--refresh"]);
      assert.deepEqual(verdicts(without.output), {
        ...AFTER,
        sealed: `unknown: ${IN_PREVIEW}: ${unshown}`,
        kept: `unknown: ${unshown}`,
      });
    });

    it("in a stream of events: every role once", async () => {
      const { output } = await preview(program("second"), [], {
        PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true",
      });
      assert.deepEqual(verdicts(output), { ...AFTER, sealed: `unknown: ${IN_PREVIEW}` });
      // Without the lines of one role, the summary counts a step more.
      for (const [name, step] of [
        ["changed", "1 update"],
        ["kept", "1 same"],
      ] as const) {
        const lines = output.split("\n").filter((line) => !line.includes(`Role::${name}"`));
        assert.equal(
          verdicts(lines.join("\n"))["(further roles)"],
          `unknown: steps that the summary event counts and no line has: ${step}`,
        );
      }
      const cut = output.trimEnd().split("\n").slice(0, -2);
      assert.equal(
        verdicts(cut.join("\n"))["(further roles)"],
        `unknown: the events after line ${cut.length}, where the stream stops without its summary event`,
      );
    });

    it("in a plan: every role, secrets only if they are shown", async () => {
      assert.deepEqual(verdicts(await plan(program("second"))), { ...AFTER, sealed: `unknown: ${IN_PLAN}` });
      assert.deepEqual(verdicts(await plan(program("second"), ["--show-secrets"])), {
        ...AFTER,
        sealed: "rejected",
      });
    });

    it("in a preview that fails: what it has is judged, and the rest is unknown", async () => {
      const failing = program("second", 'throw new Error("broken");');
      const file = path.join(folder, "never.json");
      const run = await preview(failing, ["--save-plan", file]);
      assert.notEqual(run.exitCode, 0);
      const further = "unknown: what the preview would have had beyond the error that ended it";
      assert.deepEqual(verdicts(run.output), { ...CHANGES, "(further roles)": further });
      // Pulumi saves no plan of a preview that fails.
      await assert.rejects(access(file), { code: "ENOENT" });
      const stream = await preview(failing, [], { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" });
      assert.equal(verdicts(stream.output)["(further roles)"], further);
    });
  });
});
