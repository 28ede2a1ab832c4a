/** Tokens of the lab's Entra, validated by a library that has no part in making them. */
import assert from "node:assert/strict";
import { JwtVerifier } from "aws-jwt-verify";
import {
  JwtExpiredError,
  JwtInvalidAudienceError,
  JwtInvalidIssuerError,
  JwtInvalidSignatureError,
  JwtNotBeforeError,
  KidNotFoundInJwksError,
} from "aws-jwt-verify/error";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { decodeJwt, decodeProtectedHeader, type JWTPayload } from "jose";
import {
  type AzureLab,
  describeWithAzureLab,
  FOREIGN_TENANT_ID,
  IDENTITY,
  TENANT_ID,
  virtualMachine,
  VM,
} from "../../../lab/testing/azure-lab";

/** A class of the library's errors. */
type ErrorClass = abstract new (...args: never[]) => Error;

/** How each version of Entra's tokens is validated. */
const VERSIONS = [
  { version: 1, issuer: `https://sts.windows.net/${TENANT_ID}/` },
  { version: 2, issuer: `https://login.microsoftonline.com/${TENANT_ID}/v2.0` },
] as const;

describeWithAzureLab("aws-jwt-verify", {}, (lab) => {
  before(async () => {
    await lab().prepareNetwork();
    await lab().put(VM, virtualMachine());
  });

  for (const { version, issuer } of VERSIONS) {
    describe(`with a token of version ${version}`, () => {
      const uri = `api://${TENANT_ID}/v${version}`;
      let audience: string;
      let token: string;
      let identity: { readonly clientId: string; readonly principalId: string };

      before(async () => {
        const appId = await createApplication(lab(), uri, version);
        audience = version === 1 ? uri : appId;
        token = await tokenFor(lab(), uri);
        identity = (await lab().arm("GET", IDENTITY)).body.properties as typeof identity;
      });

      const validate = (jwt: string, changes: { issuer?: string; audience?: string } = {}) =>
        discoverAndVerify(lab(), { issuer, audience, ...changes }, jwt);
      const refuses = async (error: ErrorClass, jwt: string, changes: { audience?: string } = {}) => {
        await assert.rejects(validate(jwt, changes), (cause: unknown) => {
          assert.ok(cause instanceof error, String(cause));
          return true;
        });
      };
      const resigned = (changes: JWTPayload) => lab().azure.forger().resign(token, changes);

      it("accepts it by issuer, audience, and the key that the discovery document leads to", async () => {
        const { iss, aud, sub, ver } = await validate(token);
        assert.deepEqual([iss, aud, sub, ver], [issuer, audience, identity.principalId, `${version}.0`]);
      });

      it("refuses the same claims from another tenant", async () => {
        // Keys of version 1 are those of all tenants, so the issuer alone tells them apart. Those of version 2 are the tenant's.
        const foreign = await tokenOfForeignTenant(lab(), token, version);
        await refuses(version === 1 ? JwtInvalidIssuerError : KidNotFoundInJwksError, foreign);
      });

      it("refuses another audience", async () => {
        await refuses(JwtInvalidAudienceError, token, { audience: `${audience}2` });
        await refuses(JwtInvalidAudienceError, await resigned({ aud: `${audience}2` }));
      });

      it("refuses an altered payload", async () => {
        const [header = "", payload = "", signature = ""] = token.split(".");
        const claims = { ...decodeJwt(token), sub: "00000000-0000-0000-0000-000000000000" };
        const altered = Buffer.from(JSON.stringify(claims)).toString("base64url");
        assert.equal((await validate([header, payload, signature].join("."))).sub, identity.principalId);
        await refuses(JwtInvalidSignatureError, [header, altered, signature].join("."));
      });

      it("refuses the key of a stranger under the name of a published one", async () => {
        await refuses(JwtInvalidSignatureError, await lab().azure.forger().signWithUnknownKey(token));
      });

      it("refuses a token before its time, and after", async () => {
        const now = Math.floor(Date.now() / 1000);
        await refuses(JwtExpiredError, await resigned({ exp: now - 1 }));
        await refuses(JwtNotBeforeError, await resigned({ nbf: now + 60 }));
      });

      it("accepts the token of a key that replaced another one, and still the former token", async () => {
        await lab().azure.tenant().keys.rotate();
        lab().azure.tenant().tokenCache.clear();
        const fresh = await tokenFor(lab(), uri);
        assert.notEqual(decodeProtectedHeader(fresh).kid, decodeProtectedHeader(token).kid);
        assert.equal((await validate(fresh)).sub, identity.principalId);
        assert.equal((await validate(token)).sub, identity.principalId);
      });
    });
  }

  it("does not find the documents of a tenant that does not exist", async () => {
    const issuer = "https://login.microsoftonline.com/00000000-2222-4333-8444-555555555555/v2.0";
    await assert.rejects(discoverAndVerify(lab(), { issuer, audience: "a" }, "a.b.c"), /400/);
  });
});

/** Finds the keys of an issuer as OpenID Connect Discovery says, and validates a token with them. */
async function discoverAndVerify(
  { azure }: AzureLab,
  { issuer, audience }: { readonly issuer: string; readonly audience: string },
  token: string,
): Promise<JWTPayload> {
  const get = async (url: string): Promise<ArrayBuffer> => {
    const response = await fetch(azure.resolve(url));
    assert.equal(response.status, 200, `${url}: ${response.status}`);
    return response.arrayBuffer();
  };
  const found = await get(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  const document = JSON.parse(Buffer.from(found).toString()) as Record<"issuer" | "jwks_uri", string>;
  assert.equal(document.issuer, issuer);
  const verifier = JwtVerifier.create(
    { issuer, audience, jwksUri: document.jwks_uri },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch: get } }) },
  );
  return await verifier.verify(token);
}

/** @returns the application's client ID. */
async function createApplication(lab: AzureLab, uri: string, version: 1 | 2): Promise<string> {
  const { body } = await lab.graph("POST", "/applications", {
    displayName: `v${version}`,
    identifierUris: [uri],
    api: { requestedAccessTokenVersion: version },
  });
  await lab.graph("POST", "/servicePrincipals", { appId: body.appId });
  return String(body.appId);
}

/** A token of the virtual machine's identity. */
async function tokenFor(lab: AzureLab, resource: string): Promise<string> {
  const query = new URLSearchParams({ "api-version": "2018-02-01", resource });
  const { body } = await lab.imds("vm1", `/metadata/identity/oauth2/token?${query.toString()}`);
  return String(body.access_token);
}

/** What the other tenant's Entra would sign: the same claims with its own issuer and tenant. */
async function tokenOfForeignTenant(lab: AzureLab, token: string, version: 1 | 2): Promise<string> {
  const claims = decodeJwt(token);
  const iss = String(claims.iss).replace(TENANT_ID, FOREIGN_TENANT_ID);
  return lab.azure.tenant(FOREIGN_TENANT_ID).sign({ ...claims, iss, tid: FOREIGN_TENANT_ID }, version);
}
