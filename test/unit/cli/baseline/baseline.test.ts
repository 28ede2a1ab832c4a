import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readPulumiState } from "../../../../policy-sources";
import { deploymentFindings, readBaseline, renderBaseline } from "../../../../policypack/configuration";
import { readFixture } from "../../policy-sources/verdicts";
import { AUD, AUDIENCE, OPEN, policy, SUB } from "../entra-policy";
import { type CliResult, fixture, runCli } from "../run-cli";

interface BaselineFile {
  readonly findings: readonly { readonly rule: string; readonly resource: string }[];
}

describe("baseline", () => {
  let folder: string;
  let file: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "baseline-"));
    file = path.join(folder, "baseline.json");
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  /** Writes the baseline of an input and judges another with it. */
  async function judgeAfter(baseline: string, input: string, ...options: string[]): Promise<CliResult> {
    const { exitCode, stdout } = await runCli(["baseline", "-"], baseline);
    assert.equal(exitCode, 0);
    await writeFile(file, stdout);
    return runCli(["judge", "--baseline", file, ...options, "-"], input);
  }

  const roles = (...documents: unknown[]): string =>
    JSON.stringify({
      Roles: documents.map((document, index) => ({
        RoleName: `r${index}`,
        AssumeRolePolicyDocument: document,
      })),
    });

  it("holds what all rules of the policy pack say of a stack", async () => {
    const { exitCode, stdout } = await runCli(["baseline", fixture("pulumi-export.json")]);
    const exported = JSON.parse(readFixture("pulumi-export.json")) as unknown;
    assert.equal(exitCode, 0);
    assert.equal(stdout, renderBaseline(deploymentFindings(readPulumiState(exported))));
    assert.ok(readBaseline(stdout).fingerprints.size > 0);
  });

  it("leaves out what a configuration of the pack disables", async () => {
    const config = path.join(folder, "config.json");
    await writeFile(config, '{"all": "disabled"}');
    const urn = "urn:pulumi:p::a::aws:iam/role:Role::r";
    const inputs = { assumeRolePolicy: JSON.stringify(OPEN) };
    const stack = { deployment: { resources: [{ urn, custom: true, type: "aws:iam/role:Role", inputs }] } };
    const rules = async (...options: string[]): Promise<string[]> => {
      const { stdout } = await runCli(["baseline", ...options, "-"], JSON.stringify(stack));
      return (JSON.parse(stdout) as BaselineFile).findings.map(({ rule }) => rule);
    };
    assert.deepEqual(await rules(), ["oidc-trust-requires-subject"]);
    assert.deepEqual(await rules("--policy-pack-config", config), []);
  });

  it("reports roles that it does not hold because they cannot be judged", async () => {
    assert.equal(
      (await runCli(["baseline", fixture("pulumi-export.json")])).stderr,
      "test/unit/cli/fixtures/pulumi-export.json: role sealed is not in the baseline, because the file does not show its whole trust policy [baseline-role-not-judged]\n",
    );
  });

  it("allows the findings that it knows, and shows them", async () => {
    const { exitCode, stdout } = await judgeAfter(roles(OPEN), roles(OPEN, policy()));
    assert.equal(exitCode, 0);
    assert.match(
      stdout,
      /^In the baseline:\n\nr0\n {2}IAM role at standard input:1\n {2}Who can assume it: anyone in the tenant, cluster, or organization\.\n\n {2}In the baseline: Any identity in tenant /m,
    );
    assert.match(stdout, /^in baseline {2}r0$/m);
    assert.match(stdout, /^2 roles in 1 file: 0 rejected, 0 not judged, 1 in the baseline, 1 accepted\.$/m);
  });

  it("names what it has and the files have not", async () => {
    const { exitCode, stdout } = await judgeAfter(roles(OPEN, OPEN, OPEN), roles(OPEN, policy()));
    assert.equal(exitCode, 0);
    assert.ok(
      stdout.endsWith(
        "\n\n2 findings of the baseline match nothing in these files. If they are fixed, write the baseline again.\n" +
          "  r1 (oidc-trust-requires-subject)\n" +
          "  r2 (oidc-trust-requires-subject)\n\nRead 1 file, skipped 0, judged 2 roles.\n",
      ),
      stdout,
    );
    const { stdout: json } = await judgeAfter(roles(OPEN, OPEN), roles(OPEN), "--format", "json");
    assert.deepEqual((JSON.parse(json) as { baseline: unknown }).baseline, {
      unmatched: [{ rule: "oidc-trust-requires-subject", resource: "r1" }],
    });
  });

  it("names no more than 20 findings that match nothing", async () => {
    const { stdout } = await judgeAfter(roles(...Array.from({ length: 22 }, () => OPEN)), roles(policy()));
    const [, named = ""] = stdout.split("write the baseline again.\n");
    assert.match(named, /^( {2}r\d+ \(oidc-trust-requires-subject\)\n){20} {2}and 2 more\n\nRead 1 file, /);
  });

  it("names none that the files have, nor findings of other rules, nor any if a file is unreadable", async () => {
    const text = readFixture("pulumi-export.json");
    for (const [before, after, ...files] of [
      [text, text],
      [roles(OPEN), roles(OPEN)],
      [roles(OPEN, OPEN), roles(OPEN), "no-such-file"],
    ] as const) {
      const { stdout } = await judgeAfter(before, after, ...files);
      assert.doesNotMatch(stdout, /match(es)? nothing/);
    }
    const { stdout } = await runCli(["judge", "-"], roles(OPEN));
    assert.doesNotMatch(stdout, /baseline/);

    const type = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
    const inputs = { url: "https://sts.windows.net/common/", clientIdLists: ["api://orders"] };
    const provider = { urn: `urn:pulumi:p::a::${type}::every-tenant`, custom: true, type, inputs };
    const stack = JSON.stringify({ deployment: { resources: [provider] } });
    const { findings } = JSON.parse((await runCli(["baseline", "-"], stack)).stdout) as BaselineFile;
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      ["oidc-provider-is-well-formed"],
    );
    assert.doesNotMatch((await judgeAfter(stack, roles(OPEN))).stdout, /match(es)? nothing/);
  });

  it("of a stack serves judge as well as the pack", async () => {
    const text = readFixture("pulumi-export.json");
    const { exitCode } = await judgeAfter(text, text, "--allow-unknown");
    assert.equal(exitCode, 0);
  });

  it("of a stack knows a finding that each outcome of a template has, and not that of another role", async () => {
    const open = (audience: string): object => policy({ Condition: { StringEquals: { [AUD]: audience } } });
    const role = (document: object): object => ({
      Type: "AWS::IAM::Role",
      Properties: { AssumeRolePolicyDocument: document },
    });
    const nested = (...names: readonly string[]): object =>
      Object.fromEntries(
        names.map((name) => {
          const TemplateBody = JSON.stringify({ Resources: { Reader: role(open("api://a")) } });
          return [name, { Type: "AWS::CloudFormation::Stack", Properties: { TemplateBody } }];
        }),
      );
    const stack = (resources: object): string => {
      const templateBody = JSON.stringify({
        Conditions: { IsHome: { "Fn::Equals": [{ Ref: "AWS::Region" }, "eu-central-1"] } },
        Resources: resources,
      });
      const type = "aws:cloudformation/stack:Stack";
      const inputs = { templateBody };
      return JSON.stringify({
        deployment: { resources: [{ urn: `urn:pulumi:p::a::${type}::app`, custom: true, type, inputs }] },
      });
    };
    const either = role({ "Fn::If": ["IsHome", open("api://a"), open("api://b")] });
    const exitCodes: (number | undefined)[] = [];
    for (const [before, after] of [
      [{ R: either }, { R: either }],
      [{ R: either }, { R: either, Other: either }],
      [nested("A", "B"), nested("A", "B")],
      [nested("A"), nested("A", "B")],
    ] as const) {
      exitCodes.push((await judgeAfter(stack(before), stack(after))).exitCode);
    }
    assert.deepEqual(exitCodes, [0, 1, 0, 1]);
  });

  it("depends on no secret of the file", async () => {
    const plan = (secret: string): string => {
      const document = policy({ Condition: { StringLike: { [AUD]: AUDIENCE, [SUB]: ["*", secret] } } });
      const of = (name: string, values: object, sensitive_values: object): object => {
        const place = { address: `aws_iam_role.${name}`, mode: "managed", type: "aws_iam_role", name };
        return { ...place, values, sensitive_values };
      };
      const shown = { assume_role_policy: JSON.stringify(document), arn: `arn:aws:iam::${secret}:role/x` };
      const resources = [
        of("open", shown, {}),
        of("tagged", { tags: { note: secret } }, { tags: { note: true } }),
      ];
      return JSON.stringify({ format_version: "1.2", values: { root_module: { resources } } });
    };
    const written = async (secret: string): Promise<string> =>
      (await runCli(["baseline", "-"], plan(secret))).stdout;
    const one = await written("777788889999");
    assert.ok(readBaseline(one).fingerprints.size > 0);
    assert.equal(one.includes("777788889999"), false);
    assert.equal(await written("444455556666"), one);
  });

  it("does not let pass what is new: another role, another finding, malformed anew", async () => {
    const exitCodes: (number | undefined)[] = [];
    for (const input of [roles(OPEN, OPEN), roles(policy({ Condition: {} })), roles({ ...OPEN, Extra: 1 })]) {
      exitCodes.push((await judgeAfter(roles(OPEN), input)).exitCode);
    }
    assert.deepEqual(exitCodes, [1, 1, 1]);
  });

  it("does not know a bare policy of another file, nor a role of the same name in another account", async () => {
    const [own, other] = ["own.json", "other.json"].map((name) => path.join(folder, name));
    assert.ok(own && other);
    const ofAccount = (account: string): string =>
      JSON.stringify({
        Roles: [{ RoleName: "app", Arn: `arn:aws:iam::${account}:role/app`, AssumeRolePolicyDocument: OPEN }],
      });
    for (const [mine, theirs] of [
      [JSON.stringify(OPEN), JSON.stringify(OPEN)],
      [ofAccount("111122223333"), ofAccount("444455556666")],
    ] as const) {
      await writeFile(own, mine);
      await writeFile(other, theirs);
      await writeFile(file, (await runCli(["baseline", own])).stdout);
      assert.equal((await runCli(["judge", "--baseline", file, own])).exitCode, 0);
      assert.equal((await runCli(["judge", "--baseline", file, other])).exitCode, 1);
    }
  });

  it("marks results in SARIF as old or new", async () => {
    const { stdout } = await judgeAfter(roles(OPEN), roles(OPEN, OPEN), "--format", "sarif");
    const { runs } = JSON.parse(stdout) as {
      runs: { results: { baselineState: string; level: string }[] }[];
    };
    assert.deepEqual(
      runs[0]?.results.map(({ baselineState, level }) => [baselineState, level]),
      [
        ["unchanged", "note"],
        ["new", "error"],
      ],
    );
  });

  it("writes nothing if a file is unreadable", async () => {
    assert.deepEqual(await runCli(["baseline", fixture("pulumi-export.json"), "-"], "{"), {
      exitCode: 2,
      stdout: "",
      stderr:
        "test/unit/cli/fixtures/pulumi-export.json: role sealed is not in the baseline, because the file does not show its whole trust policy [baseline-role-not-judged]\n" +
        "standard input: not valid JSON from line 1, column 2 [input-json-invalid]\n",
    });
  });

  it("is refused by judge if its format is unknown", async () => {
    await writeFile(file, '{"format": 1}');
    const { exitCode, stderr } = await runCli(["judge", "--baseline", file, "-"], roles(OPEN));
    assert.equal(exitCode, 2);
    assert.equal(
      stderr,
      `azure-to-aws: ${file}: unknown format of the baseline. Expected 2; got 1. Write it again: npx --no -- azure-to-aws baseline FILE > baseline.json [baseline-format-unknown]\n`,
    );
  });
});
