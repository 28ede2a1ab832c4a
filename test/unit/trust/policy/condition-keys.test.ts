import assert from "node:assert/strict";
import { differenceOf } from "../../../../trust/analyze/key-difference";
import { providerOfKey } from "../../../../trust/policy/condition-keys";

describe("providerOfKey", () => {
  it("gives the provider of web identity keys", () => {
    assert.equal(providerOfKey("sts.windows.net/t/:sub"), "sts.windows.net/t/");
    assert.equal(providerOfKey("https://a.example/:sub"), "https://a.example/");
    assert.equal(providerOfKey("graph.facebook.com:app_id"), "graph.facebook.com");
    assert.equal(providerOfKey("http://issuer:amr"), "http://issuer");
    assert.equal(providerOfKey(".example:amr"), ".example");
    assert.equal(providerOfKey("issuer:sub"), "issuer");
  });

  it("gives none for AWS's own", () => {
    for (const key of [
      "aws:sourceip",
      "sts:externalid",
      "saml:aud",
      "aws:requesttag/a.b:c",
      "aws:requesttag/https://a:b",
      "aud",
      "a:sub:b",
      "",
    ]) {
      assert.equal(providerOfKey(key), undefined, key);
    }
  });
});

describe("differenceOf", () => {
  it("names the slash, the scheme or another provider", () => {
    assert.match(differenceOf("a.example/", "a.example"), /slash too many/);
    assert.match(differenceOf("a.example", "A.example/"), /slash too few/);
    assert.match(differenceOf("https://a.example", "a.example"), /^which begins with a scheme/);
    assert.match(differenceOf("b.example", "a.example"), /another provider/);
    assert.match(differenceOf("a.example/", "a.example", true), /^which have a slash/);
    assert.match(differenceOf("https://a.example", "a.example", true), /^which begin with/);
  });
});
