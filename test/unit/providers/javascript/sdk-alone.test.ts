/** What docs/how-to/in-your-application/node.md says of the SDK without the provider. */
import assert from "node:assert/strict";
import { mock } from "node:test";
import { STSClient } from "@aws-sdk/client-sts";
import { START } from "./stand-ins";

const MINUTE = 60_000;

describe("clients of the AWS SDK with a function for their credentials", () => {
  let calls = 0;
  let isOut = false;
  const clients: STSClient[] = [];

  beforeEach(() => {
    mock.timers.enable({ apis: ["Date"], now: START });
    [calls, isOut] = [0, false];
    const credentials = () => {
      calls++;
      return isOut
        ? Promise.reject(new Error("out"))
        : Promise.resolve({
            accessKeyId: `KEY${calls}`,
            secretAccessKey: "secret",
            expiration: new Date(Date.now() + 60 * MINUTE),
          });
    };
    clients.push(...[1, 2].map(() => new STSClient({ credentials, region: "eu-west-1" })));
  });

  afterEach(() => {
    mock.timers.reset();
    for (const client of clients.splice(0)) {
      client.destroy();
    }
  });

  const keysAt = async (minutes: number): Promise<string[]> => {
    mock.timers.setTime(START + minutes * MINUTE);
    return Promise.all(clients.map(async ({ config }) => (await config.credentials()).accessKeyId));
  };

  it("call it once for each client, and again in the last five minutes", async () => {
    assert.deepEqual([await keysAt(0), await keysAt(54.9), calls], [["KEY1", "KEY2"], ["KEY1", "KEY2"], 2]);
    assert.deepEqual([await keysAt(55.1), calls], [["KEY3", "KEY4"], 4]);
  });

  it("fail in an outage in the last five minutes, at each request, although the session is still valid", async () => {
    await keysAt(0);
    isOut = true;
    await assert.rejects(keysAt(55.1), { message: "out" });
    await assert.rejects(keysAt(55.2), { message: "out" });
    assert.equal(calls, 6);
  });
});
