import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { CertificateAuthority } from "../../http/certificate-authority";

describe("CertificateAuthority", () => {
  it("issues certificates for names and addresses that its own certificate verifies", async () => {
    const authority = await CertificateAuthority.create("the lab");
    const { cert } = await authority.issue(["localhost", "127.0.0.1", "*.example.com"]);
    const [root, leaf] = [new X509Certificate(authority.certificate), new X509Certificate(cert)];
    assert.equal(leaf.subjectAltName, "DNS:localhost, IP Address:127.0.0.1, DNS:*.example.com");
    assert.deepEqual(
      [leaf.issuer, root.subject, root.ca, leaf.ca],
      ["CN=the lab", "CN=the lab", true, false],
    );
    assert.equal(leaf.verify(root.publicKey), true);
  });

  it("does not vouch for the certificates of another authority of the same name", async () => {
    const { cert } = await (await CertificateAuthority.create("the lab")).issue(["localhost"]);
    const other = new X509Certificate((await CertificateAuthority.create("the lab")).certificate);
    assert.equal(new X509Certificate(cert).verify(other.publicKey), false);
  });

  it("keeps certificates valid for a day", async () => {
    const { certificate } = await CertificateAuthority.create("the lab");
    const { validFrom, validTo } = new X509Certificate(certificate);
    assert.equal(Date.parse(validTo) - Date.parse(validFrom), 25 * 3600 * 1000);
  });
});
