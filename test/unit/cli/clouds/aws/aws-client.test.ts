import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { IAMClient, paginateListUsers } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient, type STSServiceException } from "@aws-sdk/client-sts";
import { awsClient, type AwsPatience } from "../../../../../cli/clouds/aws/aws-client";
import { RecordingProxy } from "../recording-proxy";

const IDENTITY =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/u</Arn><UserId>AIDA</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';

/** In place of a status: no answer comes. */
const SILENCE = 0;

/** In place of a status: an answer begins, and does not end. */
const HALF = 1;

describe("clients of AWS", function () {
  this.timeout(60_000);
  const before = { ...process.env };
  let server: Server;
  let statuses: number[];
  let bodies: string[];
  /** When each request came, in milliseconds. */
  let times: number[];
  let retryAfter: string;

  beforeEach(async () => {
    bodies = [];
    times = [];
    retryAfter = "0";
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        bodies.push(body);
        times.push(performance.now());
        const status = statuses.shift() ?? 200;
        if (status === HALF) {
          response.writeHead(200);
          response.write(IDENTITY.slice(0, 20));
        } else if (status !== SILENCE) {
          response.writeHead(status, status === 200 ? {} : { "retry-after": retryAfter });
          response.end(status === 200 ? IDENTITY : "");
        }
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

  async function account(patience?: AwsPatience): Promise<string | undefined> {
    const client = awsClient(STSClient, patience === undefined ? {} : { patience });
    const { Account } = await client.send(new GetCallerIdentityCommand({}));
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

  it("wait as long as AWS asks for, and try as often as their patience allows", async () => {
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${portOf()}`;
    retryAfter = "1";
    statuses = [429];
    assert.equal(await account(), "111122223333");
    const [first = 0, second = 0] = times;
    // A timer of Node can end a millisecond early.
    assert.ok(second - first >= 990, `${second - first} ms`);
    retryAfter = "0";
    statuses = [503, 503, 503];
    await assert.rejects(account({ attempts: 2, deadline: 20_000 }), ({ $metadata }: STSServiceException) => {
      assert.deepEqual([$metadata.attempts, $metadata.httpStatusCode], [2, 503]);
      return true;
    });
    assert.equal(times.length, 4);
  });

  it("end a request at its deadline, directly and through a proxy", async () => {
    const late = { code: "Timeout", message: "no answer within 0.2 seconds" };
    const patience = { attempts: 6, deadline: 200 };
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${portOf()}`;
    statuses = [SILENCE];
    await assert.rejects(account(patience), late);
    statuses = [HALF];
    await assert.rejects(account(patience), late);
    const proxy = await RecordingProxy.start(portOf());
    try {
      process.env.AWS_ENDPOINT_URL = "http://sts.invalid";
      process.env.HTTP_PROXY = proxy.url;
      statuses = [SILENCE];
      await assert.rejects(account(patience), late);
      statuses = [HALF];
      await assert.rejects(account(patience), late);
    } finally {
      await proxy.stop();
    }
  });

  it("end a request that the caller ends", async () => {
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${portOf()}`;
    statuses = [SILENCE];
    const ending = new AbortController();
    server.once("request", (request) =>
      request.once("end", () => {
        ending.abort();
      }),
    );
    const request = awsClient(STSClient).send(new GetCallerIdentityCommand({}), {
      abortSignal: ending.signal,
    });
    await assert.rejects(request, { name: "AbortError" });
    assert.equal(bodies.length, 1);
  });

  it("end each page of a list at its own deadline", async () => {
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${portOf()}`;
    statuses = [SILENCE];
    const client = awsClient(IAMClient, { patience: { attempts: 1, deadline: 200 } });
    await assert.rejects(paginateListUsers({ client }, {}).next(), { code: "Timeout" });
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
