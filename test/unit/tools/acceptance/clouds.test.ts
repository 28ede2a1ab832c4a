import assert from "node:assert/strict";
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteOpenIDConnectProviderCommand,
  DeleteRoleCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import type { AwsDouble } from "../../../../lab/aws";
import { LAB_AWS_ACCOUNT_ID as ACCOUNT } from "../../../../lab/lab-facts";
import { ArmClient, azureEnvironment, AzureSession, GraphClient } from "../../../../lab/pulumi";
import { startAwsDeployment } from "../../../../lab/testing/aws-deployment";
import { AzureLab, LOCATION, SUBSCRIPTION_ID, TENANT_ID } from "../../../../lab/testing/azure-lab";
import { INSTALL_LIMIT } from "../../../../lab/testing/lab-python";
import { AwsAccount } from "../../../../tools/acceptance/aws-account";
import { RealClouds } from "../../../../tools/acceptance/clouds";
import { leftClientId, leftProvider, leftRole } from "../../../../tools/acceptance/left-over";
import { RUN_TAG, runAudience, runNames } from "../../../../tools/acceptance/run-names";

const NAMES = runNames("0123abcd");
const AUDIENCE = runAudience(NAMES, TENANT_ID);
const ARN = `arn:aws:iam::${ACCOUNT}:oidc-provider/sts.windows.net/${TENANT_ID}/`;
const OTHERS = "api://somebody-else";
const ROLE = `${NAMES.prefix}-devteam`;
const NOTHING = { found: [], unseen: [] };
const { signal } = new AbortController();

describe("what a run left in the clouds", function () {
  this.timeout(60_000);
  const environment = { ...process.env };
  let azure: AzureLab;
  let aws: AwsDouble;
  let iam: IAMClient;

  before(async function () {
    this.timeout(INSTALL_LIMIT);
    azure = await AzureLab.start();
    ({ aws } = await startAwsDeployment());
    // The account is that of the environment, as in a run.
    Object.assign(process.env, aws.rootEnvironment());
    iam = new IAMClient({});
  });

  after(async () => {
    process.env = environment;
    await aws.stop();
    await azure.stop();
  });

  afterEach(() => {
    aws.faults.clear();
  });

  const clouds = (accountId = ACCOUNT): RealClouds => {
    const session = new AzureSession(azureEnvironment({}, azure.azure.environment()));
    return new RealClouds(
      {
        tenantId: TENANT_ID,
        subscriptionId: SUBSCRIPTION_ID,
        accountId,
        partition: "aws",
        location: LOCATION,
        region: "eu-west-1",
      },
      NAMES,
      {
        aws: new AwsAccount("eu-west-1"),
        azure: { arm: new ArmClient(session, LOCATION), graph: new GraphClient(session) },
      },
    );
  };
  const left = async () => clouds().findLeft(signal);

  describe("as a role", () => {
    before(async () => {
      const AssumeRolePolicyDocument = JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } },
        ],
      });
      await iam.send(new CreateRoleCommand({ RoleName: ROLE, AssumeRolePolicyDocument }));
    });

    after(async () => {
      await iam.send(new DeleteRoleCommand({ RoleName: ROLE }));
    });

    it("is listed", async () => {
      assert.deepEqual(await left(), { found: [leftRole(ROLE, [])], unseen: [] });
    });

    it("is gone if IAM still lists it and does not find it", async () => {
      const body =
        `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>NoSuchEntity</Code>` +
        `<Message>The role with name ${ROLE} cannot be found.</Message></Error></ErrorResponse>`;
      const answer = { status: 404, headers: { "content-type": "text/xml" }, body };
      const fault = aws.faults.add({ route: /^ListRolePolicies$/, fault: { kind: "answer", answer } });
      assert.deepEqual(await left(), NOTHING);
      assert.deepEqual(fault.struck, ["ListRolePolicies"]);
    });

    it("is unseen, and the other lists are not, if IAM refuses the list", async () => {
      const body =
        '<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>AccessDenied</Code>' +
        "<Message>not authorized</Message></Error></ErrorResponse>";
      const answer = { status: 403, headers: { "content-type": "text/xml" }, body };
      aws.faults.add({ route: /^ListRoles$/, fault: { kind: "answer", answer } });
      assert.deepEqual(await left(), { found: [], unseen: ["roles of the AWS account: not authorized"] });
    });

    it("is unseen with the login of another account, in which nothing would be found", async () => {
      const { found, unseen } = await clouds("444455556666").findLeft(signal);
      assert.deepEqual(found, []);
      assert.deepEqual(
        unseen,
        ["roles", "OIDC provider", "buckets"].map(
          (place) =>
            `${place} of the AWS account: the login is in another account. Expected 444455556666; got ${ACCOUNT}`,
        ),
      );
    });
  });

  describe("as an OIDC provider", () => {
    const create = async (ClientIDList: string[], run?: string) => {
      const Tags = run === undefined ? [] : [{ Key: RUN_TAG, Value: run }];
      const Url = `https://sts.windows.net/${TENANT_ID}/`;
      await iam.send(new CreateOpenIDConnectProviderCommand({ Url, ClientIDList, Tags }));
    };

    afterEach(async () => {
      await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: ARN }));
    });

    for (const clientIds of [[AUDIENCE], []]) {
      it(`is listed with its tag and ${clientIds.length} client IDs`, async () => {
        await create(clientIds, NAMES.prefix);
        assert.deepEqual(await left(), { found: [leftProvider(ARN)], unseen: [] });
      });
    }

    it("is not listed without its tag, whatever client IDs it has", async () => {
      for (const clientIds of [[OTHERS], []]) {
        await create(clientIds);
        assert.deepEqual(await left(), NOTHING);
        await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: ARN }));
      }
      await create([], "acceptance89abcdef");
      assert.deepEqual(await left(), NOTHING);
    });

    it("is its client ID alone without its tag", async () => {
      await create([AUDIENCE]);
      assert.deepEqual(await left(), { found: [leftClientId(ARN, AUDIENCE)], unseen: [] });
    });

    it("stays, and its client ID is listed, if others use it", async () => {
      await create([OTHERS, AUDIENCE], NAMES.prefix);
      assert.deepEqual(await left(), {
        found: [leftClientId(ARN, AUDIENCE)],
        unseen: [],
        sharedProvider: { arn: ARN, others: 1 },
      });
    });

    it("no longer has a client ID that is removed twice, or whose provider is gone", async () => {
      await create([AUDIENCE]);
      await clouds().removeClientId(ARN, AUDIENCE);
      await clouds().removeClientId(ARN, AUDIENCE);
      assert.deepEqual(await left(), NOTHING);
      await clouds().removeClientId(ARN.replace("1111", "9999"), AUDIENCE);
    });
  });
});
