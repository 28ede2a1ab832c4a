import assert from "node:assert/strict";
import { OPEN, policy } from "../entra-policy";
import { fixture, runCli } from "../run-cli";

const REJECTED = `1 role in 1 file: 1 rejected, 0 not judged, 0 accepted.

Who can assume how many of these roles through OpenID Connect:
  1  anyone in the tenant, cluster, or organization

Verdict   Reach   Role
rejected  tenant  trust policy

Rejected:

trust policy
  at standard input:1
  Who can assume it: anyone in the tenant, cluster, or organization.

  Anyone with a token for audience "api://orders" whose subject is like "*" can assume this role. Statement 0 (Entra), provider sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/: expected sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/:sub with exact values under StringEquals; found StringLike ["*"] on sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/:sub, a pattern. The policy's Deny statement does not change that. [claim-not-pinned]
    14 |         "StringLike": { "sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/:sub": "*" }
       |                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  Fix: Remove sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/:sub from StringLike, and add to StringEquals in the Condition:
      "sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/:sub": "<principal ID of the managed identity>"
  Replace <principal ID of the managed identity> with your own value first.
  Fingerprint: 64624f2360b44a8e234c27bada2a6a9e

Read 1 file, skipped 0, judged 1 role.
Next: npx @azure-to-aws/cli explain claim-not-pinned
`;

const REJECTED_INPUT = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Entra",
      "Effect": "Allow",
      "Principal": {
        "Federated": "arn:aws:iam::111122223333:oidc-provider/sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/"
      },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": { "sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/:aud": "api://orders" },

        "StringLike": { "sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/:sub": "*" }
      }
    },
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "sts:AssumeRoleWithWebIdentity"
    }
  ]
}
`;

describe("judge", () => {
  it("shows a rejected trust policy with what is wrong underlined, what would be right, and what to do", async () => {
    assert.deepEqual(await runCli(["judge", "-"], REJECTED_INPUT), {
      exitCode: 1,
      stdout: REJECTED,
      stderr: "",
    });
  });

  it("shows an accepted trust policy with what it pins", async () => {
    assert.equal(
      (await runCli(["judge", fixture("trust-right.json")])).stdout,
      `1 role in 1 file: 0 rejected, 0 not judged, 1 accepted.

Who can assume how many of these roles through OpenID Connect:
  1  accepted: only the identities that the policy names

Verdict   Role
accepted  trust policy

Accepted:

trust policy
  at test/unit/cli/fixtures/trust-right.json:1
  sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/ with aud api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/orders and sub 0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e

Read 1 file, skipped 0, judged 1 role.
`,
    );
  });

  it("says what an unknown role depends on, and fails", async () => {
    const template = {
      Resources: {
        Role: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: { Ref: "Trust" } } },
      },
    };
    assert.deepEqual(await runCli(["judge", "-"], JSON.stringify(template)), {
      exitCode: 1,
      stdout: `1 role in 1 file: 0 rejected, 1 not judged, 0 accepted.

Who can assume how many of these roles through OpenID Connect:
  1  not judged: depends on values that the file does not show

Verdict     Role
not judged  Role

Not judged:

Role
  AWS::IAM::Role at standard input:1
  Depends on values that are not in this file: Ref Trust [trust-policy-not-judged]
  To get a verdict, judge the deployed role (aws iam get-role). To allow such roles, use --allow-unknown.

Read 1 file, skipped 0, judged 1 role.
`,
      stderr: "",
    });
  });

  it("allows an unknown role with --allow-unknown, but no rejected one", async () => {
    const unknown = { Ref: "Trust" };
    const exitCodes = await Promise.all(
      [[unknown], [unknown, OPEN]].map(async (documents) => {
        const roles = documents.map((AssumeRolePolicyDocument, index) => [
          `Role${index}`,
          { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument } },
        ]);
        const template = JSON.stringify({ Resources: Object.fromEntries(roles) as unknown });
        return (await runCli(["judge", "--allow-unknown", "-"], template)).exitCode;
      }),
    );
    assert.deepEqual(exitCodes, [0, 1]);
  });

  it("takes no text of a file for unknown because it has the characters of a mark", async () => {
    const trust = JSON.stringify(OPEN);
    for (const effect of ["\uE0006e\uE001", String.raw`\ue0006e\ue001`]) {
      const policy = trust.replace("Allow", effect);
      for (const text of [policy, JSON.stringify({ Role: { AssumeRolePolicyDocument: policy } })]) {
        const { stdout } = await runCli(["judge", "--allow-unknown", "-"], text);
        assert.match(stdout, /\b0 not judged\b/);
      }
    }
  });

  it("does not report a file of which no role could be read as one without roles", async () => {
    const text = (Type: string): string => JSON.stringify({ Resources: { Other: { Type } } });
    const elsewhere = text("Mine::Own::Role::MODULE");
    const { exitCode, stdout } = await runCli(["judge", "-"], elsewhere);
    assert.equal(exitCode, 1);
    assert.equal(
      stdout,
      [
        "0 roles in 1 file: 0 rejected, 0 not judged, 0 accepted. Some parts of the files were not judged.",
        "No role with a trust policy was found.",
        "",
        "Not judged:",
        "",
        "standard input: Other (Mine::Own::Role::MODULE): its template is not part of this file [trust-policy-not-read]",
        "",
        "standard input: No trust policy in this file could be read [trust-policy-not-read]",
        "",
        "Read 1 file, skipped 0, judged 0 roles.",
        "",
      ].join("\n"),
    );
    assert.equal((await runCli(["judge", "--allow-unknown", "-"], elsewhere)).exitCode, 0);
    const json = await runCli(["judge", "--format", "json", "-"], elsewhere);
    assert.equal((JSON.parse(json.stdout) as { accepted: boolean }).accepted, false);
    const without = await runCli(["judge", "-"], text("AWS::S3::Bucket"));
    assert.equal(without.exitCode, 0);
    assert.match(
      without.stdout,
      /^standard input: It was read as a CloudFormation template, and has no role with a trust policy\.$/m,
    );
  });

  it("judges several files and counts over all", async () => {
    const { exitCode, stdout } = await runCli(
      ["judge", fixture("trust-right.json"), "-"],
      JSON.stringify(OPEN),
    );
    assert.equal(exitCode, 1);
    assert.match(stdout, /^2 roles in 2 files: 1 rejected, 0 not judged, 1 accepted\.$/m);
  });

  it("refuses standard input twice", async () => {
    assert.deepEqual(await runCli(["judge", "-", "-"]), {
      exitCode: 2,
      stdout: "",
      stderr:
        "azure-to-aws: standard input (-) is given twice, but can be read only once. Give - once [standard-input-twice]\n",
    });
  });

  /** The exit code of judging a trust policy for one provider that is all right but for its subject. */
  async function judgeSubject(
    provider: string,
    sub: string,
    ...options: string[]
  ): Promise<number | undefined> {
    const trust = policy({
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
      Condition: {
        StringEquals: { [`${provider}:aud`]: "sts.amazonaws.com" },
        StringLike: { [`${provider}:sub`]: sub },
      },
    });
    return (await runCli(["judge", ...options, "-"], JSON.stringify(trust))).exitCode;
  }

  it("refuses a pattern of subjects of an unknown issuer unless the command line allows it", async () => {
    const judged = (...options: string[]) =>
      judgeSubject("code.example.com", "project_path:team/app:*", ...options);
    assert.equal(await judged(), 1);
    assert.equal(await judged("--subject-pattern", "code.example.com=project_path:<group>/<project>:"), 0);
    assert.equal(await judged("--subject-pattern", "code.example.com=project_path:other/<project>:"), 1);
  });

  it("takes PROVIDER/* for all providers below PROVIDER, and <...> in PROVIDER for a part of its name", async () => {
    const judged = (provider: string, ...options: string[]) => judgeSubject(provider, "team:a:*", ...options);
    const below = ["--subject-pattern", "ci.example.com/*=team:<team>:"];
    assert.equal(await judged("ci.example.com/org", ...below), 0);
    assert.equal(await judged("ci.example.com.evil.org", ...below), 1);
    const host = ["--subject-pattern", "<account>.ci.example.com=team:<team>:"];
    assert.equal(await judged("acme.ci.example.com", ...host), 0);
    assert.equal(await judged("acme.ci.example.org", ...host), 1);
  });

  it("accepts a bounded pattern of a known issuer, and not with --exact-subjects", async () => {
    const judged = (...options: string[]) =>
      judgeSubject("gitlab.com", "project_path:team/app:*", ...options);
    assert.equal(await judged(), 0);
    assert.equal(await judged("--exact-subjects"), 1);
  });

  it("accepts all repositories of a GitHub owner with --github-owner only", async () => {
    const judged = (...options: string[]) =>
      judgeSubject("token.actions.githubusercontent.com", "repo:acme/*", ...options);
    assert.equal(await judged(), 1);
    assert.equal(await judged("--github-owner", "acme"), 0);
    assert.equal(await judged("--github-owner", "other"), 1);
    assert.deepEqual(await runCli(["judge", "--github-owner", "acme/*", "-"]), {
      exitCode: 2,
      stdout: "",
      stderr:
        'azure-to-aws: --github-owner: invalid value. Expected the name of one owner, such as acme or acme@<owner ID>; got "acme/*" [option-value-invalid]\n',
    });
  });

  it("accepts the trust of Microsoft's services, and with --microsoft-service only those named", async () => {
    const provider = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/";
    const trust = policy({
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
      Condition: {
        StringEquals: {
          [`${provider}:aud`]: "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e",
          "sts:RoleSessionName": "MicrosoftSentinel_0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e",
        },
      },
    });
    const judged = async (...services: string[]): Promise<number | undefined> => {
      const options = services.flatMap((service) => ["--microsoft-service", service]);
      return (await runCli(["judge", ...options, "-"], JSON.stringify(trust))).exitCode;
    };
    assert.equal(await judged(), 0);
    assert.equal(await judged("sentinel"), 0);
    assert.equal(await judged("defender-for-cloud"), 1);
    assert.equal(await judged("none"), 1);
    assert.equal(await judged("intune"), 2);
  });

  it("fails from the reach of --fail-on up, and shows the worst role first", async () => {
    const gitHub = "token.actions.githubusercontent.com";
    const trust = (conditions: object): object =>
      policy({
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${gitHub}` },
        Condition: conditions,
      });
    const sub = { [`${gitHub}:sub`]: "repo:acme/infra:ref:refs/heads/main" };
    const roles = [
      ["dead", trust({ StringEquals: { [`${gitHub}:aud`]: "", ...sub } })],
      ["replay", trust({ StringEquals: sub })],
      [
        "tenant",
        trust({ StringEquals: { [`${gitHub}:aud`]: "a" }, StringLike: { [`${gitHub}:sub`]: "repo:acme/*" } }),
      ],
      ["anyone", trust({ StringEquals: { [`${gitHub}:aud`]: "a" } })],
    ] as const;
    const judged = async (failOn: string, count: number) => {
      const Roles = roles
        .slice(0, count)
        .map(([RoleName, AssumeRolePolicyDocument]) => ({ RoleName, AssumeRolePolicyDocument }));
      return runCli(["judge", "--fail-on", failOn, "-"], JSON.stringify({ Roles }));
    };
    const codes = async (failOn: string) =>
      Promise.all([1, 2, 3, 4].map(async (count) => (await judged(failOn, count)).exitCode));
    assert.deepEqual(await codes("nobody"), [1, 1, 1, 1]);
    assert.deepEqual(await codes("replay"), [0, 1, 1, 1]);
    assert.deepEqual(await codes("assigned"), [0, 0, 1, 1]);
    assert.deepEqual(await codes("tenant"), [0, 0, 1, 1]);
    assert.deepEqual(await codes("anyone"), [0, 0, 0, 1]);
    assert.equal((await judged("all", 1)).exitCode, 2);
    const { stdout } = await judged("anyone", 4);
    assert.match(stdout, / 3 of the rejected roles are below --fail-on anyone\.$/m);
    assert.deepEqual(
      [...stdout.matchAll(/^rejected {2}\w+ {2}(\w+)/gm)].map(([, role]) => role),
      ["anyone", "tenant", "replay", "dead"],
    );
    for (const who of [
      "anyone",
      "anyone in the tenant, cluster, or organization",
      "only the named subject, but with more tokens than intended",
      "nobody, as written",
    ]) {
      assert.ok(stdout.includes(`\n  1  ${who}\n`), who);
      assert.ok(stdout.includes(`\n  Who can assume it: ${who}.\n`), who);
    }
  });

  it("refuses a pattern of subjects that would accept every subject, or none", async () => {
    for (const [pattern, reason] of [
      [
        "ci.example.com=<owner>",
        'every subject has this beginning. Expected a beginning that names an owner; got "<owner>"',
      ],
      [
        "https://ci.example.com=a:",
        'the provider has a scheme. Expected the issuer\'s URL without https://; got "https://ci.example.com"',
      ],
      [
        "ci.example.com=a:*",
        'the beginning has a wildcard. Expected what a pattern begins with before its first wildcard; got "a:*"',
      ],
    ] as const) {
      assert.deepEqual(await runCli(["judge", "--subject-pattern", pattern, "-"]), {
        exitCode: 2,
        stdout: "",
        stderr: `azure-to-aws: --subject-pattern: ${reason} [subject-pattern-unusable]\n`,
      });
    }
  });

  it("takes an answer that --max-items cut for a page of more roles", async () => {
    const answer = { Roles: [{ RoleName: "r", AssumeRolePolicyDocument: policy() }], NextToken: "x" };
    const { exitCode, stdout } = await runCli(["judge", "-"], JSON.stringify(answer));
    assert.equal(exitCode, 1);
    assert.match(stdout, /To get a verdict, fetch all pages: leave out --max-items and --no-paginate\./);
  });

  it("refuses a pattern of subjects without a beginning", async () => {
    assert.deepEqual(await runCli(["judge", "--subject-pattern", "gitlab.example.com", "-"]), {
      exitCode: 2,
      stdout: "",
      stderr:
        'azure-to-aws: --subject-pattern: invalid value. Expected PROVIDER=BEGINNING, such as gitlab.example.com=project_path:<group>/<project>:; got "gitlab.example.com" [option-value-invalid]\n',
    });
  });

  it("refuses an unknown format", async () => {
    const { exitCode, stderr } = await runCli(["judge", "--format", "xml", "-"]);
    assert.equal(exitCode, 2);
    assert.equal(
      stderr,
      'azure-to-aws: --format: invalid value. Expected text, markdown, json, sarif, junit, csv, or gitlab; got "xml" [option-value-invalid]\n',
    );
  });

  it("shows a name of a role that would steer the terminal by its codes", async () => {
    const roles = { Roles: [{ RoleName: "a\u001b[2Jb", AssumeRolePolicyDocument: policy() }] };
    const { stdout } = await runCli(["judge", "-"], JSON.stringify(roles));
    assert.match(stdout, /^a<U\+001B>\[2Jb\n {2}IAM role at standard input:1$/m);
  });

  it("shows verdicts in color on a terminal", async () => {
    const { stdout } = await runCli(["judge", "-"], JSON.stringify(OPEN), true);
    assert.ok(stdout.includes("\n\u001b[31mrejected\u001b[39m  "));
  });
});
