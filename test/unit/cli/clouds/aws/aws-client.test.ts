import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { awsClient } from "../../../../../cli/clouds/aws/aws-client";
import { RecordingProxy } from "../recording-proxy";

const IDENTITY =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/u</Arn><UserId>AIDA</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';

describe("clients of AWS", function () {
  this.timeout(60_000);
  const before = { ...process.env };
  let server: Server;
  let statuses: number[];
  let bodies: string[];

  beforeEach(async () => {
    bodies = [];
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        bodies.push(body);
        const status = statuses.shift() ?? 200;
        response.writeHead(status, status === 200 ? {} : { "retry-after": "0" });
        response.end(status === 200 ? IDENTITY : "");
      });
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

  const portOf = () => (server.address() as AddressInfo).port;

  async function account(): Promise<string | undefined> {
    const { Account } = await awsClient(STSClient).send(new GetCallerIdentityCommand({}));
    return Account;
  }

  it("try again after 429 and 503, directly and through a proxy", async () => {
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${portOf()}`;
    statuses = [429, 503];
    assert.equal(await account(), "111122223333");
    assert.equal(bodies.length, 3);
    const proxy = await RecordingProxy.start(portOf());
    try {
      process.env.AWS_ENDPOINT_URL = "http://sts.invalid";
      process.env.HTTP_PROXY = proxy.url;
      statuses = [429, 503];
      assert.equal(await account(), "111122223333");
      assert.deepEqual([...new Set(proxy.asked)], ["sts.invalid:80"]);
      assert.deepEqual(bodies.slice(3), Array(3).fill("Action=GetCallerIdentity&Version=2011-06-15"));
    } finally {
      await proxy.stop();
    }
  });

  it("report why a proxy refuses", async () => {
    const proxy = await RecordingProxy.start();
    try {
      process.env.AWS_ENDPOINT_URL = "https://sts.invalid";
      process.env.HTTPS_PROXY = proxy.url;
      await assert.rejects(account(), { message: "Proxy response (403) !== 200 when HTTP Tunneling" });
    } finally {
      await proxy.stop();
    }
  });
});
