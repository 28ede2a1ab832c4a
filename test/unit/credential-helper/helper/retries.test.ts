import assert from "node:assert/strict";
import { useFixture } from "./fixture";
import { imdsError, stsError } from "./replies";
import { noPauses } from "./run-helper";
import { said } from "./said";
import type { Reply } from "./side";

describe("The credential helper tries again", () => {
  const fixture = useFixture();

  for (const status of [404, 408, 410, 429, 500, 502, 503, 504]) {
    it(`after the metadata service answered ${status}`, async () => {
      const reply = imdsError(status, "passing", "for a moment");
      fixture.clouds.imds.next = [reply, reply, reply];
      const run = await fixture.run({ times: noPauses });
      assert.equal(run.exitCode, 0, run.stderr);
      assert.equal(run.stderr, "");
      assert.equal(fixture.clouds.imds.seen.length, 4);
    });
  }

  const stsTrouble: Record<string, Reply> = {
    "400 Throttling": stsError(400, "Throttling", "Rate exceeded"),
    ...Object.fromEntries(
      ["ThrottlingException", "RequestLimitExceeded", "TooManyRequestsException", "RequestTimeout"].map(
        (code) => [`400 ${code}`, stsError(400, code, "Later")],
      ),
    ),
    "429 without a code": { status: 429 },
    "400 IDPCommunicationError": stsError(
      400,
      "IDPCommunicationError",
      "The identity provider did not answer",
    ),
    "500 InternalFailure": stsError(500, "InternalFailure", "Oh"),
    "503 without a code": { status: 503, body: "Service Unavailable" },
  };
  for (const [name, reply] of Object.entries(stsTrouble)) {
    it(`after STS answered ${name}`, async () => {
      fixture.clouds.sts.next = [reply, reply];
      const run = await fixture.run({ times: noPauses });
      assert.equal(run.exitCode, 0, run.stderr);
      assert.equal(fixture.clouds.sts.seen.length, 3);
      assert.equal(fixture.clouds.imds.seen.length, 1);
    });
  }

  it("after Entra reported a passing trouble", async () => {
    fixture.clouds.imds.next = [imdsError(400, "temporarily_unavailable", "AADSTS90033: A transient error")];
    const run = await fixture.run({ times: noPauses });
    assert.equal(run.exitCode, 0, run.stderr);
    assert.equal(fixture.clouds.imds.seen.length, 2);
  });

  it("not before the time that Retry-After asks for", async () => {
    const at: number[] = [];
    const timed = (reply: Reply) => () => {
      at.push(Date.now());
      return reply;
    };
    const good = fixture.clouds.imds.always;
    const answers = [timed({ status: 429, headers: { "retry-after": "1" } }), timed(good())];
    fixture.clouds.imds.always = () => (answers.shift() ?? good)();
    const run = await fixture.run({ times: noPauses });
    assert.equal(run.exitCode, 0, run.stderr);
    assert.ok((at[1] ?? 0) - (at[0] ?? 0) >= 1000);
  });

  it("not sooner than a second after the metadata service had trouble, as Microsoft asks", async () => {
    const at: number[] = [];
    const { always } = fixture.clouds.imds;
    fixture.clouds.imds.always = () => {
      at.push(performance.now());
      return at.length === 1 ? { status: 500 } : always();
    };
    const run = await fixture.run();
    assert.equal(run.exitCode, 0, run.stderr);
    const pause = (at[1] ?? 0) - (at[0] ?? 0);
    assert.ok(pause >= 990 && pause < 4000, String(pause));
  });

  it("not when Retry-After asks for more time than there is", async () => {
    fixture.clouds.imds.always = () => ({ status: 429, headers: { "retry-after": "3600" } });
    const run = await fixture.run();
    assert.equal(run.exitCode, 1);
    assert.equal(
      run.stderr,
      `azure-to-aws: ${said("token-service-trouble", { reply: "Azure's instance metadata service answered 429: no reason given" })}\n`,
    );
    assert.equal(fixture.clouds.imds.seen.length, 1);
  });

  it("only as long as there is time, and then says what was answered last", async () => {
    fixture.clouds.imds.always = () => ({ status: 410 });
    const run = await fixture.run({ times: { ...noPauses, "refresh.TOTAL_SECONDS": 1 } });
    assert.equal(run.exitCode, 1);
    assert.equal(run.stdout, "");
    assert.equal(
      run.stderr,
      `azure-to-aws: ${said("token-service-trouble", { reply: "Azure's instance metadata service answered 410: no reason given" })}\n`,
    );
    assert.ok(fixture.clouds.imds.seen.length >= 4);
  });

  it("with longer and longer pauses of its own", async () => {
    const at: number[] = [];
    fixture.clouds.sts.always = () => {
      at.push(Date.now());
      return { status: 500 };
    };
    await fixture.run({ times: { "web.FIRST_PAUSE_SECONDS": 0.1, "refresh.TOTAL_SECONDS": 2 } });
    const pauses = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    assert.ok(pauses.length >= 3, String(pauses));
    for (const [index, pause] of pauses.entries()) {
      assert.ok(pause >= 50 * 2 ** index, String(pauses));
    }
  });
});
