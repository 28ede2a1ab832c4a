import assert from "node:assert/strict";
import { mock } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { STSClient } from "@aws-sdk/client-sts";
import { type AwsCredentialIdentityProvider, fromAzure } from "../../../../providers/javascript";
import { AUDIENCE, CountedCredential, refusedWith, ROLE, StandInSts, START, TOKEN } from "./stand-ins";

const MINUTE = 60_000;

describe("fromAzure", () => {
  let sts: StandInSts;
  let credential: CountedCredential;
  let provider: AwsCredentialIdentityProvider;

  const make = (options: object = {}): AwsCredentialIdentityProvider =>
    fromAzure({ roleArn: ROLE, audience: AUDIENCE, credential, sts: sts.client, ...options });
  const keyAt = async (minutes: number): Promise<string> => {
    mock.timers.setTime(START + minutes * MINUTE);
    return (await provider()).accessKeyId;
  };
  const until = async (condition: () => unknown): Promise<void> => {
    while (!(await condition())) {
      await turn();
    }
  };
  /** A client of the SDK whose logger notes warnings. */
  const warnings: string[] = [];
  const caller = { callerClientConfig: { logger: { warn: (line: string) => warnings.push(line) } } };

  beforeEach(async () => {
    mock.timers.enable({ apis: ["Date"], now: START });
    sts = await StandInSts.start();
    credential = new CountedCredential();
    provider = make();
    warnings.length = 0;
  });

  afterEach(async () => {
    mock.restoreAll();
    mock.timers.reset();
    await sts.stop();
  });

  it("asks Entra for the audience, and STS for the role with that token", async () => {
    const { expiration, ...session } = await provider();
    assert.deepEqual(session, {
      accessKeyId: "KEY1",
      secretAccessKey: "the-secret-key",
      sessionToken: "session",
    });
    assert.equal(expiration?.getTime(), START + 60 * MINUTE);
    assert.deepEqual(credential.scopes, [`${AUDIENCE}/.default`]);
    const { RoleSessionName = "", ...form } = Object.fromEntries(sts.requests[0] ?? []);
    assert.deepEqual(form, {
      Action: "AssumeRoleWithWebIdentity",
      Version: "2011-06-15",
      RoleArn: ROLE,
      WebIdentityToken: TOKEN,
      DurationSeconds: "3600",
    });
    assert.match(RoleSessionName, /^[\w+=,.@-]+@Zx9-kQ_pTkWn2bVY0aQrAA$/);
  });

  it("asks with the length and the name that were given", async () => {
    await make({ durationSeconds: 900, sessionName: "orders" })();
    const form = sts.requests[0];
    assert.deepEqual([form?.get("DurationSeconds"), form?.get("RoleSessionName")], ["900", "orders"]);
  });

  it("asks once for 50 callers at the same time, at first and for the renewal", async () => {
    const keysOfAll = async (): Promise<Set<string>> => {
      const sessions = await Promise.all(Array.from({ length: 50 }, () => provider()));
      return new Set(sessions.map(({ accessKeyId }) => accessKeyId));
    };
    assert.deepEqual(await keysOfAll(), new Set(["KEY1"]));
    assert.deepEqual([credential.scopes.length, sts.requests.length], [1, 1]);
    mock.timers.setTime(START + 60 * MINUTE);
    assert.deepEqual(await keysOfAll(), new Set(["KEY2"]));
    assert.deepEqual([credential.scopes.length, sts.requests.length], [2, 2]);
  });

  it("renews 15 minutes before the end, without making callers wait", async () => {
    assert.deepEqual([await keyAt(0), await keyAt(44.9), sts.requests.length], ["KEY1", "KEY1", 1]);
    let answer = (): void => undefined;
    sts.held = new Promise<void>((resolve) => (answer = resolve));
    assert.deepEqual([await keyAt(45), await keyAt(58.9)], ["KEY1", "KEY1"]);
    await until(() => sts.requests.length === 2);
    answer();
    await until(async () => (await provider()).accessKeyId === "KEY2");
    assert.equal(sts.requests.length, 2);
  });

  it("renews a session of 15 minutes in its second half", async () => {
    provider = make({ durationSeconds: 900 });
    assert.deepEqual([await keyAt(0), await keyAt(7.4), sts.requests.length], ["KEY1", "KEY1", 1]);
    assert.equal(await keyAt(7.5), "KEY1");
    await until(async () => (await provider()).accessKeyId === "KEY2");
  });

  it("makes callers wait for the renewal in the last minute", async () => {
    assert.deepEqual([await keyAt(0), await keyAt(59.5)], ["KEY1", "KEY2"]);
  });

  it("is renewed in the last five minutes by an SDK that keeps sessions itself, as those before 3.775", async () => {
    const client = new STSClient({ credentials: () => provider(), region: "eu-west-1" });
    const keptAt = async (minutes: number): Promise<string> => {
      mock.timers.setTime(START + minutes * MINUTE);
      return (await client.config.credentials()).accessKeyId;
    };
    try {
      assert.deepEqual([await keptAt(0), await keptAt(54.9), sts.requests.length], ["KEY1", "KEY1", 1]);
      assert.equal(await keptAt(55.1), "KEY1");
      await until(async () => (await keptAt(55.2)) === "KEY2");
      assert.equal(sts.requests.length, 2);
    } finally {
      client.destroy();
    }
  });

  it("renews at once for a caller that forces it, as the SDK's own providers do", async () => {
    const client = new STSClient({ credentials: provider, region: "eu-west-1" });
    try {
      assert.equal(await keyAt(0), "KEY1");
      assert.equal((await client.config.credentials({ forceRefresh: true })).accessKeyId, "KEY2");
      assert.equal(await keyAt(1), "KEY2");
    } finally {
      client.destroy();
    }
  });

  it("keeps the session through an outage of Entra while it is valid, and says so to the client's logger", async () => {
    assert.equal(await keyAt(0), "KEY1");
    credential.failure = new Error("network_error");
    mock.timers.setTime(START + 50 * MINUTE);
    assert.equal((await provider(caller)).accessKeyId, "KEY1");
    await until(() => warnings.length === 1);
    assert.equal(
      warnings[0],
      "azure-to-aws: using the old session, valid for 10 min. Its renewal failed: cannot connect. Check network, firewalls, and DNS. Azure Identity reports: Error: network_error [service-unreachable] [session-not-renewed]",
    );
    assert.equal(await keyAt(59.9), "KEY1");
    credential.failure = undefined;
    assert.equal(await keyAt(60), "KEY2");
  });

  it("keeps the session through an outage and a refusal of STS while it is valid", async () => {
    assert.equal(await keyAt(0), "KEY1");
    sts.answer = refusedWith(503, "ServiceUnavailable");
    assert.equal(await keyAt(59.2), "KEY1");
    sts.answer = refusedWith(403, "AccessDenied");
    assert.equal(await keyAt(59.9), "KEY1");
    await assert.rejects(keyAt(60), { name: "AzureToAwsError", code: "sts-access-denied" });
  });

  it("tries again 30 seconds after a failure while the session is valid, and 5 seconds after it without one", async () => {
    await keyAt(0);
    credential.failure = new Error("network_error");
    const requests: number[] = [];
    for (const seconds of [3541, 3555, 3570, 3572, 3599]) {
      await keyAt(seconds / 60);
      requests.push(credential.scopes.length);
    }
    assert.deepEqual(requests, [2, 2, 2, 3, 3]);
    for (const seconds of [3600, 3601, 3604, 3605]) {
      await assert.rejects(keyAt(seconds / 60));
      requests.push(credential.scopes.length);
    }
    assert.deepEqual(requests.slice(5), [4, 4, 4, 5]);
  });

  it("leaves no rejection unhandled if a renewal that nobody waits for fails after the end", async () => {
    await keyAt(0);
    credential.failure = new Error("network_error");
    let fail = (): void => undefined;
    credential.held = new Promise<void>((resolve) => (fail = resolve));
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", note);
    try {
      assert.equal(await keyAt(50), "KEY1");
      mock.timers.setTime(START + 61 * MINUTE);
      fail();
      await turn();
      credential.failure = undefined;
      assert.equal(await keyAt(61.1), "KEY2");
      assert.deepEqual(unhandled, []);
    } finally {
      process.off("unhandledRejection", note);
    }
  });

  it("gives up on a service that never answers", async () => {
    const ends: AbortController[] = [];
    mock.method(AbortSignal, "timeout", () => {
      const controller = new AbortController();
      ends.push(controller);
      return controller.signal;
    });
    const giveUp = (): void => {
      ends.at(-1)?.abort(new DOMException("The operation was aborted due to timeout", "TimeoutError"));
    };
    credential.held = new Promise(() => undefined);
    const first = assert.rejects(provider(), {
      code: "service-timeout",
      message: /^no answer in time\. .* Azure Identity reports: TimeoutError/,
    });
    await turn();
    giveUp();
    await first;
    credential.held = Promise.resolve();
    mock.timers.setTime(START + 5000);
    sts.held = new Promise(() => undefined);
    const second = assert.rejects(provider(), {
      code: "service-timeout",
      message: /^no answer in time\. .* The AWS SDK reports: TimeoutError/,
    });
    await until(() => sts.requests.length === 1);
    giveUp();
    await second;
  });

  it("takes a session for no longer than it was asked for, if this clock is behind", async () => {
    sts.ahead = 20 * MINUTE;
    const { expiration } = await provider();
    assert.equal(expiration?.getTime(), START + 60 * MINUTE);
  });

  it("refuses a session that has ended by this clock, which is ahead", async () => {
    sts.ahead = -61 * MINUTE;
    await assert.rejects(provider(), {
      code: "sts-clock",
      message:
        "this machine's clock is wrong. The session that AWS gave ends at 2026-11-24T11:59:00.000Z, which this clock says is past. Set the clock [sts-clock]",
    });
  });

  it("is asked by clients of the SDK before each request, so they share its session and its renewal", async () => {
    const clients = [1, 2].map(() => new STSClient({ credentials: provider, region: "eu-west-1" }));
    const keys = async (): Promise<string[]> =>
      Promise.all(clients.map(async ({ config }) => (await config.credentials()).accessKeyId));
    try {
      assert.deepEqual(await keys(), ["KEY1", "KEY1"]);
      mock.timers.setTime(START + 50 * MINUTE);
      await keys();
      await until(async () => (await provider()).accessKeyId === "KEY2");
      assert.deepEqual([await keys(), sts.requests.length], [["KEY2", "KEY2"], 2]);
    } finally {
      clients.forEach((client) => {
        client.destroy();
      });
    }
  });
});
