import assert from "node:assert/strict";
import { createHash, X509Certificate } from "node:crypto";
import { KeyRing } from "../../../azure/entra/key-ring";

const NOW = Date.parse("2026-01-02T03:04:05Z");

describe("KeyRing", () => {
  let ring: KeyRing;

  beforeEach(async () => {
    ring = await KeyRing.create(() => NOW);
  });

  it("publishes the signing key and the next one, without alg, under equal kid and x5t", () => {
    const [first, second, ...rest] = ring.published();
    assert.deepEqual(rest, []);
    assert.equal(first?.kid, ring.active.kid);
    assert.notEqual(first.kid, second?.kid);
    assert.deepEqual(Object.keys(first), ["kty", "use", "kid", "x5t", "n", "e", "x5c"]);
    assert.equal(first.x5t, first.kid);
  });

  it("has a key of which nobody else has the pair until it is given back, once", async () => {
    const pairs = (of: KeyRing) => of.published().map(({ n }) => n);
    const first = pairs(ring);
    ring.giveBack();
    ring.giveBack();
    const later = [await KeyRing.create(() => NOW + 1000), await KeyRing.create(() => NOW)];
    assert.deepEqual(new Set(later.flatMap(pairs)).size, 4);
    assert.deepEqual(
      first.filter((pair) => later.flatMap(pairs).includes(pair)),
      first,
    );
  });

  it("publishes each key in a certificate that its key signed, valid for five years from now", () => {
    const { published, publicKey } = ring.active;
    const der = Buffer.from(published.x5c[0], "base64");
    const certificate = new X509Certificate(der);
    assert.equal(certificate.verify(publicKey), true);
    assert.equal(certificate.subject, "CN=accounts.accesscontrol.windows.net");
    assert.equal(certificate.publicKey.equals(publicKey), true);
    assert.equal(new Date(certificate.validFrom).getTime(), NOW);
    assert.equal(new Date(certificate.validTo).getTime(), NOW + 5 * 365 * 24 * 3600 * 1000);
    assert.equal(createHash("sha1").update(der).digest("base64url"), published.x5t);
  });

  it("lets the next key sign after a rotation, and still publishes the former one until it is withdrawn", async () => {
    const [first, second] = ring.published();
    const former = await ring.rotate();
    assert.equal(former, first?.kid);
    assert.equal(ring.active.kid, second?.kid);
    assert.equal(ring.published().length, 3);
    assert.notEqual(ring.find(former), undefined);
    ring.withdraw(former);
    assert.equal(ring.find(former), undefined);
    assert.equal(ring.published().length, 2);
  });
});
