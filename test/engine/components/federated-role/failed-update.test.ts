/** An update that AWS refuses once, under the real engine: no later update believes that it went through. */
import assert from "node:assert/strict";
import { IAMClient, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import type { FaultInjector, InjectedFault } from "../../../../lab/http";
import { iamRefusal } from "../../../../lab/testing/iam-refusal";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { deeds, leftIn, ProgramStack } from "../federation-lab";

const ISSUER = "https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/";
const AUDIENCE = "api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/orders";
const SUBJECTS = ["11111111-aaaa-4bbb-8ccc-000000000001", "11111111-aaaa-4bbb-8ccc-000000000002"];
const HASTY = { environment: { AZURE_TO_AWS_READ_BACK_SECONDS: "1" } };

/** A provider and a role that trusts it, with further arguments, behind other code. */
const program = ({
  audiences = [AUDIENCE],
  subjects = SUBJECTS,
  role = {},
  code = "",
  more = "",
}): string => `
${code}
const provider = new azure.AwsOidcProvider("orders", ${JSON.stringify({ issuer: ISSUER, audiences })});
new azure.FederatedRole("orders", {
  oidcProviderArn: provider.oidcProviderArn, ...${JSON.stringify({
    issuer: ISSUER,
    audiences: [AUDIENCE],
    subjects,
    permissions: { readBuckets: ["devteam-reports"] },
    ...role,
  })}, ${more} });
`;

/** Changes the role that the component declares, as docs/reference/component.md says: it narrows the trust, and ignores one input. */
const TRANSFORM = `pulumi.runtime.registerResourceTransform(({ type, props, opts }) => {
  if (type !== "aws:iam/role:Role") return undefined;
  const assumeRolePolicy = pulumi.output(props.assumeRolePolicy).apply((text) => {
    const trust = JSON.parse(text);
    trust.Statement[0].Condition.Bool = { "aws:SecureTransport": "true" };
    return JSON.stringify(trust);
  });
  return {
    props: { ...props, assumeRolePolicy },
    opts: pulumi.mergeOptions(opts, { ignoreChanges: ["maxSessionDuration"] }),
  };
});`;

/** Refuses the next request of an operation, as IAM does when a service control policy forbids it. */
function refuseOnce(faults: FaultInjector, operation: string): InjectedFault {
  const fault = iamRefusal(403, "AccessDenied", "explicit deny in a service control policy");
  return faults.add({ route: new RegExp(`^${operation}$`), count: 1, fault });
}

describeWithLab("components in AWS whose update was refused once", {}, function (lab) {
  this.timeout("3m");

  // One URL is unique in the account, so each case begins with an empty one.
  let stack: ProgramStack | undefined;
  afterEach(async () => {
    await stack?.stack.destroy();
    stack = undefined;
  });

  /** Each change, the operation that it needs, and what the later updates say of it. */
  const cases = [
    {
      title: "client IDs of the OpenID Connect provider",
      operation: "AddClientIDToOpenIDConnectProvider",
      before: {},
      after: { audiences: [AUDIENCE, `${AUDIENCE}-eu`] },
      says: /oidcProvider\.clientIdLists: expected "[^"]+\/orders-eu"; AWS has \["[^"]+\/orders"\]/,
    },
    {
      title: "a removed client ID of the OpenID Connect provider",
      operation: "RemoveClientIDFromOpenIDConnectProvider",
      before: { audiences: [AUDIENCE, `${AUDIENCE}-old`] },
      after: {},
      says: /an earlier update failed: arn:\S+ lists client IDs that this program does not: [^ ]+\/orders-old\. To keep one, add it to additionalAudiences/,
      persists: true,
    },
    {
      title: "a trust policy that narrows",
      operation: "UpdateAssumeRolePolicy",
      before: {},
      after: { subjects: SUBJECTS.slice(0, 1) },
      says: /role\.assumeRolePolicy: expected \{.*"[^"]*:sub":"[^"]+"\}.*; AWS has \{.*"[^"]*:sub":\["[^"]+","[^"]+"\]/,
    },
    {
      title: "a suspension",
      operation: "UpdateAssumeRolePolicy",
      before: {},
      after: { role: { suspended: true } },
      // Every session is denied before AWS refuses the trust policy.
      although: ["created orders-suspended"],
      says: /role\.assumeRolePolicy: expected \{.*"Sid":"Suspended".*\}; AWS has \{(?!.*Suspended)/,
    },
  ];

  for (const { title, operation, before, after, says, although = [], persists = false } of cases) {
    it(`is not believed by the next update: ${title}`, async () => {
      stack = await ProgramStack.create(lab(), `failed-${title.replaceAll(/\W/g, "-").toLowerCase()}`);
      await stack.deploy(program(before));

      await stack.program(program(after));
      const fault = refuseOnce(lab().aws.faults, operation);
      const refused = await stack.stack.up(HASTY);
      fault.remove();
      assert.deepEqual(fault.struck, [operation]);
      assert.notEqual(refused.exitCode, 0);
      assert.deepEqual(deeds(refused), although);
      // The update after it skips what was refused: the state has it.
      const again = await stack.stack.up(HASTY);
      assert.notEqual(again.exitCode, 0, again.output);
      assert.match(again.output, /\b[Rr]un: pulumi up --refresh/);
      assert.match(again.output, says);

      // By then the state may say again what AWS has, so a third update makes up for it; otherwise the refresh does.
      const third = await stack.stack.up(HASTY);
      if (persists) {
        assert.notEqual(third.exitCode, 0, third.output);
      }
      if (third.exitCode !== 0) {
        assert.match(third.output, says);
        const repaired = await stack.stack.up({ ...HASTY, refresh: true });
        assert.equal(repaired.exitCode, 0, repaired.output);
      }
      await stack.succeed("up");
      await stack.succeed("destroy");
      assert.equal(await leftIn(lab()), 0);
    });
  }

  it("is compared after transforms, without showing a secret subject that the program no longer lists", async () => {
    stack = await ProgramStack.create(lab(), "failed-transformed");
    const secret = (subjects: readonly string[], maxSessionDuration: number): string =>
      program({
        code: TRANSFORM,
        role: { maxSessionDuration },
        more: `subjects: pulumi.secret(${JSON.stringify(subjects)}),`,
      });
    await stack.deploy(secret(SUBJECTS, 7200));
    // The transform has the role keep the longer sessions.
    await stack.program(secret(SUBJECTS, 3600));
    const ignored = await stack.stack.up(HASTY);
    assert.equal(ignored.exitCode, 0, ignored.output);

    await stack.program(secret(SUBJECTS.slice(0, 1), 3600));
    const fault = refuseOnce(lab().aws.faults, "UpdateAssumeRolePolicy");
    assert.notEqual((await stack.stack.up(HASTY)).exitCode, 0);
    fault.remove();
    const again = await stack.stack.up(HASTY);
    assert.notEqual(again.exitCode, 0, again.output);
    assert.match(
      again.output,
      /role\.assumeRolePolicy: AWS has another value\. Neither value is shown, because the program's is secret/,
    );
    assert.ok(!again.output.includes(SUBJECTS[1] ?? ""), again.output);
    const repaired = await stack.stack.up({ ...HASTY, refresh: true });
    assert.equal(repaired.exitCode, 0, repaired.output);
  });

  it("is no failure when the program lifts its own suspension of a role with secret subjects", async () => {
    stack = await ProgramStack.create(lab(), "lifted-secret");
    const more = `subjects: pulumi.secret(${JSON.stringify(SUBJECTS)}),`;
    await stack.deploy(program({ role: { suspended: true }, more }));
    const lifted = await stack.deploy(program({ more }));
    assert.deepEqual(deeds(lifted), ["deleted orders-suspended", "updated orders-role"]);
  });

  it("names the refresh after AWS refused to lift a suspension, and lifts it then", async () => {
    stack = await ProgramStack.create(lab(), "lifted-refused");
    await stack.deploy(program({ role: { suspended: true } }));
    await stack.program(program({}));
    const fault = refuseOnce(lab().aws.faults, "UpdateAssumeRolePolicy");
    assert.notEqual((await stack.stack.up(HASTY)).exitCode, 0);
    fault.remove();
    // The role changes in another way too, so its update would open it.
    await stack.program(program({ role: { maxSessionDuration: 7200 } }));
    const again = await stack.stack.up(HASTY);
    assert.notEqual(again.exitCode, 0, again.output);
    assert.match(
      again.output,
      /someone suspended role \S+ outside Pulumi, or an earlier update that lifted the suspension failed\..* After a failed update, run: pulumi up --refresh/,
    );
    const repaired = await stack.stack.up({ ...HASTY, refresh: true });
    assert.equal(repaired.exitCode, 0, repaired.output);
  });

  it("is no failure when AWS has a trust policy that means the same", async () => {
    stack = await ProgramStack.create(lab(), "failed-equivalent");
    await stack.deploy(program({}));
    const role = (await stack.resources()).find(({ type }) => type === "aws:iam/role:Role");
    const trust = JSON.parse(String(role?.outputs?.assumeRolePolicy)) as { Statement: { Action: unknown }[] };
    for (const statement of trust.Statement) {
      statement.Action = [statement.Action];
    }
    const environment = lab().aws.environment();
    const iam = new IAMClient({
      endpoint: environment.AWS_ENDPOINT_URL,
      region: environment.AWS_REGION,
      credentials: {
        accessKeyId: environment.AWS_ACCESS_KEY_ID,
        secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
      },
    });
    const [Statement] = trust.Statement;
    const PolicyDocument = JSON.stringify({ ...trust, Statement });
    await iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName: String(role?.outputs?.name), PolicyDocument }),
    );
    iam.destroy();
    const up = await stack.stack.up(HASTY);
    assert.equal(up.exitCode, 0, up.output);
  });
});
