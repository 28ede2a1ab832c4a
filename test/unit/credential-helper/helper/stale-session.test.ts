import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { notesIn } from "./cache-folder";
import { useFixture } from "./fixture";
import { imdsError, stsError } from "./replies";
import { said } from "./said";
import type { Reply } from "./side";

describe("With a session that is still valid but no longer fresh, the credential helper", () => {
  const fixture = useFixture();
  const times = { "web.FIRST_PAUSE_SECONDS": 0.01, "refresh.TOTAL_SECONDS_WITH_SESSION": 1 };

  /** What happened to each failure so far. */
  const noted = () => notesIn(fixture.folder).map(({ kind }) => kind);

  /** Leaves a session in the cache that ends in ten minutes, and its document. */
  async function oldSession(): Promise<string> {
    fixture.clouds.sessionSeconds = 600;
    const run = await fixture.run({ times });
    assert.equal(run.exitCode, 0, run.stderr);
    fixture.clouds.sessionSeconds = 3600;
    return run.stdout;
  }

  it("renews it", async () => {
    const old = await oldSession();
    const run = await fixture.run({ times });
    assert.equal(run.stderr, "");
    assert.notEqual(run.stdout, old);
  });

  const passing: Record<string, Reply> = {
    "the metadata service is throttled": { status: 429 },
    "the metadata service has trouble": { status: 503 },
    "the metadata service cuts the connection": (request) => request.socket.destroy(),
    "the metadata service hangs": () => undefined,
  };
  for (const [name, reply] of Object.entries(passing)) {
    it(`serves it, with a note but nothing on stderr, while ${name}`, async () => {
      const old = await oldSession();
      fixture.clouds.imds.always = () => reply;
      const run = await fixture.run({ times });
      assert.equal(run.exitCode, 0);
      assert.equal(run.stdout, old);
      assert.equal(run.stderr, "");
      assert.deepEqual(noted(), ["old-session-served"]);
    });
  }

  it("serves it, with a note but nothing on stderr, while STS has trouble", async () => {
    const old = await oldSession();
    fixture.clouds.sts.always = () => stsError(500, "InternalFailure", "Oh");
    const run = await fixture.run({ times });
    assert.equal(run.exitCode, 0);
    assert.equal(run.stdout, old);
    assert.equal(run.stderr, "");
    assert.deepEqual(notesIn(fixture.folder), [
      {
        kind: "old-session-served",
        text: said("sts-trouble", { reply: "AWS STS at 127.0.0.1 answered 500 InternalFailure: Oh" }),
      },
    ]);
  });

  it("serves it without asking again right after a failure", async () => {
    const old = await oldSession();
    fixture.clouds.imds.always = () => ({ status: 503 });
    await fixture.run({ times });
    const asked = fixture.clouds.imds.seen.length;
    const run = await fixture.run({ times });
    assert.equal(run.stdout, old);
    assert.equal(run.stderr, "");
    assert.deepEqual(noted(), ["old-session-served"]);
    assert.equal(fixture.clouds.imds.seen.length, asked);
    const later = await fixture.run({ times: { ...times, clock: 60 } });
    assert.equal(later.stdout, old);
    assert.ok(fixture.clouds.imds.seen.length > asked);
  });

  it("does not serve it when Azure refuses for good", async () => {
    await oldSession();
    fixture.clouds.imds.always = () => imdsError(400, "invalid_request", "Identity not found");
    const run = await fixture.run({ times });
    assert.equal(run.exitCode, 1);
    assert.equal(run.stdout, "");
  });

  for (const code of ["AccessDenied", "InvalidIdentityToken"]) {
    it(`forgets it when STS answers ${code}`, async () => {
      await oldSession();
      fixture.clouds.sts.always = () => stsError(code === "AccessDenied" ? 403 : 400, code, "no");
      const run = await fixture.run({ times });
      assert.equal(run.exitCode, 1);
      assert.equal(run.stdout, "");
      assert.deepEqual(
        readdirSync(fixture.cacheFolder).filter((name) => /^session-[0-9a-f]+$/.test(name)),
        [],
      );
      fixture.clouds.sts.always = () => ({ status: 503 });
      const after = await fixture.run({ times: { ...times, "refresh.TOTAL_SECONDS": 0.5 } });
      assert.equal(after.exitCode, 1);
      assert.equal(after.stdout, "");
    });
  }

  it("does not serve it once it has ended", async () => {
    await oldSession();
    fixture.clouds.imds.always = () => ({ status: 503 });
    const run = await fixture.run({ times: { ...times, "refresh.TOTAL_SECONDS": 0.5, clock: 600 } });
    assert.equal(run.exitCode, 1);
    assert.equal(run.stdout, "");
    assert.equal(
      run.stderr,
      `azure-to-aws: ${said("token-service-trouble", { reply: "Azure's instance metadata service answered 503: no reason given" })}\n`,
    );
  });
});
