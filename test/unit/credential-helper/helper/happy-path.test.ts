import assert from "node:assert/strict";
import { audience, clientId, issuer, roleArn, secrets, subject, tokenId } from "./facts";
import { useFixture } from "./fixture";

describe("The credential helper", () => {
  const fixture = useFixture();

  it("prints exactly what credential_process asks for, and nothing else", async () => {
    const expiration = fixture.clouds.expiration();
    const run = await fixture.run();
    assert.equal(run.stderr, "");
    assert.equal(run.exitCode, 0);
    assert.match(run.stdout, /^[^\n]+\n$/);
    const document = JSON.parse(run.stdout) as Record<string, unknown>;
    const { Expiration, ...rest } = document;
    assert.deepEqual(rest, {
      Version: 1,
      AccessKeyId: "ASIAEXAMPLE",
      SecretAccessKey: secrets.key,
      SessionToken: secrets.session,
    });
    assert.match(String(Expiration), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.ok(Math.abs(Date.parse(String(Expiration)) - Date.parse(expiration)) <= 5000);
  });

  it("asks the metadata service as documented: once, with its header, and always with the client ID", async () => {
    await fixture.run();
    const [request, ...more] = fixture.clouds.imds.seen;
    assert.deepEqual(more, []);
    assert.equal(request?.method, "GET");
    assert.equal(request.headers.metadata, "true");
    assert.equal(request.headers["user-agent"], "azure-to-aws/0.2.0");
    assert.deepEqual(Object.fromEntries(request.query), {
      "api-version": "2018-02-01",
      resource: audience,
      client_id: clientId,
    });
  });

  it("sends STS one unsigned POST with the token in its body", async () => {
    await fixture.run({ args: ["--duration", "7200"] });
    const [request, ...more] = fixture.clouds.sts.seen;
    assert.deepEqual(more, []);
    assert.equal(request?.method, "POST");
    assert.equal(request.path, "/");
    assert.equal(request.query.size, 0);
    assert.equal(request.headers.authorization, undefined);
    assert.equal(request.headers["user-agent"], "azure-to-aws/0.2.0");
    assert.deepEqual(Object.fromEntries(new URLSearchParams(request.body)), {
      Action: "AssumeRoleWithWebIdentity",
      Version: "2011-06-15",
      RoleArn: roleArn,
      RoleSessionName: `vm-storage-1@${tokenId}`,
      WebIdentityToken: fixture.clouds.token(),
      DurationSeconds: "7200",
    });
  });

  it("accepts a token that is what the role trusts", async () => {
    const run = await fixture.run({ args: ["--issuer", issuer, "--subject", subject.toUpperCase()] });
    assert.equal(run.exitCode, 0, run.stderr);
  });

  it("accepts a v2 token, whose azp is the identity's client ID", async () => {
    const v2 = "https://login.microsoftonline.com/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/v2.0";
    Object.assign(fixture.clouds.claims, {
      iss: v2,
      aud: "0b0b0b0b-1111-4222-8333-444444444444",
      azp: clientId,
    });
    const run = await fixture.run({ args: ["--issuer", v2, "--subject", subject] });
    assert.equal(run.exitCode, 0, run.stderr);
  });

  it("takes options with an equals sign too", async () => {
    const run = await fixture.run({ args: ["--session-name=build.agent@ci"] });
    assert.equal(run.exitCode, 0, run.stderr);
    assert.equal(sessionName(), "build.agent@ci");
    assert.deepEqual(fixture.clouds.instance.seen, []);
  });

  it("makes the session name fit what STS allows", async () => {
    fixture.clouds.instance.always = () => ({ body: `böser Name/${"x".repeat(100)}` });
    fixture.clouds.claims.uti = "a b";
    await fixture.run();
    assert.equal(sessionName(), `b-ser-Name-${"x".repeat(49)}@a-b`);
    assert.equal(sessionName()?.length, 64);
  });

  it("names the session after the host where the metadata service does not tell the VM's name", async () => {
    fixture.clouds.instance.always = () => ({ status: 404 });
    delete fixture.clouds.claims.uti;
    const run = await fixture.run();
    assert.equal(run.exitCode, 0, run.stderr);
    assert.match(sessionName() ?? "", /^[\w+=,.@-]{2,64}$/);
  });

  it("names itself to Azure's metadata service at both questions", () =>
    fixture.run().then(() => {
      const { imds, instance } = fixture.clouds;
      assert.deepEqual(
        [...imds.seen, ...instance.seen].map(({ headers }) => headers["user-agent"]),
        ["azure-to-aws/0.2.0", "azure-to-aws/0.2.0"],
      );
    }));

  it("reads an expiration with fractions of a second or an offset of zero", async () => {
    const expiration = fixture.clouds.expiration();
    for (const [index, written] of [
      expiration.replace("Z", ".123Z"),
      expiration.replace("Z", "+00:00"),
    ].entries()) {
      fixture.clouds.sts.next = [{ body: grantedAt(written) }];
      const run = await fixture.run({ args: ["--session-name", `s-${index}`] });
      assert.equal((JSON.parse(run.stdout) as { Expiration: string }).Expiration, expiration);
    }
  });

  function sessionName(): string | null {
    return new URLSearchParams(fixture.clouds.sts.seen[0]?.body).get("RoleSessionName");
  }

  function grantedAt(expiration: string): string {
    const reply = fixture.clouds.sts.always();
    assert.ok(typeof reply !== "function" && reply.body !== undefined);
    return reply.body.replace(/<Expiration>.*<\/Expiration>/, `<Expiration>${expiration}</Expiration>`);
  }
});
