/** What a run asks IAM and CloudTrail, with the key of a user and with that of a session. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { AssumeRoleWithWebIdentityCommand, GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { ACCOUNT, describeWithFederation } from "../../../../lab/testing/federation";
import { askAccount } from "../../../../tools/acceptance/ask-account";
import { AwsAccount } from "../../../../tools/acceptance/aws-account";
import { EventHistory } from "../../../../tools/acceptance/event-history";
import { LAB_ANSWERS } from "../../../../tools/acceptance/lab-answers";
import { Questionnaire } from "../../../../tools/acceptance/questionnaire";
import { policyOf } from "../../cli/roles/role-lab";

const REGION = "eu-west-1";
const ROLE = "DevTeam-S3ReadOnlyAccess";
const NONE_YET = "CloudTrail shows no refusal of the run yet";

describeWithFederation("what a run asks the AWS account", { recordsEvents: true }, function (federation) {
  this.timeout(60_000);
  const environment = { ...process.env };
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "azure-to-aws-questions-"));
  });

  afterEach(async () => {
    for (const name of Object.keys(process.env)) {
      Reflect.deleteProperty(process.env, name);
    }
    Object.assign(process.env, environment);
    await rm(directory, { recursive: true });
  });

  /** A user who may do everything signs in. */
  async function signIn(UserName: string): Promise<{ accessKeyId: string; secretAccessKey: string }> {
    const { iam, aws } = federation();
    const PolicyDocument = policyOf({ Effect: "Allow", Action: "*", Resource: "*" });
    await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "may", PolicyDocument }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
    Object.assign(process.env, aws.environment(), {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    });
    return { accessKeyId, secretAccessKey };
  }

  /** A token for which the role has no trust is refused, in a session of that name. */
  async function refuse(RoleSessionName: string, roleName: string): Promise<void> {
    const sts = new STSClient({ endpoint: federation().aws.url, region: REGION });
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/${roleName}`;
    const WebIdentityToken = await federation().token({ sub: "stranger" });
    const command = new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName, WebIdentityToken });
    await assert.rejects(sts.send(command), { name: "AccessDenied" });
    sts.destroy();
  }

  async function ask(
    patience = 0,
    history: Pick<EventHistory, "lookUp"> = new EventHistory([REGION, REGION]),
  ): Promise<Questionnaire> {
    const questions = new Questionnaire({ report: () => undefined, signal: new AbortController().signal });
    const aws = new AwsAccount(REGION);
    await aws.identity();
    await askAccount(questions, {
      aws,
      history,
      roleArn: `arn:aws:iam::${ACCOUNT}:role/${ROLE}`,
      since: new Date(Date.now() - 60_000),
      patience,
      pause: 1,
      directory,
    });
    return questions;
  }

  it("is answered for the key of a user, but for a refusal that is not in the history", async () => {
    await signIn("person");
    const { answers, unanswered } = await ask();
    assert.deepEqual(
      answers.map(({ id, came }) => [id, came.replace(/^[0-5] seconds/, "few seconds")]),
      [
        ["unknown-access-key", LAB_ANSWERS["unknown-access-key"]],
        ["last-use-delay", "few seconds behind"],
        ["keys-find", LAB_ANSWERS["keys-find"]],
      ],
    );
    assert.deepEqual(unanswered, {
      "refusals-in-cloudtrail": NONE_YET,
    });
  });

  it("lacks what is about a key, if the login is a session", async () => {
    const credentials = await signIn("visitor");
    const sts = new STSClient({ endpoint: federation().aws.url, region: REGION, credentials });
    const { Credentials } = await sts.send(new GetSessionTokenCommand({}));
    sts.destroy();
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey,
      AWS_SESSION_TOKEN: Credentials?.SessionToken,
    });
    const { unanswered } = await ask();
    const none = "the login has no access key of a user";
    assert.equal(unanswered["last-use-delay"], none);
    assert.equal(unanswered["keys-find"], none);
  });

  it("is answered with the refusals of the run's own role and session, once no other follows", async () => {
    await signIn("watcher");
    await refuse("verify", ROLE);
    await refuse("stranger", "another-role");
    assert.equal((await ask(50)).unanswered["refusals-in-cloudtrail"], NONE_YET);
    await refuse("stranger", ROLE);
    const real = new EventHistory([REGION]);
    const looks: number[] = [];
    const { answers } = await ask(60_000, {
      lookUp: async (...asked) => {
        const records = await real.lookUp(...asked);
        if (asked[0] === "EventName" && looks.push(records.length) === 1) {
          await refuse("stranger", ROLE);
        }
        return records;
      },
    });
    // Two of them are of another session and of another role.
    assert.deepEqual(looks, [3, 4, 4]);
    assert.deepEqual(answers.at(-1), {
      id: "refusals-in-cloudtrail",
      asked: "cloudtrail lookup-events: AssumeRoleWithWebIdentity",
      came: "AccessDenied",
      note: "events: 2",
    });
  });
});
