import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ACCOUNT, trustPolicy, V1 } from "../../../../lab/testing/federation";
import { iamRefusal } from "../../../../lab/testing/iam-refusal";
import { runServed } from "../served-commands";
import { CLOSING, describeWithRoleLab, policyOf, runBuilt, SUSPENDED, TRUST } from "./role-lab";

const ROLE = `arn:aws:iam::${ACCOUNT}:role`;
const OPEN = JSON.parse(TRUST) as { Version: string; Statement: [object] };
const CLOSED = { ...OPEN, Statement: [...OPEN.Statement, CLOSING] };
const OBJECTS = ["2026/q3.csv"];

const SESSIONS = `  Sessions: denied every action, open ones included, by the inline policy "suspended" (put, read back).\n`;
const CLOSED_NOW = "  Trust policy: nobody can assume the role (closed, read back).\n";
const SIMULATED =
  "  Simulation: explicitDeny for s3:ListAllMyBuckets, s3:GetObject, sts:AssumeRole, kms:Decrypt, ec2:DescribeInstances.\n";
const ADVICE =
  "\nIAM takes a few seconds to apply this everywhere. STS takes a token until five minutes after its 24 hours: keep the role suspended for 25 hours.\n" +
  "Next: set `suspended: true` in the program and run `pulumi up`; this takes the suspension over.\n";

describeWithRoleLab("azure-to-aws suspend", function (lab) {
  this.timeout(60_000);

  const suspend = (args: readonly string[], caller = lab().responder) =>
    runServed(["suspend", ...args], caller);

  it("cuts off a session that is open, and refuses new ones, with the permissions that the manual lists", async () => {
    const arn = await lab().role("importer", TRUST, "/federated/");
    const session = await lab().assume(arn);
    assert.deepEqual(await lab().list(session), OBJECTS);

    const { exitCode, stdout, stderr } = await runBuilt(["suspend", "importer"], lab().responder);
    assert.deepEqual([exitCode, stderr], [0, ""]);
    assert.equal(
      stdout,
      `suspended: ${ROLE}/federated/importer\n${SESSIONS}${CLOSED_NOW}${SIMULATED}\n1 role: 1 suspended.\n${ADVICE}`,
    );
    assert.equal(await lab().list(session), "AccessDenied");
    assert.equal(await lab().assume(arn), "AccessDenied");
    assert.deepEqual(await lab().stateOf("importer"), { trust: CLOSED, policy: SUSPENDED });
  });

  it("finds a role suspended that is, and leaves it so", async () => {
    await lab().role("importer");
    await suspend(["importer"]);
    const { exitCode, stdout } = await suspend(["importer"]);
    assert.equal(exitCode, 0);
    assert.equal(
      stdout,
      `already suspended: ${ROLE}/importer\n${SESSIONS.replace("put", "found")}` +
        `${CLOSED_NOW.replace("closed", "found so")}${SIMULATED}\n1 role: 1 already suspended.\n${ADVICE}`,
    );
    assert.deepEqual(await lab().stateOf("importer"), { trust: CLOSED, policy: SUSPENDED });
  });

  it("suspends what can be suspended, and reports all problems of the others together", async () => {
    await lab().role("importer", TRUST, "/federated/");
    await lab().role("exporter");
    await lab().role("AWSServiceRoleForSupport", TRUST, "/aws-service-role/support.amazonaws.com/");
    const given = [
      "nobody",
      "arn:aws:iam::999999999999:role/exporter",
      `${ROLE}/importer`,
      "AWSServiceRoleForSupport",
      "no role!",
      `arn:aws:sts::${ACCOUNT}:assumed-role/importer/vm-1`,
      `${ROLE}/exporter`,
    ];
    const { exitCode, stdout } = await suspend(given);
    assert.equal(exitCode, 1);
    assert.equal(
      stdout,
      "not suspended: nobody\n" +
        `  problem: no role nobody in the account of this login. Expected an existing role; got "nobody". Check the login: aws sts get-caller-identity [role-not-found]\n\n` +
        "not suspended: arn:aws:iam::999999999999:role/exporter\n" +
        `  problem: this login finds another role. Expected arn:aws:iam::999999999999:role/exporter; got ${ROLE}/exporter. Log in to the role's account, or correct the ARN [role-is-another]\n\n` +
        `not suspended: ${ROLE}/importer\n` +
        `  problem: this login finds another role. Expected ${ROLE}/importer; got ${ROLE}/federated/importer. Log in to the role's account, or correct the ARN [role-is-another]\n\n` +
        "not suspended: AWSServiceRoleForSupport\n" +
        "  problem: the role belongs to an AWS service, which alone can change it. Expected a role of yours; got the path /aws-service-role/support.amazonaws.com/ [role-belongs-to-service]\n\n" +
        "not suspended: no role!\n" +
        `  problem: not a role. Expected a name of up to 64 letters, digits and +=,.@_- or an ARN such as arn:aws:iam::111122223333:role/azure-orders; got "no role!" [role-reference-invalid]\n\n` +
        `suspended: ${ROLE}/federated/importer\n${SESSIONS}${CLOSED_NOW}${SIMULATED}\n` +
        `suspended: ${ROLE}/exporter\n${SESSIONS}${CLOSED_NOW}${SIMULATED}\n` +
        `7 roles: 5 not suspended, 2 suspended.\n${ADVICE}`,
    );
    assert.deepEqual(await lab().stateOf("AWSServiceRoleForSupport"), { trust: OPEN, policy: undefined });
  });

  it("does not let a role wait for another", async () => {
    await lab().role("slow");
    await lab().role("importer");
    // The answer about the first role is held back until the second role is suspended, or ten seconds have passed.
    let wasSuspendedMeanwhile = false;
    lab().federation.aws.faults.add({
      route: /^GetRole$/,
      count: 1,
      fault: { kind: "lost-answer" },
      onStrike: async ({ form }) => {
        const other = form.includes("RoleName=slow") ? "importer" : "slow";
        const end = Date.now() + 10_000;
        while (!wasSuspendedMeanwhile && Date.now() < end) {
          wasSuspendedMeanwhile = (await lab().stateOf(other)).policy !== undefined;
        }
      },
    });
    const { exitCode, stdout } = await suspend(["slow", "importer"]);
    assert.equal(exitCode, 0, stdout);
    assert.equal(wasSuspendedMeanwhile, true);
    assert.match(stdout, /^2 roles: 2 suspended\.$/m);
  });

  it("changes nothing in a dry run, and shows what it would do", async () => {
    await lab().role("importer");
    const { exitCode, stdout } = await suspend(["--dry-run", "importer"]);
    assert.equal(exitCode, 0);
    assert.equal(
      stdout,
      `would be suspended: ${ROLE}/importer\n` +
        `  Would put the inline policy "suspended": ${JSON.stringify(SUSPENDED)}\n` +
        `  Would replace the trust policy by: ${JSON.stringify(CLOSED)}\n\n1 role: 1 would be suspended.\n`,
    );
    assert.deepEqual(await lab().stateOf("importer"), { trust: OPEN, policy: undefined });
  });

  it("reports in JSON for programs", async () => {
    await lab().role("importer");
    const { exitCode, stdout } = await suspend(["--format", "json", "importer", "nobody"]);
    assert.equal(exitCode, 1);
    const { format, success, roles } = JSON.parse(stdout) as {
      format: number;
      success: boolean;
      roles: Record<string, unknown>[];
    };
    assert.deepEqual([format, success], [2, false]);
    assert.deepEqual(
      roles.map(({ role, arn, state, problems }) => [role, arn, state, (problems as string[]).length]),
      [
        ["importer", `${ROLE}/importer`, "suspended", 0],
        ["nobody", undefined, "not-suspended", 1],
      ],
    );
  });

  it("works for a caller who may not simulate, and says what is missing", async () => {
    await lab().role("importer");
    const caller = lab().deployer; // May not simulate.
    const { exitCode, stdout } = await suspend(["importer"], caller);
    assert.equal(exitCode, 0);
    assert.equal(
      stdout,
      `suspended: ${ROLE}/importer\n${SESSIONS}${CLOSED_NOW}` +
        "  warning: simulation: not done, so reading back is the only proof. AccessDenied: User: " +
        `arn:aws:iam::${ACCOUNT}:user/azure-to-aws-deployer is not authorized to perform: iam:SimulatePrincipalPolicy ` +
        `on resource: ${ROLE}/importer because no identity-based policy allows the iam:SimulatePrincipalPolicy action. ` +
        `Grant iam:SimulatePrincipalPolicy on the role, or use another login [suspension-not-simulated]\n\n1 role: 1 suspended.\n${ADVICE}`,
    );
  });

  it("closes the trust policy when it cannot cut off sessions, and says that open ones go on", async () => {
    const arn = await lab().role("importer");
    const session = await lab().assume(arn);
    const { exitCode, stdout } = await suspend(["importer"], await lab().callerWithout("iam:PutRolePolicy"));
    assert.equal(exitCode, 1);
    assert.match(stdout, /^partly suspended: /);
    assert.match(
      stdout,
      /problem: sessions: cannot put the inline policy "suspended"\. AccessDenied: User: .* Grant iam:PutRolePolicy on the role, or use another login \[suspension-policy-not-put\]$/m,
    );
    assert.deepEqual(await lab().stateOf("importer"), { trust: CLOSED, policy: undefined });
    assert.equal(await lab().assume(arn), "AccessDenied");
    assert.deepEqual(await lab().list(session), OBJECTS);
  });

  it("cuts off sessions when it cannot close the trust policy", async () => {
    await lab().role("importer");
    const caller = await lab().callerWithout("iam:UpdateAssumeRolePolicy");
    const { exitCode, stdout } = await suspend(["importer"], caller);
    assert.equal(exitCode, 1);
    assert.ok(stdout.includes(SESSIONS) && stdout.includes(SIMULATED), stdout);
    assert.match(stdout, /^partly suspended: /);
    assert.match(
      stdout,
      /problem: trust policy: cannot close it\. AccessDenied: .* Grant iam:UpdateAssumeRolePolicy on/,
    );
    assert.deepEqual(await lab().stateOf("importer"), { trust: OPEN, policy: SUSPENDED });
  });

  it("cuts off the sessions of a role that it may not read, by name only", async () => {
    await lab().role("importer");
    const caller = await lab().callerWithout("iam:GetRole");
    const byArn = await suspend([`${ROLE}/importer`], caller);
    assert.equal(byArn.exitCode, 1);
    assert.match(
      byArn.stdout,
      /problem: cannot check that the login is in account 111122223333, so nothing was done\./,
    );
    assert.deepEqual(await lab().stateOf("importer"), { trust: OPEN, policy: undefined });

    const byName = await suspend(["importer"], caller);
    assert.equal(byName.exitCode, 1);
    assert.match(byName.stdout, /^partly suspended: importer$/m);
    assert.match(
      byName.stdout,
      /problem: cannot read the role\. AccessDenied: .* Grant iam:GetRole on the role/,
    );
    assert.deepEqual(await lab().stateOf("importer"), { trust: OPEN, policy: SUSPENDED });
  });

  it("claims nothing that it cannot read back", async () => {
    await lab().role("importer");
    const { exitCode, stdout } = await suspend(["importer"], await lab().callerWithout("iam:GetRolePolicy"));
    assert.equal(exitCode, 1);
    assert.match(stdout, /^partly suspended: /);
    assert.match(
      stdout,
      /problem: sessions: the inline policy "suspended" was put, but cannot be read back\. AccessDenied/,
    );
    assert.deepEqual((await lab().stateOf("importer")).policy, SUSPENDED);
  });

  it("waits for IAM to show what it did, and says so when that takes long", async () => {
    await lab().role("importer");
    lab().federation.aws.faults.add({
      route: /^GetRolePolicy$/,
      fault: {
        kind: "lagging-reads",
        writes: /^PutRolePolicy$/,
        reads: 4,
        thing: ({ form }) => /RoleName=([^&]*)/.exec(form)?.[1],
        absent: { status: 404, body: "" },
      },
    });
    const { exitCode, stdout, stderr } = await runServed(["suspend", "importer"], lab().responder, true);
    assert.equal(exitCode, 0, stdout);
    assert.ok(stdout.includes(SESSIONS), stdout);
    assert.match(stderr, /^importer: waiting until IAM shows the inline policy "suspended" \(2 s\)\.\.\.$/m);
  });

  it("does not trust a reading from before: it puts the policy that IAM seems to show", async () => {
    await lab().role("importer");
    await suspend(["importer"]);
    const encoded = encodeURIComponent(JSON.stringify(SUSPENDED));
    const stale = `<GetRolePolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRolePolicyResult><RoleName>importer</RoleName><PolicyName>suspended</PolicyName><PolicyDocument>${encoded}</PolicyDocument></GetRolePolicyResult></GetRolePolicyResponse>`;
    assert.equal((await runServed(["resume", "importer"], lab().responder)).exitCode, 0);
    lab().federation.aws.faults.add({
      route: /^GetRolePolicy$/,
      count: 1,
      fault: {
        kind: "answer",
        answer: { status: 200, headers: { "content-type": "text/xml" }, body: stale },
      },
    });
    assert.equal((await suspend(["importer"])).exitCode, 0);
    assert.deepEqual(await lab().stateOf("importer"), { trust: CLOSED, policy: SUSPENDED });
  });

  it("asks the simulation again until it denies everything", async () => {
    await lab().role("importer");
    lab().federation.aws.faults.add({
      route: /^SimulatePrincipalPolicy$/,
      fault: { kind: "wrong-body", change: (body) => body.replace("explicitDeny", "allowed") },
      count: 1,
    });
    const { exitCode, stdout } = await suspend(["importer"]);
    assert.equal(exitCode, 0);
    assert.ok(stdout.includes(SIMULATED), "asked again");
  });

  it("goes on when IAM throttles it", async () => {
    await lab().role("importer");
    const throttling = iamRefusal(400, "Throttling", "Rate exceeded");
    const { struck } = lab().federation.aws.faults.add({
      route: /^(PutRolePolicy|UpdateAssumeRolePolicy)$/,
      fault: throttling,
      count: 2,
    });
    const { exitCode, stdout } = await suspend(["importer"]);
    assert.equal(exitCode, 0, stdout);
    assert.equal(struck.length, 2);
  });

  const refusals: readonly (readonly [title: string, code: string, message: string, shown: RegExp])[] = [
    [
      "a service control policy",
      "AccessDenied",
      "User: x is not authorized to perform: iam:PutRolePolicy on resource: role importer with an explicit deny in a service control policy",
      /explicit deny in a service control policy\. Use a login that this service control policy exempts \[suspension-policy-not-put\]$/m,
    ],
    [
      "a permissions boundary",
      "AccessDenied",
      "User: x is not authorized to perform: iam:PutRolePolicy on resource: role importer because no permissions boundary allows the iam:PutRolePolicy action",
      /Use a login without this permissions boundary \[suspension-policy-not-put\]$/m,
    ],
    [
      "full inline policies",
      "LimitExceeded",
      "Maximum policy size of 10240 bytes exceeded for role importer",
      /Deny everything by AWS's policy: aws iam attach-role-policy --policy-arn arn:aws:iam::aws:policy\/AWSDenyAll --role-name importer \[suspension-policy-no-room\]$/m,
    ],
    [
      "an expired login",
      "ExpiredToken",
      "The security token included in the request is expired",
      /ExpiredToken: The security token included in the request is expired\. Log in again: aws sso login, or new keys in the environment \[suspension-policy-not-put\]$/m,
    ],
  ];
  for (const [title, code, message, shown] of refusals) {
    it(`says what to do about ${title}`, async () => {
      await lab().role("importer");
      lab().federation.aws.faults.add({ route: /^PutRolePolicy$/, fault: iamRefusal(403, code, message) });
      const { exitCode, stdout } = await suspend(["importer"]);
      assert.equal(exitCode, 1);
      assert.match(stdout, shown);
      assert.deepEqual((await lab().stateOf("importer")).trust, CLOSED);
    });
  }

  it("shows no secret of a request whose signature is refused", async () => {
    await lab().role("importer");
    const secret = "x-amz-security-token:IQoJb3JpZ2luX2VjSECRET";
    const message = `The request signature we calculated does not match.&#10;&#10;The Canonical String should have been&#10;'POST&#10;${secret}'`;
    lab().federation.aws.faults.add({ route: /./, fault: iamRefusal(403, "SignatureDoesNotMatch", message) });
    const { exitCode, stdout, stderr } = await suspend(["importer"]);
    assert.equal(exitCode, 1);
    assert.match(
      stdout,
      /SignatureDoesNotMatch: The request signature we calculated does not match\. Log in again/,
    );
    assert.ok(!`${stdout}${stderr}`.includes("IQoJ"), stdout);
  });

  it("closes a trust policy that has no room for another statement", async () => {
    const subjects = Array.from(
      { length: 39 },
      (_, n) => `d0a1f7c2-5b3e-4a6d-8c9f-${String(n).padStart(12, "0")}`,
    );
    const name = V1.replace("https://", "");
    const full = trustPolicy(V1, {
      StringEquals: { [`${name}:aud`]: "api://orders", [`${name}:sub`]: subjects },
    });
    assert.ok(
      full.length > 2048 - JSON.stringify(CLOSING).length && full.length <= 2048,
      String(full.length),
    );
    await lab().role("importer", full);
    const route = /^UpdateAssumeRolePolicy$/;
    const { struck } = lab().federation.aws.faults.add({
      route,
      fault: { kind: "latency", milliseconds: 0 },
    });
    const { exitCode, stdout } = await suspend(["importer"]);
    assert.equal(struck.length, 2, "the SDK must not take a full role for throttling");
    assert.equal(exitCode, 0, stdout);
    const { trust } = (await lab().stateOf("importer")) as {
      trust: { Statement: { Sid: string; Effect: string }[] };
    };
    assert.deepEqual(
      trust.Statement.map(({ Sid, Effect }) => [Sid, Effect]),
      [["SuspendedA", "Deny"]],
    );
    assert.match((await suspend(["importer"])).stdout, /^already suspended: /);
    const resumed = await runServed(["resume", "importer"], lab().responder);
    assert.equal(resumed.exitCode, 0, resumed.stdout);
    assert.deepEqual(await lab().stateOf("importer"), {
      trust: JSON.parse(full) as unknown,
      policy: undefined,
    });
  });

  it("closes a trust policy of several statements that has not one character left", async () => {
    const name = V1.replace("https://", "");
    const allow = (sub: string) => ({
      Effect: "Allow",
      Principal: CLOSING.Principal,
      Action: CLOSING.Action,
      Condition: { StringEquals: { [`${name}:aud`]: "api://orders", [`${name}:sub`]: sub } },
    });
    const twoAllows = (sub: string) => policyOf(allow(sub), allow("other"));
    const full = twoAllows("x".repeat(2048 - twoAllows("").length));
    assert.equal(full.length, 2048);
    await lab().role("importer", full);
    const { exitCode, stdout } = await suspend(["importer"]);
    assert.equal(exitCode, 0, stdout);
    const resumed = await runServed(["resume", "importer"], lab().responder);
    assert.equal(resumed.exitCode, 0, resumed.stdout);
    assert.deepEqual((await lab().stateOf("importer")).trust, JSON.parse(full));
  });

  it("replaces another policy that has the name, and shows it", async () => {
    await lab().role("importer");
    const other = policyOf({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" });
    await lab().putPolicy("importer", "suspended", other);
    const { exitCode, stdout } = await suspend(["importer"]);
    assert.equal(exitCode, 0);
    assert.ok(
      stdout.includes(
        `  warning: another inline policy had this name, and is replaced: ${other} [suspension-policy-replaced]\n`,
      ),
      stdout,
    );
    assert.deepEqual((await lab().stateOf("importer")).policy, SUSPENDED);
  });

  it("says how to log in when it finds no login, and tries nothing", async () => {
    const { exitCode, stdout, stderr } = await suspend(["importer"], {});
    assert.deepEqual([exitCode, stdout], [2, ""]);
    assert.equal(
      stderr,
      "azure-to-aws: no AWS login: CredentialsProviderError: Could not load credentials from any providers. Log in with aws sso login, set AWS_PROFILE, or give --profile [aws-login-none]\n",
    );
  });

  it("takes the keys of the profile that it is given", async () => {
    await lab().role("importer");
    const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "", ...environment } = lab().responder;
    const directory = await mkdtemp(path.join(tmpdir(), "aws-profile-"));
    const AWS_SHARED_CREDENTIALS_FILE = path.join(directory, "credentials");
    await writeFile(
      AWS_SHARED_CREDENTIALS_FILE,
      `[night]\naws_access_key_id = ${AWS_ACCESS_KEY_ID}\naws_secret_access_key = ${AWS_SECRET_ACCESS_KEY}\n`,
    );
    const caller = { ...environment, AWS_SHARED_CREDENTIALS_FILE };
    assert.equal((await suspend(["--dry-run", "importer"], caller)).exitCode, 2);
    assert.equal((await suspend(["--dry-run", "--profile", "night", "importer"], caller)).exitCode, 0);
    await rm(directory, { recursive: true });
  });

  it("signs for a region of the partition when none is configured", async () => {
    await lab().role("importer");
    const { AWS_REGION, AWS_DEFAULT_REGION, ...caller } = lab().responder;
    assert.ok(AWS_REGION !== undefined && AWS_DEFAULT_REGION !== undefined);
    assert.equal((await suspend(["--dry-run", "importer"], caller)).exitCode, 0);
  });

  it("wants a role", async () => {
    const { exitCode, stderr } = await suspend([]);
    assert.deepEqual(
      [exitCode, stderr],
      [2, "azure-to-aws: no role given. Expected one or more roles, by name or ARN [role-not-given]\n"],
    );
  });
});
