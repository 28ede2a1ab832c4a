import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { AzureLogin } from "../../../../tools/acceptance/accounts";
import { AwsAccount } from "../../../../tools/acceptance/aws-account";
import { azureClients } from "../../../../tools/acceptance/azure-clients";
import { RecordingProxy } from "../../cli/clouds/recording-proxy";

const IDENTITY =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/u</Arn><UserId>AIDA</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';

const LOGIN: AzureLogin = {
  tenantId: "6babcaad-604b-40ac-a9d7-9fd97c0b779f",
  subscriptionId: "0b1f6471-1bf0-4dda-aec3-cb9272f09590",
  application: { clientId: "cccccccc-2222-4333-8444-555555555555", clientSecret: "x" },
  names: [],
};

describe("the AWS account of an acceptance run", function () {
  this.timeout(60_000);
  const before = { ...process.env };
  let server: Server;
  let asked: string[];

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push(`${request.method ?? ""} ${request.headers.host ?? ""}${request.url ?? ""}`);
      response.end(request.method === "POST" ? IDENTITY : "");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "x",
      AWS_EC2_METADATA_DISABLED: "true",
    });
  });

  afterEach(async () => {
    for (const name of Object.keys(process.env)) {
      Reflect.deleteProperty(process.env, name);
    }
    Object.assign(process.env, before);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const port = () => (server.address() as AddressInfo).port;

  it("is reached through the proxy of the environment, as Azure is", async () => {
    const proxy = await RecordingProxy.start(port());
    try {
      Object.assign(process.env, {
        AWS_ENDPOINT_URL: "http://aws.invalid",
        HTTPS_PROXY: proxy.url,
        HTTP_PROXY: proxy.url,
      });
      const account = new AwsAccount("eu-west-1");
      assert.deepEqual(await account.identity(), { accountId: "111122223333", partition: "aws" });
      assert.equal(await account.hasBucket("bucket"), true);
      assert.deepEqual(asked, ["POST aws.invalid/", "HEAD bucket.aws.invalid/"]);
      const { graph } = azureClients(LOGIN, "westeurope", () => undefined);
      await assert.rejects(graph.get("/me", { signal: AbortSignal.timeout(20_000) }));
      const hosts = ["aws.invalid:80", "bucket.aws.invalid:80", "login.microsoftonline.com:443"];
      assert.deepEqual([...new Set(proxy.asked)], hosts);
    } finally {
      await proxy.stop();
    }
  });

  it("asks the proxy for a tunnel to AWS's own host, and nobody else if that is refused", async () => {
    const proxy = await RecordingProxy.start();
    try {
      Object.assign(process.env, { AWS_ENDPOINT_URL: "https://aws.invalid", https_proxy: proxy.url });
      await assert.rejects(new AwsAccount("eu-west-1").identity());
      assert.deepEqual([...new Set(proxy.asked)], ["aws.invalid:443"]);
    } finally {
      await proxy.stop();
    }
  });

  it("is reached directly without a proxy, and at a host of NO_PROXY", async () => {
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${port()}`;
    await new AwsAccount("eu-west-1").identity();
    const proxy = await RecordingProxy.start();
    try {
      Object.assign(process.env, { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url, NO_PROXY: "127.0.0.1" });
      await new AwsAccount("eu-west-1").identity();
      assert.deepEqual([asked.length, proxy.asked], [2, []]);
    } finally {
      await proxy.stop();
    }
  });
});
