import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readPulumiState } from "../../../../policy-sources";
import {
  type AcceptedFinding,
  checkConfiguration,
  deploymentFindings,
  fingerprint,
} from "../../../../policypack/configuration";
import { readFixture } from "../../policy-sources/verdicts";
import { AUD, AUDIENCE, OPEN, policy, SUB } from "../entra-policy";
import { type CliResult, fixture, runCli } from "../run-cli";

interface Configuration {
  readonly accepted: { readonly findings: readonly AcceptedFinding[] };
}

const UNTIL = "2999-12-31";
const TERMS = ["--reason", "moves to Entra", "--until", UNTIL, "--owner", "platform"];

describe("judge with accepted findings", () => {
  let folder: string;
  let file: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "accepted-"));
    file = path.join(folder, "policies.json");
  });

  beforeEach(() => rm(file, { force: true }));

  after(async () => {
    await rm(folder, { recursive: true });
  });

  const accept = (input: string, ...options: string[]): Promise<CliResult> =>
    runCli(["judge", "--write-accepted", file, ...TERMS, ...options, "-"], input);

  const written = async (): Promise<readonly AcceptedFinding[]> =>
    (JSON.parse(await readFile(file, "utf8")) as Configuration).accepted.findings;

  const judge = (input: string, ...options: string[]): Promise<CliResult> =>
    runCli(["judge", "--policy-pack-config", file, ...options, "-"], input);

  /** Accepts the findings of an input and judges another one. */
  async function judgeAfter(before: string, input: string, ...options: string[]): Promise<CliResult> {
    assert.equal((await accept(before)).exitCode, 0);
    const judged = await judge(input, ...options);
    await rm(file);
    return judged;
  }

  /** Accepts the findings of an input until a day that is over. */
  async function acceptUntil(until: string, input: string): Promise<void> {
    await accept(input);
    const findings = (await written()).map((finding) => ({ ...finding, until }));
    await writeFile(file, JSON.stringify({ accepted: { findings } }));
  }

  const roles = (...documents: unknown[]): string =>
    JSON.stringify({
      Roles: documents.map((document, index) => ({
        RoleName: `r${index}`,
        AssumeRolePolicyDocument: document,
      })),
    });

  it("writes what all rules of the policy pack report about a stack, with reason, day, and owner", async () => {
    const { exitCode, stdout } = await runCli([
      "judge",
      "--write-accepted",
      file,
      ...TERMS,
      fixture("pulumi-export.json"),
    ]);
    assert.equal(exitCode, 0);
    const ofPack = deploymentFindings(
      readPulumiState(JSON.parse(readFixture("pulumi-export.json")) as unknown),
    );
    const expected = ofPack.map((finding) => ({
      fingerprint: fingerprint(finding),
      rule: finding.rule,
      resource: finding.resource,
      reason: "moves to Entra",
      until: UNTIL,
      owner: "platform",
    }));
    const key = ({ rule, resource, fingerprint: own }: AcceptedFinding): string =>
      [rule, resource, own].join();
    assert.deepEqual(
      await written(),
      expected.sort((a, b) => (key(a) < key(b) ? -1 : 1)),
    );
    assert.equal(stdout, `${file}: ${expected.length} findings accepted until ${UNTIL}\n`);
    const problems = checkConfiguration(await readFile(file, "utf8"));
    assert.deepEqual([...new Set(problems.map(({ code }) => code))], ["config-acceptance-long"]);
  });

  it("adds to a configuration, and leaves the rest of it and what is accepted already", async () => {
    await accept(roles(OPEN));
    const [first] = await written();
    assert.ok(first !== undefined);
    const kept = { ...first, reason: "SEC-1" };
    await writeFile(
      file,
      JSON.stringify({ all: "advisory", accepted: { findings: [kept], "//": "old roles" } }),
    );
    assert.equal((await accept(roles(OPEN, OPEN))).stdout, `${file}: 1 finding accepted until ${UNTIL}\n`);
    const { all, accepted } = JSON.parse(await readFile(file, "utf8")) as Configuration &
      Record<string, unknown>;
    assert.equal(all, "advisory");
    assert.deepEqual(
      accepted.findings.map(({ resource, reason }) => [resource, reason]),
      [
        ["r0", "SEC-1"],
        ["r1", "moves to Entra"],
      ],
    );
  });

  it("accepts anew what has ended", async () => {
    await acceptUntil("2020-03-31", roles(OPEN));
    await accept(roles(OPEN));
    assert.deepEqual(
      (await written()).map(({ until }) => until),
      [UNTIL],
    );
  });

  it("leaves out what the configuration disables", async () => {
    const urn = "urn:pulumi:p::a::aws:iam/role:Role::r";
    const inputs = { assumeRolePolicy: JSON.stringify(OPEN) };
    const stack = { deployment: { resources: [{ urn, custom: true, type: "aws:iam/role:Role", inputs }] } };
    const rules = async (): Promise<string[]> => {
      await accept(JSON.stringify(stack));
      return (await written()).map(({ rule }) => rule);
    };
    assert.deepEqual(await rules(), ["oidc-trust-requires-subject"]);
    await writeFile(file, '{"all": "disabled"}');
    assert.deepEqual(await rules(), []);
  });

  it("reports roles of which it accepts nothing because they cannot be judged", async () => {
    assert.equal(
      (await accept(readFixture("pulumi-export.json"))).stderr,
      "standard input: nothing is accepted for role sealed, because the file does not show its whole trust policy [finding-not-accepted]\n",
    );
  });

  it("writes nothing if a file is unreadable, or if the reason, the last day, or the owner is missing", async () => {
    const { exitCode, stdout, stderr } = await accept("{");
    assert.deepEqual([exitCode, stdout], [2, ""]);
    assert.match(stderr, /^standard input: not valid JSON .* \[input-json-invalid\]\n$/);
    const without = await runCli(
      ["judge", "--write-accepted", file, "--until", "2027-02-30", "-"],
      roles(OPEN),
    );
    assert.equal(without.exitCode, 2);
    assert.equal(
      without.stderr,
      'azure-to-aws: --reason: invalid value. Expected a string that is not empty; got ""; --owner: invalid value. Expected a string that is not empty; got ""; --until: no such day. Expected a day of the calendar; got "2027-02-30" [acceptance-terms-invalid]\n',
    );
    await assert.rejects(readFile(file));
  });

  it("allows accepted findings, and shows them with owner, day, and reason", async () => {
    const { exitCode, stdout } = await judgeAfter(roles(OPEN), roles(OPEN, policy()));
    assert.equal(exitCode, 0);
    assert.match(
      stdout,
      /^Tolerated:\n\nr0\n {2}IAM role at standard input:1\n {2}Who can assume it: anyone in the tenant, cluster, or organization\.\n\n {2}Accepted by platform until 2999-12-31 \(moves to Entra\): Any identity in tenant /m,
    );
    assert.match(stdout, /^tolerated {2}r0$/m);
    assert.match(stdout, /^2 roles in 1 file: 0 rejected, 0 not judged, 1 tolerated, 1 accepted\.$/m);
    const { stdout: json } = await judgeAfter(roles(OPEN), roles(OPEN), "--format", "json");
    const [role] = (JSON.parse(json) as { files: [{ roles: { verdict: string; findings: object[] }[] }] })
      .files[0].roles;
    assert.equal(role?.verdict, "tolerated");
    assert.deepEqual(
      role.findings.map((finding) => "accepted" in finding && finding.accepted),
      [{ reason: "moves to Entra", until: UNTIL, owner: "platform" }],
    );
  });

  it("counts a finding again after its last day, and says whose acceptance ended", async () => {
    await acceptUntil("2020-03-31", roles(OPEN));
    const { exitCode, stdout } = await judge(roles(OPEN));
    assert.equal(exitCode, 1);
    assert.match(
      stdout,
      /\n\noidc-trust-requires-subject at r0: the finding counts again \(platform accepted it until 2020-03-31: moves to Entra\) \[acceptance-ended\]\n\nRead 1 file/,
    );
  });

  it("names accepted findings that the files do not have", async () => {
    const { exitCode, stdout } = await judgeAfter(roles(OPEN, OPEN, OPEN), roles(OPEN, policy()));
    assert.equal(exitCode, 0);
    const named = [
      ...stdout.matchAll(
        /^oidc-trust-requires-subject at (r\d): the accepted finding [0-9a-f]{32} is not found\./gm,
      ),
    ];
    assert.deepEqual(
      named.map(([, role]) => role),
      ["r1", "r2"],
    );
    const { stdout: json } = await judgeAfter(roles(OPEN, OPEN), roles(OPEN), "--format", "json");
    const { acceptance } = JSON.parse(json) as { acceptance: Record<string, AcceptedFinding[]> };
    assert.deepEqual(
      Object.entries(acceptance).map(([name, findings]) => [name, findings.map(({ resource }) => resource)]),
      [
        ["ended", []],
        ["unused", ["r1"]],
      ],
    );
    const { stdout: many } = await judgeAfter(
      roles(...Array.from({ length: 22 }, () => OPEN)),
      roles(policy()),
    );
    assert.equal([...many.matchAll(/\[acceptance-unused\]$/gm)].length, 20);
    assert.match(many, /^And 2 more accepted findings to look at$/m);
  });

  it("names none that the files have, nor of another rule or stack, nor any if a file is unreadable", async () => {
    const text = readFixture("pulumi-export.json");
    for (const [before, after, ...files] of [
      [text, text],
      [roles(OPEN), roles(OPEN)],
      [roles(OPEN, OPEN), roles(OPEN), "no-such-file"],
      [text, roles(OPEN)],
    ] as const) {
      const { stdout } = await judgeAfter(before, after, ...files);
      assert.doesNotMatch(stdout, /acceptance-unused/);
    }
    const type = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
    const inputs = { url: "https://sts.windows.net/common/", clientIdLists: ["api://orders"] };
    const provider = { urn: `urn:pulumi:p::a::${type}::every-tenant`, custom: true, type, inputs };
    const stack = JSON.stringify({ deployment: { resources: [provider] } });
    await accept(stack);
    assert.deepEqual(
      (await written()).map(({ rule }) => rule),
      ["oidc-provider-is-well-formed"],
    );
    assert.doesNotMatch((await judge(stack)).stdout, /acceptance-unused/);
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
    const acceptedWith = async (secret: string): Promise<readonly AcceptedFinding[]> => {
      await rm(file, { force: true });
      await accept(plan(secret));
      return written();
    };
    const one = await acceptedWith("777788889999");
    assert.ok(one.length > 0);
    assert.equal(JSON.stringify(one).includes("777788889999"), false);
    assert.deepEqual(await acceptedWith("444455556666"), one);
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
      await runCli(["judge", "--write-accepted", file, ...TERMS, own]);
      assert.equal((await runCli(["judge", "--policy-pack-config", file, own])).exitCode, 0);
      assert.equal((await runCli(["judge", "--policy-pack-config", file, other])).exitCode, 1);
      await rm(file);
    }
  });

  it("refuses a list with problems, and names them all", async () => {
    await writeFile(file, '{"accepted": {"findings": [1, 2]}}');
    const { exitCode, stderr } = await judge(roles(OPEN));
    assert.equal(exitCode, 2);
    const expected =
      "invalid value. Expected an object with fingerprint, rule, resource, reason, until, owner; got";
    assert.equal(
      stderr,
      `azure-to-aws: ${file}: accepted.findings[0]: ${expected} 1; accepted.findings[1]: ${expected} 2 [policies-file-invalid]\n`,
    );
  });

  it("judges by the settings of the pack's rule on subjects, unless an option says otherwise", async () => {
    const issuer = "token.actions.githubusercontent.com";
    const ofOwner = policy({
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
      Condition: {
        StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com" },
        StringLike: { [`${issuer}:sub`]: "repo:acme/*" },
      },
    });
    const set = (gitHubOwners: unknown): Promise<void> =>
      writeFile(file, JSON.stringify({ "oidc-trust-requires-subject": { gitHubOwners } }));
    await set(["acme"]);
    assert.equal((await judge(roles(ofOwner))).exitCode, 0);
    assert.equal((await judge(roles(ofOwner), "--github-owner", "other")).exitCode, 1);
    await accept(roles(ofOwner));
    assert.deepEqual(await written(), []);
    await set(["other"]);
    assert.equal((await judge(roles(ofOwner))).exitCode, 1);
    assert.equal((await judge(roles(ofOwner), "--github-owner", "acme")).exitCode, 0);
    await set("acme");
    assert.deepEqual(await judge(roles(ofOwner)), {
      exitCode: 2,
      stdout: "",
      stderr: `azure-to-aws: ${file}: oidc-trust-requires-subject.gitHubOwners: invalid value. Expected a list; got "acme" [policies-file-invalid]\n`,
    });
  });

  describe("in a comment", () => {
    const template = (comment: string): string =>
      [
        "AWSTemplateFormatVersion: '2010-09-09'",
        "Resources:",
        "  Reader:",
        "    Type: AWS::IAM::Role",
        "    Properties:",
        "      Description: |",
        "        the reader",
        `        ${comment.includes("in a string") ? comment : "of files"}`,
        ...(comment.includes("in a string") ? [] : [`      ${comment}`]),
        `      AssumeRolePolicyDocument: ${JSON.stringify(OPEN)}`,
        "",
      ].join("\n");
    const terraform = (comment: string): string =>
      `resource "aws_iam_role" "reader" {\n  ${comment}\n  assume_role_policy = jsonencode(${JSON.stringify(OPEN)})\n}\n`;
    const json = (comment: string): string => `// a policy\n${comment}\n${JSON.stringify(OPEN)}`;

    /** Judges a source file with a comment, in which the fingerprint stands for `FP`. */
    async function judgeSource(
      name: string,
      textWith: (comment: string) => string,
      comment: string,
      ...options: string[]
    ) {
      const source = path.join(folder, name);
      await writeFile(source, textWith(`${comment.slice(0, comment.indexOf(" "))} no comment`));
      const before = await runCli(["judge", "--format", "json", source]);
      const { files } = JSON.parse(before.stdout) as {
        files: [{ roles: { findings: { fingerprint: string }[] }[] }];
      };
      const print = files[0].roles[0]?.findings[0]?.fingerprint ?? assert.fail(before.stdout);
      await writeFile(source, textWith(comment.replace("FP", print)));
      const result = await runCli(["judge", ...options, source]);
      await rm(source);
      return { ...result, print, source };
    }

    for (const [name, text, mark] of [
      ["template.yaml", template, "#"],
      ["main.tf", terraform, "#"],
      ["main.tf", terraform, "//"],
      ["trust.json", json, "//"],
    ] as const) {
      const right = `${mark} azure-to-aws:accept FP until=${UNTIL} owner=platform moves to Entra`;

      it(`is accepted in ${name} after ${mark}, and not with --no-comments`, async () => {
        const { stdout, exitCode } = await judgeSource(name, text, right, "--allow-unknown");
        assert.match(
          stdout,
          /Accepted by platform until 2999-12-31 \(moves to Entra\): Any identity in tenant /,
        );
        assert.equal(exitCode, 0);
        assert.equal((await judgeSource(name, text, right, "--no-comments")).exitCode, 1);
      });
    }

    it("ends, and is reported when it ends or matches nothing", async () => {
      const ended = await judgeSource(
        "template.yaml",
        template,
        "# azure-to-aws:accept FP owner=platform until=2020-03-31 until spring",
      );
      assert.equal(ended.exitCode, 1);
      const at = `comment at ${ended.source}:9`;
      assert.ok(
        ended.stdout.includes(
          `${at}: the finding counts again (platform accepted it until 2020-03-31: until spring) [acceptance-ended]`,
        ),
        ended.stdout,
      );
      const other = `# azure-to-aws:accept ${"1".repeat(32)} until=${UNTIL} owner=platform moves`;
      const { exitCode, stdout } = await judgeSource("template.yaml", template, other);
      assert.equal(exitCode, 1);
      assert.ok(
        stdout.includes(
          `${at}: the accepted finding ${"1".repeat(32)} is not found. If it is fixed, remove it [acceptance-unused]`,
        ),
      );
    });

    it("accepts nothing without reason, day, or owner, and the report says what is missing", async () => {
      for (const [rest, problem] of [
        [
          `until=${UNTIL} owner=platform`,
          'reason: invalid value. Expected a string that is not empty; got "".',
        ],
        [
          "owner=platform moves",
          "until is missing. Expected fingerprint, rule, resource, reason, until, owner.",
        ],
        [
          `until=${UNTIL} moves`,
          "owner is missing. Expected fingerprint, rule, resource, reason, until, owner.",
        ],
        [
          "until=2027-02-30 owner=platform moves",
          'until: no such day. Expected a day of the calendar; got "2027-02-30".',
        ],
      ] as const) {
        const { exitCode, stdout, source } = await judgeSource(
          "template.yaml",
          template,
          `# azure-to-aws:accept FP ${rest}`,
        );
        assert.equal(exitCode, 1, rest);
        assert.ok(
          stdout.includes(
            `${source}: The comment azure-to-aws:accept at ${source}:9 accepts nothing: ${problem}\n`,
          ),
          stdout,
        );
      }
    });

    it("does not count within a string of several lines, nor behind a value", async () => {
      const right = `# azure-to-aws:accept FP until=${UNTIL} owner=platform in a string`;
      assert.equal((await judgeSource("template.yaml", template, right)).exitCode, 1);
      const behind = (comment: string): string =>
        template("# none").replace("Type: AWS::IAM::Role", `$& ${comment}`);
      const comment = `# azure-to-aws:accept FP until=${UNTIL} owner=platform moves`;
      assert.equal((await judgeSource("template.yaml", behind, comment)).exitCode, 1);
    });
  });
});
