import assert from "node:assert/strict";
import { IssuerKeys } from "../../../aws/sts/issuer-keys";
import { LoopbackServer } from "../../../http/loopback-server";
import { V1, V2 } from "../../../testing/federation";
import { type IssuerKey, issuerKey, OidcIssuer } from "../../../testing/oidc-issuer";

const NO_KEY = {
  name: "StsError",
  code: "InvalidIdentityToken",
  message:
    "Couldn't retrieve verification key from your identity provider,  " +
    "please reference AssumeRoleWithWebIdentity documentation for requirements",
};

describe("keys of an OIDC issuer", () => {
  let first: IssuerKey;
  let second: IssuerKey;
  let issuer: OidcIssuer;
  let now: number;
  let keys: IssuerKeys;

  before(async () => {
    first = await issuerKey("first", "ES256");
    second = await issuerKey("second", "ES384");
  });

  beforeEach(async () => {
    issuer = await OidcIssuer.listen(first);
    now = 1_800_000_000_000;
    keys = new IssuerKeys({ resolve: issuer.resolve, clock: () => now });
  });

  afterEach(async () => {
    await issuer.close();
  });

  it("are found by key ID and type for issuers with and without a slash at their end", async () => {
    assert.deepEqual(await keys.find(V1, "first", "EC"), first.publicJwk);
    assert.deepEqual(await keys.find(V2, "first", "EC"), first.publicJwk);
    await assert.rejects(keys.find(V1, "first", "RSA"), NO_KEY);
  });

  it("need no key ID while the issuer has one key", async () => {
    assert.deepEqual(await keys.find(V1, undefined, "EC"), first.publicJwk);
    await assert.rejects(keys.find(V1, undefined, "RSA"), NO_KEY);
    issuer.keys = [first.publicJwk, second.publicJwk];
    now += 300_000;
    await assert.rejects(keys.find(V1, undefined, "EC"), NO_KEY);
  });

  it("are skipped when their certificate cannot be read", async () => {
    issuer.keys = [{ ...first.publicJwk, x5c: ["AAAA"] }, second.publicJwk];
    await assert.rejects(keys.find(V1, "first", "EC"), NO_KEY);
    assert.deepEqual(await keys.find(V1, "second", "EC"), second.publicJwk);
  });

  it("that are new are asked for at once", async () => {
    await keys.find(V1, "first", "EC");
    issuer.keys = [first.publicJwk, second.publicJwk];
    assert.deepEqual(await keys.find(V1, "second", "EC"), second.publicJwk);
  });

  it("that were rotated away are known for five more minutes at most", async () => {
    await keys.find(V1, "first", "EC");
    issuer.keys = [second.publicJwk];
    now += 299_999;
    assert.deepEqual(await keys.find(V1, "first", "EC"), first.publicJwk);
    now += 1;
    await assert.rejects(keys.find(V1, "first", "EC"), NO_KEY);
  });

  for (const [what, discovery] of [
    ["no response_types_supported", { response_types_supported: undefined }],
    ["an empty subject_types_supported", { subject_types_supported: [] }],
    ["no id_token_signing_alg_values_supported", { id_token_signing_alg_values_supported: undefined }],
    ["no jwks_uri", { jwks_uri: undefined }],
    ["a jwks_uri over plain http", { jwks_uri: "http://login.windows.net/common/discovery/keys" }],
    ["another issuer", { issuer: V2 }],
  ] as const) {
    it(`are not used with ${what} in the discovery document`, async () => {
      issuer.discovery = discovery;
      await assert.rejects(keys.find(V1, "first", "EC"), NO_KEY);
    });
  }

  it("are not used when there are more than 100 of their type", async () => {
    const rsa = await issuerKey("rsa");
    issuer.keys = [rsa.publicJwk, ...Array.from({ length: 100 }, () => first.publicJwk)];
    await keys.find(V1, "first", "EC");
    now += 300_000;
    issuer.keys.push(first.publicJwk);
    await assert.rejects(keys.find(V1, "first", "EC"), NO_KEY);
    assert.deepEqual(await keys.find(V1, "rsa", "RSA"), rsa.publicJwk);
  });

  it("cannot be had from an issuer that answers an error or is gone", async () => {
    issuer.status = 503;
    await assert.rejects(keys.find(V1, "first", "EC"), NO_KEY);
    await issuer.close();
    await assert.rejects(keys.find(V1, "first", "EC"), NO_KEY);
  });

  it("cannot be had from an issuer that takes over five seconds", async () => {
    const silent = await LoopbackServer.listen(() => undefined);
    const waiting = new IssuerKeys({ resolve: () => silent.url, clock: () => now });
    const begin = performance.now();
    await assert.rejects(waiting.find(V1, "first", "EC"), NO_KEY);
    assert.ok(performance.now() - begin >= 4_900);
    await silent.close();
  });
});
