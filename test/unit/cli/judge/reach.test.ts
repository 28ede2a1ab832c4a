/** What `judge` says of who can assume a role, and what `--fail-on` makes of it. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCli } from "../run-cli";

const GITHUB = "token.actions.githubusercontent.com";
const ENTRA = "sts.windows.net/3b1f9c52-7d0e-4a8b-9f61-2c5a7e4d8b10/";

interface Report {
  readonly counts: Readonly<Record<string, number>>;
  readonly files: readonly [
    { readonly roles: readonly { readonly reach?: string; readonly possibleReach?: string }[] },
  ];
}

function statement(provider: string, StringEquals: Record<string, unknown>): unknown {
  return {
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals },
  };
}

const policy = (...Statement: unknown[]): string => JSON.stringify({ Version: "2012-10-17", Statement });

const EXACT = statement(ENTRA, {
  [`${ENTRA}:aud`]: "api://orders",
  [`${ENTRA}:sub`]: "6513270e-269e-4d37-b2a7-4de452e6b438",
});
const TENANT = statement(ENTRA, { [`${ENTRA}:aud`]: "api://orders" });
const DEAD = statement(ENTRA, { "sts.windows.net/other/:aud": "api://orders" });

async function judge(input: string, ...options: string[]) {
  return await runCli(["judge", ...options, "-"], input);
}

async function report(input: string): Promise<Report> {
  return JSON.parse((await judge(input, "--format", "json")).stdout) as Report;
}

describe("judge on the reach of a role", () => {
  /** Amazon's published template in short: owner and repository are parameters, and no audience is pinned. */
  const template = JSON.stringify({
    Parameters: { Organization: { Type: "String" }, Repository: { Type: "String" } },
    Resources: {
      Role: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: {
            Version: "2012-10-17",
            Statement: {
              Effect: "Allow",
              Action: "sts:AssumeRoleWithWebIdentity",
              Principal: {
                Federated: { "Fn::Sub": `arn:aws:iam::\${AWS::AccountId}:oidc-provider/${GITHUB}` },
              },
              Condition: {
                StringLike: { [`${GITHUB}:sub`]: { "Fn::Sub": "repo:${Organization}/${Repository}:*" } },
              },
            },
          },
        },
      },
    },
  });

  it("has the narrowest that every parameter leaves in the heading, and the worst in a second line", async () => {
    const { stdout } = await judge(template);
    assert.match(stdout, /^rejected {2}replay {2}Role$/m);
    assert.match(
      stdout,
      /^ {2}Who can assume it: only the named subject, but with more tokens than intended\.\n {2}It can be worse: anyone\.$/m,
    );
    const markdown = (await judge(template, "--format", "markdown")).stdout;
    assert.match(markdown, /^### `Role`: only the named subject, but with more tokens than intended$/m);
    assert.match(markdown, /^It can be worse: anyone\.$/m);
    const [{ roles }] = (await report(template)).files;
    assert.deepEqual([roles[0]?.reach, roles[0]?.possibleReach], ["replay", "anyone"]);
  });

  it("fails by the narrowest", async () => {
    const codes = [];
    for (const reach of ["anyone", "tenant", "replay", "nobody"]) {
      codes.push((await judge(template, "--fail-on", reach)).exitCode);
    }
    assert.deepEqual(codes, [0, 0, 1, 1]);
  });

  it("is that of the live statement next to a dead one, which stays a finding", async () => {
    for (const input of [policy(EXACT, DEAD), policy(DEAD, EXACT)]) {
      const { stdout, exitCode } = await judge(input);
      assert.equal(exitCode, 1);
      assert.match(stdout, /^rejected {2}exact {2}/m);
      assert.match(
        stdout,
        /^ {2}Who can assume it: only the identities that the policy names, by the parts that work\.$/m,
      );
      assert.match(stdout, /Nobody can assume this role by statement \d\. /);
      assert.equal((await judge(input, "--fail-on", "replay")).exitCode, 0);
    }
    for (const input of [policy(TENANT, DEAD), policy(DEAD, TENANT)]) {
      assert.match((await judge(input)).stdout, /^rejected {2}tenant {2}/m);
      assert.equal((await judge(input, "--fail-on", "tenant")).exitCode, 1);
    }
    assert.match((await judge(policy(DEAD))).stdout, /^rejected {2}nobody {2}/m);
  });

  it("counts roles without OpenID Connect apart, whoever else can assume them", async () => {
    const services = [
      { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
      { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" },
    ];
    const roles = [policy(EXACT), ...services.map((one) => policy(one))].map((document, index) => ({
      RoleName: `r${index}`,
      Arn: `arn:aws:iam::111122223333:role/r${index}`,
      AssumeRolePolicyDocument: document,
    }));
    const input = JSON.stringify({ Roles: roles });
    const { stdout, exitCode } = await judge(input);
    assert.equal(exitCode, 0);
    assert.match(stdout, /1 accepted, 2 without OpenID Connect\./);
    assert.match(stdout, /^ {2}1 {2}accepted: only the identities that the policy names$/m);
    assert.match(stdout, /^2 roles without OpenID Connect: who else can assume them was not judged$/m);
    const markdown = (await judge(input, "--format", "markdown")).stdout;
    assert.match(markdown, /^2 roles without OpenID Connect: /m);
    assert.deepEqual((await report(input)).counts, {
      accepted: 1,
      rejected: 0,
      unknown: 0,
      tolerated: 0,
      withoutOidc: 2,
    });
  });

  it("says that an operator is written once if two fixes of a statement add it, and only then", async () => {
    const open = {
      Effect: "Allow",
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${GITHUB}` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringLike: { [`${GITHUB}:sub`]: "repo:acme/*" } },
    };
    const { stdout } = await runCli(["judge", "-"], policy(open));
    assert.equal(stdout.match(/^ {2}Write StringEquals once: a fix above adds to it, too\.$/gm)?.length, 1);
    assert.ok(stdout.indexOf("Write StringEquals once") > stdout.lastIndexOf("Fix: "));
    // Each fix is one of another statement, or adds to the operator that is there.
    for (const others of [
      policy({ ...open, Condition: { StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" } } }, TENANT),
      policy(TENANT, TENANT),
      policy({
        ...open,
        Condition: { ...open.Condition, StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
      }),
    ]) {
      assert.doesNotMatch((await runCli(["judge", "-"], others)).stdout, /Write StringEquals once/);
    }
  });

  it("rejects a placeholder in Terraform source whose variable has a default", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "placeholder-"));
    try {
      await writeFile(
        path.join(folder, "main.tf"),
        `variable "tenant" { default = "3b1f9c52-7d0e-4a8b-9f61-2c5a7e4d8b10" }
resource "aws_iam_openid_connect_provider" "entra" { url = "https://sts.windows.net/\${var.tenant}/" }
resource "aws_iam_role" "orders" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect    = "Allow"
    Principal = { Federated = aws_iam_openid_connect_provider.entra.arn }
    Action    = "sts:AssumeRoleWithWebIdentity"
    Condition = { StringEquals = {
      "${ENTRA}:aud" = "api://orders"
      "${ENTRA}:sub" = "<principal ID of the managed identity>"
    } }
  }] })
}
`,
      );
      const { exitCode, stdout } = await runCli(["judge", folder]);
      assert.equal(exitCode, 1);
      assert.match(stdout, /^1 role in 1 file: 1 rejected, 0 not judged, 0 accepted\.\n/);
      assert.match(stdout, /\[claim-value-is-placeholder\]/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
