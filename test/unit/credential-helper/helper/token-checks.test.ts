import assert from "node:assert/strict";
import { audience, clientId, issuer, subject } from "./facts";
import { useFixture } from "./fixture";
import { goodClaims, jwt, tokenReply } from "./replies";
import { said, saidLike } from "./said";

describe("Before it asks AWS, the credential helper", () => {
  const fixture = useFixture();
  const trusted = ["--issuer", issuer, "--subject", subject];
  const v2 = "https://login.microsoftonline.com/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/v2.0";
  const other = "99999999-8888-4777-8666-555555555555";

  async function refusal(args: readonly string[] = trusted): Promise<string> {
    const run = await fixture.run({ args });
    assert.equal(run.exitCode, 1);
    assert.equal(run.stdout, "");
    assert.match(run.stderr, /^azure-to-aws: [^\n]+\n$/);
    assert.deepEqual(fixture.clouds.sts.seen, []);
    return run.stderr.slice("azure-to-aws: ".length, -1);
  }

  it("names the slash that the issuer lacks", async () => {
    assert.equal(
      await refusal(["--issuer", issuer.slice(0, -1)]),
      said("token-issuer-slash", { wanted: issuer.slice(0, -1), found: issuer }),
    );
  });

  it("names the token version when the role trusts the other one", async () => {
    assert.equal(
      await refusal(["--issuer", v2]),
      said("token-issuer-version", {
        found_version: "1",
        wanted_version: "2",
        wanted: v2,
        found: issuer,
      }),
    );
  });

  it("names the other tenant", async () => {
    fixture.clouds.claims.iss = `https://sts.windows.net/${other}/`;
    assert.equal(
      await refusal(),
      said("token-issuer-tenant", { wanted: issuer, found: `https://sts.windows.net/${other}/` }),
    );
  });

  it("names another audience", async () => {
    fixture.clouds.claims.aud = `${audience}/`;
    assert.equal(
      await refusal(),
      said("token-audience-differs", { wanted: audience, found: `${audience}/` }),
    );
  });

  it("names another authorized party, which AWS compares in a v2 token", async () => {
    fixture.clouds.claims.azp = other;
    assert.equal(await refusal(), said("token-azp-differs", { wanted: clientId, found: other }));
  });

  it("names another subject", async () => {
    fixture.clouds.claims.sub = other;
    assert.equal(await refusal(), said("token-subject-differs", { wanted: subject, found: other }));
  });

  it("names an expired token", async () => {
    fixture.clouds.claims.exp = Math.floor(Date.now() / 1000) - 100;
    assert.match(
      await refusal(),
      new RegExp(`^${saidLike("token-expired", { seconds: String.raw`10\d` })}$`),
    );
  });

  it("takes a token that ends in a few seconds, and a session that outlives it", async () => {
    fixture.clouds.claims.exp = Math.floor(Date.now() / 1000) + 20;
    const run = await fixture.run();
    assert.equal(run.exitCode, 0, run.stderr);
    const { Expiration } = JSON.parse(run.stdout) as { Expiration: string };
    assert.ok(Date.parse(Expiration) > Date.now() + 3500_000);
  });

  it("tells a clock that is ahead of the token's end from a token that is old", async () => {
    const run = await fixture.run({ times: { clock: 2 * 86400 } });
    assert.equal(run.exitCode, 1);
    assert.match(
      run.stderr,
      new RegExp(`^azure-to-aws: ${saidLike("token-expired", { seconds: String.raw`\d+` })}`),
    );
    assert.deepEqual(fixture.clouds.sts.seen, []);
  });

  it("takes a token from a clock that is behind its beginning: that is for AWS to judge", async () => {
    const run = await fixture.run({ times: { clock: -7200 } });
    assert.equal(run.exitCode, 0, run.stderr);
  });

  it("names all differences at once", async () => {
    Object.assign(fixture.clouds.claims, { iss: v2, aud: "api://other", sub: other, exp: 1 });
    const message = await refusal();
    for (const part of ["issuer (iss)", "audience (aud)", "subject (sub)", "expired"]) {
      assert.ok(message.includes(part), part);
    }
  });

  const notJwt = said("token-not-jwt", { bytes: "20000" });
  const malformed: Record<string, [unknown, string]> = {
    "no JWT": ["opaque", notJwt],
    "a JWT with characters that are no Base64url": [jwt(goodClaims()).replace(".", ". <<: "), notJwt],
    "a JWT without a signature": [jwt(goodClaims()).replace(/[^.]+$/, ""), notJwt],
    "a JWT of a text": [jwt("text"), notJwt],
    "a token longer than STS takes": [jwt({ padding: "x".repeat(20000) }), notJwt],
    "claims of wrong types": [
      jwt({ iss: 1, aud: [1], sub: null, exp: "soon", azp: 5 }),
      said("token-claims-invalid", {
        problems:
          "iss is not a string, aud is not a string, sub is not a string, azp is not a string, exp is not a time",
      }),
    ],
    "no claims": [
      jwt({}),
      said("token-claims-invalid", {
        problems: "iss is not a string, aud is not a string, sub is not a string, exp is not a time",
      }),
    ],
  };
  for (const [name, [token, message]] of Object.entries(malformed)) {
    it(`refuses ${name}`, async () => {
      fixture.clouds.imds.always = () => tokenReply(String(token));
      assert.equal(await refusal(), message);
    });
  }
});
