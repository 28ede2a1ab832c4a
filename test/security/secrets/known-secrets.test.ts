import assert from "node:assert/strict";
import { EntraTenant, IdentityEndpoint, OutsideIssuer, SigningKey } from "../../../lab/azure";
import { FaultInjector, LoopbackServer } from "../../../lab/http";
import { LAB_TENANT_ID } from "../../../lab/lab-facts";
import { KnownSecrets } from "./known-secrets";

describe("what a lab makes in secret", () => {
  let secrets: KnownSecrets;

  beforeEach(() => {
    secrets = new KnownSecrets();
  });

  afterEach(() => {
    secrets.stop();
  });

  function kinds(): string[] {
    return [...new Set(secrets.all.map(({ what }) => what))].sort();
  }

  it("is known of an identity endpoint: the header that apps have in two variables", async () => {
    const tenant = await EntraTenant.create({ tenantId: LAB_TENANT_ID }, Date.now);
    const endpoint = await IdentityEndpoint.start({ identities: () => [], tenant });
    try {
      const { IDENTITY_HEADER, MSI_SECRET } = endpoint.environment();
      for (const value of [IDENTITY_HEADER, MSI_SECRET]) {
        assert.deepEqual(secrets.foundIn(`{"value":"${value}"}`), ["an identity endpoint's header"]);
      }
    } finally {
      await endpoint.stop();
    }
  });

  it("is known of an issuer outside Azure: its tokens", async () => {
    const issuer = await OutsideIssuer.start("https://token.example.com", Date.now);
    try {
      const token = await issuer.sign({ sub: "repo:a/b", aud: "x" });
      const wanted = ["an outside issuer's token", "the signature of an outside issuer's token"];
      assert.deepEqual(secrets.foundIn(`client_assertion=${token}`), wanted);
      assert.deepEqual(secrets.foundIn(Buffer.from(`a ${token}`).toString("base64")), wanted);
      assert.deepEqual(secrets.foundIn(token.split(".").slice(0, 2).join(".")), []);
    } finally {
      await issuer.stop();
    }
  });

  it("is known of keys: as JWK, as PEM and as DER, and of others by what PEM begins with", async () => {
    const { privateKey, publicKey } = await SigningKey.generate(0);
    assert.deepEqual(kinds(), ["an issuer's private key"]);
    const found = (text: string): string[] => secrets.foundIn(text);
    assert.deepEqual(found(JSON.stringify(privateKey.export({ format: "jwk" }))), kinds());
    for (const type of ["pkcs1", "pkcs8"] as const) {
      assert.deepEqual(found(privateKey.export({ type, format: "der" }).toString("base64")), kinds());
      const pem = privateKey.export({ type, format: "pem" }).toString();
      assert.deepEqual(found(JSON.stringify(pem)), [...kinds(), "a private key"]);
      for (const before of ["", "a", "ab"]) {
        const encoded = Buffer.from(before + pem).toString("base64");
        assert.deepEqual(found(encoded), [...kinds(), "a private key"]);
      }
    }
    assert.deepEqual(found(publicKey.export({ type: "spki", format: "pem" }).toString()), []);
    assert.deepEqual(found(JSON.stringify(publicKey.export({ format: "jwk" }))), []);
    assert.deepEqual(found("-----BEGIN EC PRIVATE KEY-----"), ["a private key"]);
  });

  it("is known of a tenant: the client secrets of its applications", async () => {
    const tenant = await EntraTenant.create({ tenantId: LAB_TENANT_ID }, Date.now);
    const secret = "8Q~with/characters+that=URLs.encode";
    tenant.addSecret("an application", secret);
    for (const encoded of [encodeURIComponent(secret), new URLSearchParams({ secret }).toString()]) {
      assert.deepEqual(secrets.foundIn(encoded), ["an application's client secret"]);
    }
  });

  it("is known of STS: the sessions that it hands out, in one piece or several", async () => {
    const front = new FaultInjector();
    const answer = (named: string) =>
      `<Credentials><AccessKeyId>ASIAEXAMPLE${named}</AccessKeyId><SecretAccessKey>key-of-${named}-key</SecretAccessKey>` +
      `<SessionToken>token-of-${named}-token</SessionToken></Credentials>`;
    const server = await LoopbackServer.listen((request, response) => {
      const operation = (request.url ?? "").slice(1);
      void front.handle({ operation, form: "" }, response, () => {
        const text = answer(operation);
        response.write(text.slice(0, 40));
        response.end(Buffer.from(text.slice(40)));
      });
    });
    try {
      for (const operation of ["AssumeRole", "AssumeRoleWithWebIdentity", "GetCallerIdentity"]) {
        const got = await (await fetch(`${server.url}/${operation}`)).text();
        assert.equal(got, answer(operation));
        const known = ["the session's key ID", "the session's key", "the session's token"];
        assert.deepEqual(secrets.foundIn(got), operation === "GetCallerIdentity" ? [] : known);
      }
    } finally {
      await server.close();
    }
  });

  it("is recorded no more once it is stopped", async () => {
    secrets.stop();
    await SigningKey.generate(0);
    assert.deepEqual(secrets.all, []);
  });
});
