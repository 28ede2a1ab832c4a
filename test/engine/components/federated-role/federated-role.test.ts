/** The role and its provider under the real engine, with sessions of the real AWS CLI. */
import assert from "node:assert/strict";
import { CALLER_ADDRESS } from "../../../../lab/aws";
import type { PulumiStack } from "../../../../lab/pulumi";
import { ACCOUNT, AUDIENCE, SUBJECT, V1 } from "../../../../lab/testing/federation";
import { outputsLeftOut } from "../../../unit/components/outputs-left-out";
import { type Components, describeWithAwsLab, type Session } from "./aws-stack";

const POLICY_ARN = `arn:aws:iam::${ACCOUNT}:policy`;
const OTHER_SUBJECT = "55555555-aaaa-4bbb-8ccc-000000000005";

describeWithAwsLab("FederatedRole in an account", function (lab) {
  this.timeout(120_000);

  before(async function () {
    this.timeout(900_000);
    for (const [name, action] of [
      ["lists", "s3:ListAllMyBuckets"],
      ["reads", "s3:*"],
    ] as const) {
      const document = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: action, Resource: "*" }],
      });
      const { exitCode, all } = await lab().cli(
        ["iam", "create-policy", "--policy-name", name, "--policy-document", document],
        { ...lab().aws.rootEnvironment() },
      );
      assert.equal(exitCode, 0, all);
    }
  });

  const components = (role: object, provider: object): Components => [
    ["AwsOidcProvider", "orders", { issuer: V1, audiences: [AUDIENCE], ...provider }],
    [
      "FederatedRole",
      "app",
      {
        oidcProviderArn: "$orders.oidcProviderArn",
        issuer: "$orders.issuer",
        audiences: [AUDIENCE],
        subjects: [SUBJECT],
        permissions: { readBuckets: ["devteam-reports"] },
        ...role,
      },
    ],
  ];

  let latest: Account | undefined;
  afterEach(async function () {
    // What a failed test leaves would fail the next.
    if (this.currentTest?.state === "failed") {
      await latest?.stack.destroy();
    }
  });

  /** One stack, brought from one set of arguments to the next and at last away. */
  class Account {
    private constructor(readonly stack: PulumiStack) {}

    static async with(name: string, role: object = {}, provider: object = {}): Promise<Account> {
      const account = new Account(await lab().stack(name, components(role, provider)));
      latest = account;
      await account.up();
      return account;
    }

    /** The operations on resources, besides those that stayed as they were. */
    async up(): Promise<Readonly<Record<string, number>>> {
      const run = await this.stack.up();
      assert.equal(run.exitCode, 0, run.output);
      return Object.fromEntries(Object.entries(run.changes).filter(([operation]) => operation !== "same"));
    }

    async change(role: object, provider: object = {}): Promise<Readonly<Record<string, number>>> {
      await lab().change(this.stack, components(role, provider));
      return this.up();
    }

    async output(name: string): Promise<string> {
      return String((await this.stack.outputs())[name]);
    }

    async open(claims = {}): Promise<Session> {
      const opened = await lab().assume(await this.output("app-roleArn"), claims);
      assert.ok("AWS_SESSION_TOKEN" in opened, JSON.stringify(opened));
      return opened;
    }

    async refusal(claims = {}): Promise<string> {
      const opened = await lab().assume(await this.output("app-roleArn"), claims);
      assert.ok("refusal" in opened, "was let in");
      return opened.refusal;
    }

    async leave(): Promise<void> {
      const run = await this.stack.destroy();
      assert.equal(run.exitCode, 0, run.output);
      const { oidcProviders, roles } = await lab().aws.counts();
      assert.deepEqual({ oidcProviders, roles }, { oidcProviders: 0, roles: 0 });
    }
  }

  const lists = async (session: Session, bucket = "devteam-reports") =>
    (await lab().cli(["s3", "ls", `s3://${bucket}`], session)).all;
  const REPORTS = /q3\.csv/;
  const DENIED = /AccessDenied/;

  it("denies open sessions and new ones while it is suspended, by one update, and undoes it by one", async () => {
    const account = await Account.with("incident");
    const before = await account.open();
    assert.match(await lists(before), REPORTS);

    assert.deepEqual(await account.change({ suspended: true }), { create: 1, update: 1 });
    assert.match(await lists(before), /AccessDenied.*explicit deny/s);
    assert.match(await account.refusal(), DENIED);
    assert.deepEqual(await account.up(), {});

    assert.deepEqual(await account.change({}), { delete: 1, update: 1 });
    assert.match(await lists(before), REPORTS);
    assert.match(await lists(await account.open()), REPORTS);
    await account.leave();
  });

  it("tells in the preview that a policy under another name is taken away afterwards, and how it is kept", async () => {
    const named = (...names: string[]) => ({
      permissions: {
        managedPolicyArns: Object.fromEntries(names.map((name) => [name, `${POLICY_ARN}/lists`])),
      },
    });
    const account = await Account.with("renaming", { roleName: "renamed", ...named("first") });
    const attached = async () =>
      (await lab().cli(["iam", "list-attached-role-policies", "--role-name", "renamed"])).all.includes(
        "/lists",
      );
    await lab().change(account.stack, components({ roleName: "renamed", ...named("second") }, {}));
    const warning =
      /permissions\.managedPolicyArns\.second: role renamed already has policy arn:aws:iam::\d{12}:policy\/lists\. .* Keep the old name, or run pulumi up --refresh afterwards \[/;
    for (const run of [await account.stack.preview(), await account.stack.up()]) {
      assert.equal(run.exitCode, 0, run.output);
      assert.match(run.output.replaceAll(/\s+/g, " "), warning);
    }
    assert.equal(await attached(), false);
    const again = await account.stack.up({ refresh: true });
    assert.equal(again.exitCode, 0, again.output);
    assert.equal(await attached(), true);

    assert.deepEqual(
      await account.change({ roleName: "renamed", permissions: { readBuckets: ["devteam-reports"] } }),
      {
        create: 1,
        delete: 1,
      },
    );
    const back = await account.change({ roleName: "renamed", ...named("third") });
    assert.deepEqual(back, { create: 1, delete: 1 });
    assert.equal(await attached(), true);
    await account.leave();
  });

  it("changes each argument but name and path in place, and finds nothing to do after that", async () => {
    const account = await Account.with("changing", { roleName: "orders", path: "/federated/" });
    assert.equal(await account.output("app-roleArn"), `arn:aws:iam::${ACCOUNT}:role/federated/orders`);
    const role = {
      roleName: "orders",
      path: "/federated/",
      description: "Reads orders: <&>",
      permissionsBoundaryArn: `${POLICY_ARN}/lists`,
      tags: { team: "platform", owner: "" },
      maxSessionDuration: 7200,
      conditions: { StringEquals: { "sts:RoleSessionName": ["test"] } },
      subjects: [SUBJECT, OTHER_SUBJECT],
      permissions: { readBuckets: ["devteam-reports", "payroll-archive"] },
    };
    const provider = { additionalAudiences: ["api://billing"], tags: { team: "platform" } };
    assert.deepEqual(await account.change(role, provider), { update: 4 });
    assert.deepEqual(await account.up(), {});
    assert.deepEqual((await lab().refresh(account.stack)).changes, { same: 6 });
    const { all } = await lab().cli(["iam", "get-role", "--role-name", "orders", "--output", "json"]);
    const { Role } = JSON.parse(all) as { Role: Record<string, unknown> };
    assert.equal(Role.Description, "Reads orders: <&>");
    assert.equal(Role.MaxSessionDuration, 7200);
    assert.deepEqual(Role.Tags, [
      { Key: "owner", Value: "" },
      { Key: "team", Value: "platform" },
    ]);

    assert.deepEqual(await account.change({ roleName: "orders", path: "/federated/" }), { update: 4 });
    assert.deepEqual((await lab().refresh(account.stack)).changes, { same: 6 });
    // Another name is another role; whatever lies in it moves with it.
    const { replace, ...others } = await account.change({ roleName: "other", path: "/federated/" });
    assert.deepEqual({ replace, others }, { replace: 2, others: {} });
    await account.leave();
  });

  it("is bounded by its permissions boundary", async () => {
    const permissions = { managedPolicyArns: { all: `${POLICY_ARN}/reads` } };
    const account = await Account.with("bounded", { permissions });
    const session = await account.open();
    assert.match(await lists(session, "payroll-archive"), /salaries\.csv/);
    await account.change({ permissions, permissionsBoundaryArn: `${POLICY_ARN}/lists` });
    assert.match(await lists(session, "payroll-archive"), DENIED);
    assert.match((await lab().cli(["s3", "ls"], session)).all, /payroll-archive/);
    await account.leave();
  });

  it("lets in only what its conditions say, and each of several subjects", async () => {
    const subjects = [SUBJECT, OTHER_SUBJECT];
    const named = (name: string) => ({ conditions: { StringEquals: { "sts:RoleSessionName": [name] } } });
    const account = await Account.with("narrowed", { subjects, ...named("another") });
    assert.match(await account.refusal(), DENIED);
    await account.change({ subjects, ...named("test") });
    assert.match(await lists(await account.open()), REPORTS);
    assert.match(await lists(await account.open({ sub: OTHER_SUBJECT })), REPORTS);
    await account.change({ subjects, allowedSourceIps: ["203.0.113.0/24"] });
    assert.match(await account.refusal(), DENIED);
    await account.change({ subjects, allowedSourceIps: ["203.0.113.0/24", CALLER_ADDRESS] });
    assert.match(await lists(await account.open()), REPORTS);
    assert.match(await account.refusal({ sub: "66666666-aaaa-4bbb-8ccc-000000000006" }), DENIED);
    await account.leave();
  });

  describe("with outputs", () => {
    const byArguments = {
      audiences: [`$.${AUDIENCE}`],
      subjects: [`$.${SUBJECT}`],
      permissions: {
        readBuckets: ["$.devteam-reports"],
        listBucketNames: "$?false",
        inlinePolicies: {
          nothing:
            '$.{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"sns:*","Resource":"*"}]}',
        },
        managedPolicyArns: { lists: `$.${POLICY_ARN}/lists` },
      },
      maxSessionDuration: "$#7200",
      roleName: "$.outputs",
      path: "$./",
      description: "$.All of it",
      permissionsBoundaryArn: `$.${POLICY_ARN}/reads`,
      tags: { team: "$.platform" },
      partition: "$.aws",
      allowedSourceIps: [`$.${CALLER_ADDRESS}`],
      conditions: { StringLike: { "sts:RoleSessionName": ["$.t*"] } },
    };
    const identity = (subject: string) => ({ subject, clientId: OTHER_SUBJECT });
    const contract = JSON.stringify({
      version: 1,
      issuer: V1,
      tokenVersion: 1,
      audience: AUDIENCE,
      workloads: { app: identity(SUBJECT), other: identity("66666666-aaaa-4bbb-8ccc-000000000006") },
    });
    const byContract = {
      issuer: undefined,
      audiences: undefined,
      subjects: undefined,
      contract: `$.${contract}`,
      workloads: ["$.app"],
    };

    it("has every argument of the schema that need not be plain", () => {
      const [, [, , whole] = []] = components(byArguments, {});
      const isOutput = (value: unknown): boolean =>
        typeof value === "object" && value !== null
          ? Object.values(value).every(isOutput)
          : typeof value === "string" && value.startsWith("$");
      assert.deepEqual(outputsLeftOut("FederatedRole", [whole ?? {}, byContract], isOutput), []);
    });

    it("takes one in every argument that may be one", async () => {
      const provider = { issuer: `$.${V1}`, audiences: [`$.${AUDIENCE}`], additionalAudiences: ["$.b"] };
      const account = await Account.with("outputs", byArguments, { ...provider, tags: { a: "$.c" } });
      assert.match(await lists(await account.open()), REPORTS);
      await account.leave();
    });

    it("takes a contract and names of its workloads as outputs", async () => {
      const account = await Account.with("contract", byContract);
      assert.match(await lists(await account.open()), REPORTS);
      assert.match(await account.refusal({ sub: "66666666-aaaa-4bbb-8ccc-000000000006" }), DENIED);
      await account.leave();
    });
  });
});
