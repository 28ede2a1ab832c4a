import assert from "node:assert/strict";
import { clientId, issuer, subject } from "./facts";
import { useFixture } from "./fixture";
import { stsError } from "./replies";
import { said, saidLike } from "./said";

const old =
  "The token was issued 95 min ago and has no app role, so it may be older than the identity's assignment. " +
  "Azure reuses a token for up to 24 h.";

describe("When a token is refused, the credential helper", () => {
  const fixture = useFixture();
  const v2 = issuer.replace("sts.windows.net", "login.microsoftonline.com") + "v2.0";

  async function refusal(args: readonly string[] = []): Promise<string> {
    const run = await fixture.run({ args });
    assert.equal(run.exitCode, 1);
    assert.equal(run.stdout, "");
    assert.match(run.stderr, /^azure-to-aws: [^\n]+\n$/);
    return run.stderr;
  }

  function issued(minutesAgo: number): void {
    fixture.clouds.claims.iat = Math.floor(Date.now() / 1000) - minutesAgo * 60 - 5;
  }

  for (const code of ["AccessDenied", "InvalidIdentityToken"]) {
    it(`by STS with ${code}, says that it may be older than the assignment`, async () => {
      issued(95);
      fixture.clouds.sts.always = () => stsError(403, code, "no");
      assert.ok((await refusal()).includes(` ${old} AWS STS at 127.0.0.1 answered 403 ${code}: no [sts-`));
    });
  }

  it("by its own checks, says so too", async () => {
    issued(95);
    assert.ok((await refusal(["--issuer", v2])).endsWith(`; ${said("token-old", { age: old })}\n`));
    assert.deepEqual(fixture.clouds.sts.seen, []);
  });

  it("does not doubt the assignment of a token that carries an app role", async () => {
    issued(95);
    fixture.clouds.claims.roles = ["AssumeRole"];
    assert.ok(
      (await refusal(["--issuer", v2])).includes("; The token was issued 95 min ago. Azure reuses a token"),
    );
  });

  it("does not blame the age of a token that was just issued", async () => {
    issued(1);
    assert.match(
      await refusal(["--issuer", v2]),
      new RegExp(`^azure-to-aws: ${saidLike("token-issuer-version")}\n$`),
    );
  });

  it("does not blame its age for its end", async () => {
    issued(1500);
    fixture.clouds.claims.exp = Math.floor(Date.now() / 1000) - 100;
    assert.match(await refusal(), /try again later \[token-expired\]\n$/);
  });

  it("says that --subject is the client ID, and which is the principal ID", async () => {
    // The identity that --client-id names is another one, or the command line would be refused before.
    const other = "99999999-8888-4777-8666-555555555555";
    fixture.clouds.claims.appid = other;
    assert.equal(
      await refusal(["--subject", other]),
      `azure-to-aws: ${said("token-subject-is-client-id", { found: subject, wanted: other })}\n`,
    );
    assert.notEqual(other, clientId);
  });
});
