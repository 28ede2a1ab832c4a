import assert from "node:assert/strict";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { type Clouds, startClouds } from "../clouds";
import { addWorkload, type Workload } from "../workload";

describe("a workload that is set up without a deployment", function () {
  this.timeout(300_000);
  let lab: Clouds;
  let workload: Workload;

  before(async () => {
    lab = await startClouds();
    workload = await addWorkload(lab, { buckets: ["devteam-reports"], name: "orders" });
  });

  after(() => lab.stop());

  async function tokenOf(
    { clientId, clientSecret }: Workload,
    audience = workload.audience,
  ): Promise<string> {
    const address = `https://login.microsoftonline.com/${workload.tenantId}/oauth2/v2.0/token`;
    const response = await fetch(lab.azure.resolve(address), {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: clientId,
        client_secret: clientSecret,
        scope: `${audience}/.default`,
      }),
    });
    return ((await response.json()) as { access_token: string }).access_token;
  }

  async function sessionBy(WebIdentityToken: string) {
    const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = lab.aws.environment();
    const sts = new STSClient({ endpoint, region });
    const { Credentials } = await sts.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: workload.roleArn,
        RoleSessionName: "test",
        WebIdentityToken,
      }),
    );
    return new S3Client({
      endpoint,
      region,
      forcePathStyle: true,
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken ?? "",
      },
    });
  }

  it("gets a session of its role with a token of its application", async () => {
    const s3 = await sessionBy(await tokenOf(workload));
    const { Buckets = [] } = await s3.send(new ListBucketsCommand());
    assert.equal(Buckets.length, 3);
  });

  it("has the role alone: another workload, and a token for another audience, are refused", async () => {
    const other = await addWorkload(lab, { name: "others" });
    for (const token of [await tokenOf(other), await tokenOf(workload, other.audience)]) {
      await assert.rejects(sessionBy(token), { name: "AccessDenied" });
    }
  });
});
