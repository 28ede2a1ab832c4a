import assert from "node:assert/strict";
import {
  discoveryDocumentV1,
  discoveryDocumentV2,
  issuerUrl,
  keyDocumentV1,
  keyDocumentV2,
} from "../../../azure/entra/discovery";

const KEY = { kty: "RSA", use: "sig", kid: "k", x5t: "k", n: "n", e: "AQAB", x5c: ["c"] } as const;

describe("discovery documents", () => {
  it("end the first version's issuer with a slash, and the second's without", () => {
    assert.equal(issuerUrl("t", 1), "https://sts.windows.net/t/");
    assert.equal(issuerUrl("t", 2), "https://login.microsoftonline.com/t/v2.0");
  });

  it("name the hosts of the tenant's cloud", () => {
    assert.equal(issuerUrl("t", 1, "usgovernment"), "https://sts.windows.net/t/");
    assert.equal(issuerUrl("t", 2, "usgovernment"), "https://login.microsoftonline.us/t/v2.0");
    assert.equal(issuerUrl("t", 1, "china"), "https://sts.chinacloudapi.cn/t/");
    assert.equal(issuerUrl("t", 2, "china"), "https://login.partner.microsoftonline.cn/t/v2.0");
    const v1 = discoveryDocumentV1("t", "login.microsoftonline.com", "china");
    assert.equal(v1.issuer, "https://sts.chinacloudapi.cn/t/");
    assert.equal(v1.jwks_uri, "https://login.partner.microsoftonline.cn/common/discovery/keys");
    assert.equal(v1.token_endpoint, "https://login.partner.microsoftonline.cn/t/oauth2/token");
    const v2 = discoveryDocumentV2("t", "usgovernment");
    assert.equal(v2.issuer, "https://login.microsoftonline.us/t/v2.0");
    assert.equal(v2.jwks_uri, "https://login.microsoftonline.us/t/discovery/v2.0/keys");
    assert.deepEqual(keyDocumentV2("t", [KEY], "china"), {
      keys: [{ ...KEY, issuer: "https://login.partner.microsoftonline.cn/t/v2.0" }],
    });
  });

  it("name keys on another host than the issuer in the first version: which one follows where it was asked", () => {
    const asked = (host: string): unknown => discoveryDocumentV1("t", host).jwks_uri;
    assert.equal(asked("sts.windows.net"), "https://login.windows.net/common/discovery/keys");
    assert.equal(asked("login.windows.net"), "https://login.windows.net/common/discovery/keys");
    assert.equal(
      asked("login.microsoftonline.com"),
      "https://login.microsoftonline.com/common/discovery/keys",
    );
  });

  it("name keys of the tenant in the second version", () => {
    const { jwks_uri: keys, issuer } = discoveryDocumentV2("t");
    assert.equal(keys, "https://login.microsoftonline.com/t/discovery/v2.0/keys");
    assert.equal(issuer, "https://login.microsoftonline.com/t/v2.0");
  });

  it("have the members that AWS demands of an identity provider", () => {
    for (const document of [discoveryDocumentV1("t", "sts.windows.net"), discoveryDocumentV2("t")]) {
      assert.deepEqual(document.subject_types_supported, ["pairwise"]);
      assert.deepEqual(document.id_token_signing_alg_values_supported, ["RS256"]);
      assert.ok(Array.isArray(document.response_types_supported));
      assert.ok(Array.isArray(document.claims_supported));
    }
  });

  it("name the issuer beside each key in the second version only", () => {
    assert.deepEqual(keyDocumentV1([KEY]), { keys: [KEY] });
    assert.deepEqual(keyDocumentV2("t", [KEY]), {
      keys: [{ ...KEY, issuer: "https://login.microsoftonline.com/t/v2.0" }],
    });
  });
});
