import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import {
  ACCOUNT,
  AUDIENCE,
  CLIENT_ID,
  describeWithFederation,
  exactly,
  ROLE_ARN,
  SUBJECT,
  TENANT,
  trustPolicy,
  V1,
  v1Claims,
  V2,
} from "../../../../../lab/testing/federation";
import { runCli } from "../../run-cli";

const NAME = V1.replace("https://", "");
const NAME2 = V2.replace("https://", "");

interface Case {
  readonly title: string;
  readonly policy: string;
  readonly claims?: Record<string, unknown>;
  readonly verdict: "trusts" | "refuses";
}

function condition(operator: string, key: string, value: unknown): string {
  return trustPolicy(V1, { [operator]: { [`${NAME}:${key}`]: value } });
}

function statements(...list: object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: list });
}

const principal = { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${NAME}` };
const Action = "sts:AssumeRoleWithWebIdentity";
const allow = { Effect: "Allow", Principal: principal, Action, Condition: exactly(V1, AUDIENCE, SUBJECT) };
const v2 = {
  iss: V2,
  aud: "c0ffee00-1d2c-4b3a-8f9e-6a5b4c3d2e1f",
  azp: CLIENT_ID,
  ver: "2.0",
  appid: undefined,
};

const CASES: readonly Case[] = [
  {
    title: "exact audience and subject",
    policy: trustPolicy(V1, exactly(V1, AUDIENCE, SUBJECT)),
    verdict: "trusts",
  },
  { title: "another subject", policy: trustPolicy(V1, exactly(V1, AUDIENCE, CLIENT_ID)), verdict: "refuses" },
  {
    title: "another audience",
    policy: trustPolicy(V1, exactly(V1, "api://other", SUBJECT)),
    verdict: "refuses",
  },
  {
    title: "a subject in other case",
    policy: condition("StringEquals", "sub", SUBJECT.toUpperCase()),
    verdict: "refuses",
  },
  {
    title: "other case, ignored",
    policy: condition("StringEqualsIgnoreCase", "sub", SUBJECT.toUpperCase()),
    verdict: "trusts",
  },
  {
    title: "one of several values",
    policy: condition("StringEquals", "sub", ["x", SUBJECT]),
    verdict: "trusts",
  },
  {
    title: "a key in other case",
    policy: trustPolicy(V1, { StringEquals: { [`${NAME.toUpperCase()}:SUB`]: SUBJECT } }),
    verdict: "trusts",
  },
  {
    title: "a key without the slash",
    policy: trustPolicy(V1, { StringEquals: { [`${NAME.slice(0, -1)}:sub`]: SUBJECT } }),
    verdict: "refuses",
  },
  {
    title: "a pattern under StringLike",
    policy: condition("StringLike", "sub", `${SUBJECT.slice(0, 8)}*`),
    verdict: "trusts",
  },
  {
    title: "a pattern under StringEquals",
    policy: condition("StringEquals", "sub", `${SUBJECT.slice(0, 8)}*`),
    verdict: "refuses",
  },
  { title: "an excluded subject", policy: condition("StringNotEquals", "sub", SUBJECT), verdict: "refuses" },
  {
    title: "an excluded pattern of others",
    policy: condition("StringNotLike", "sub", "x*"),
    verdict: "trusts",
  },
  {
    title: "a claim that the token lacks",
    policy: condition("StringEquals", "email", "a@b.example"),
    verdict: "refuses",
  },
  {
    title: "a claim that the token lacks, excluded",
    policy: condition("StringNotEquals", "email", "a@b.example"),
    verdict: "trusts",
  },
  {
    title: "a claim that the token lacks, with IfExists",
    policy: condition("StringEqualsIfExists", "email", "a@b.example"),
    verdict: "trusts",
  },
  {
    title: "ForAllValues on a claim that the token lacks",
    policy: condition("ForAllValues:StringEquals", "email", "x"),
    verdict: "trusts",
  },
  {
    title: "ForAnyValue on a claim that the token lacks",
    policy: condition("ForAnyValue:StringEquals", "email", "x"),
    verdict: "refuses",
  },
  {
    title: "a claim that must be absent, and is",
    policy: condition("Null", "email", "true"),
    verdict: "trusts",
  },
  {
    title: "a claim that must be absent, and is not",
    policy: condition("Null", "sub", "true"),
    verdict: "refuses",
  },
  {
    title: "a claim that must be there, and is",
    policy: condition("Null", "sub", "false"),
    verdict: "trusts",
  },
  {
    title: "the token's own aud by oaud",
    policy: condition("StringEquals", "oaud", AUDIENCE),
    verdict: "trusts",
  },
  {
    title: "a claim that AWS does not fill",
    policy: condition("StringEquals", "tid", TENANT),
    verdict: "refuses",
  },
  {
    title: "a variable that is the claim itself",
    policy: condition("StringEquals", "sub", `\${${NAME}:sub}`),
    verdict: "trusts",
  },
  {
    title: "a variable without a value",
    policy: condition("StringEquals", "sub", `\${${NAME}:email}`),
    verdict: "refuses",
  },
  {
    title: "a variable with a default",
    policy: condition("StringEquals", "sub", `\${${NAME}:email, '${SUBJECT}'}`),
    verdict: "trusts",
  },
  { title: "no condition", policy: trustPolicy(V1), verdict: "trusts" },
  { title: "another provider", policy: trustPolicy(V2), verdict: "refuses" },
  { title: "another action", policy: statements({ ...allow, Action: "sts:AssumeRole" }), verdict: "refuses" },
  {
    title: "a pattern of actions",
    policy: statements({ ...allow, Action: "sts:AssumeRoleWith*" }),
    verdict: "trusts",
  },
  {
    title: "one statement of two",
    policy: statements({ ...allow, Condition: exactly(V1, "x", "y") }, allow),
    verdict: "trusts",
  },
  {
    title: "an allow and a deny for all",
    policy: statements(allow, { ...allow, Effect: "Deny", Condition: undefined }),
    verdict: "refuses",
  },
  {
    title: "an allow and a deny for others",
    policy: statements(allow, {
      ...allow,
      Effect: "Deny",
      Condition: { StringNotEquals: { [`${NAME}:sub`]: SUBJECT } },
    }),
    verdict: "trusts",
  },
  {
    title: "version 2, azp as the audience",
    policy: trustPolicy(V2, exactly(V2, CLIENT_ID, SUBJECT)),
    claims: v2,
    verdict: "trusts",
  },
  {
    title: "version 2, aud as the audience",
    policy: trustPolicy(V2, exactly(V2, v2.aud, SUBJECT)),
    claims: v2,
    verdict: "refuses",
  },
  {
    title: "version 2, aud by oaud",
    policy: trustPolicy(V2, { StringEquals: { [`${NAME2}:oaud`]: v2.aud } }),
    claims: v2,
    verdict: "trusts",
  },
];

describeWithFederation("azure-to-aws explain --trust --claims and the lab's STS", {}, function (lab) {
  this.timeout(30_000);
  let folder: string;
  let sts: STSClient;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "compare-"));
    const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = lab().aws.rootEnvironment();
    sts = new STSClient({ endpoint, region, credentials: { accessKeyId: "none", secretAccessKey: "none" } });
  });
  after(async () => {
    sts.destroy();
    await rm(folder, { recursive: true });
  });

  async function write(name: string, text: string): Promise<string> {
    const file = path.join(folder, name);
    await writeFile(file, text);
    return file;
  }

  async function ofSts(token: string): Promise<string> {
    try {
      await sts.send(
        new AssumeRoleWithWebIdentityCommand({
          RoleArn: ROLE_ARN,
          RoleSessionName: "test",
          WebIdentityToken: token,
        }),
      );
      return "trusts";
    } catch (error) {
      assert.match(String(error), /^(AccessDenied|ExpiredTokenException):/);
      return "refuses";
    }
  }

  async function ofExplain(policy: string, claims: string): Promise<string> {
    const files = ["--trust", await write("trust.json", policy), "--claims", await write("claims", claims)];
    const { exitCode, stdout } = await runCli(["explain", ...files, "--format", "json"]);
    const { comparisons } = JSON.parse(stdout) as { comparisons: { verdict: string }[] };
    const [{ verdict } = { verdict: "none" }] = comparisons;
    assert.equal(exitCode, verdict === "trusts" ? 0 : 1);
    return verdict;
  }

  for (const { title, policy, claims = {}, verdict } of CASES) {
    it(`say that the role ${verdict} the token: ${title}`, async () => {
      await lab().trust(policy);
      const token = await lab().token(claims);
      const all = JSON.stringify(v1Claims(claims));
      assert.deepEqual(
        [await ofSts(token), await ofExplain(policy, token), await ofExplain(policy, all)],
        [verdict, verdict, verdict],
      );
    });
  }

  it("say that the role refuses a token that has expired more than five minutes ago", async () => {
    const policy = trustPolicy(V1, exactly(V1, AUDIENCE, SUBJECT));
    await lab().trust(policy);
    const token = await lab().token({ exp: Math.floor(Date.now() / 1000) - 310 });
    assert.deepEqual([await ofSts(token), await ofExplain(policy, token)], ["refuses", "refuses"]);
  });

  it("read the claims in the report of the helper, and on the command line", async () => {
    const policy = trustPolicy(V1, exactly(V1, AUDIENCE, SUBJECT));
    const claims = v1Claims();
    const report = JSON.stringify({ version: 2, works: false, token: { claims, problem: null } });
    const trust = await write("trust.json", policy);
    const inline = await runCli(["explain", "--trust", trust, "--claims", JSON.stringify(claims)]);
    assert.deepEqual([await ofExplain(policy, report), inline.exitCode], ["trusts", 0]);
    const other = JSON.stringify({ ...claims, sub: CLIENT_ID });
    assert.equal((await runCli(["explain", "--trust", trust, "--claims", other])).exitCode, 1);
  });

  it("cannot use a report without a token", async () => {
    const trust = await write("trust.json", trustPolicy(V1));
    const report = JSON.stringify({ version: 2, works: false, token: { claims: null, problem: "no token" } });
    const { exitCode, stderr } = await runCli(["explain", "--trust", trust, "--claims", report]);
    assert.equal(exitCode, 2);
    assert.match(
      stderr.replaceAll(/\s+/g, " "),
      /^azure-to-aws: --claims: neither .* \[input-claims-invalid\] $/,
    );
  });

  it("shows each condition with both values, and never the token", async () => {
    const policy = trustPolicy(V1, exactly(V1, AUDIENCE, CLIENT_ID));
    const token = await lab().token();
    const files = ["--trust", await write("trust.json", policy), "--claims", await write("claims", token)];
    const { exitCode, stdout, stderr } = await runCli(["explain", ...files]);
    assert.deepEqual([exitCode, stderr], [1, ""]);
    assert.equal(
      stdout,
      `Role trust policy
  Statement 0, Allow: DOES NOT MATCH
    matches: provider
      expected ${NAME}
      got      ${NAME}
    matches: StringEquals
      ${NAME}:aud
      expected ${AUDIENCE}
      got      ${AUDIENCE}
    DOES NOT MATCH: StringEquals
      ${NAME}:sub
      expected ${CLIENT_ID}
      got      ${SUBJECT}
Verdict: the role refuses this token.
`,
    );
    for (const part of token.split(".")) {
      assert.ok(!stdout.includes(part));
    }
  });

  it("leave open what the token does not decide", async () => {
    const policy = trustPolicy(V1, { StringEquals: { "sts:RoleSessionName": "vm1" } });
    assert.equal(await ofExplain(policy, JSON.stringify(v1Claims())), "depends");
  });

  it("repeats nothing of claims that cannot be read", async () => {
    const policy = await write("trust.json", trustPolicy(V1));
    const claims = await write("claims", "very-secret.not-json.signature");
    const { exitCode, stdout, stderr } = await runCli(["explain", "--trust", policy, "--claims", claims]);
    assert.deepEqual([exitCode, stdout], [2, ""]);
    assert.equal(
      stderr,
      `azure-to-aws: ${claims}: neither a JSON object of claims nor a JWT nor a report of credential_process.py --diagnose=json that holds claims [input-claims-invalid]\n`,
    );
  });
});
