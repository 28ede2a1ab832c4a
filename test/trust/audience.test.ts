import assert from "node:assert/strict";

import { audienceProblems, defaultAudience, judgeNewAudience } from "../../trust";

describe("defaultAudience", () => {
  it("is api://<tenant ID>/<name>", () => {
    assert.equal(
      defaultAudience("8F6D1A2C-3b4e-4c5d-9e7f-0a1b2c3d4e5f", "app"),
      "api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/app",
    );
  });
});

describe("audienceProblems", () => {
  it("finds none in what people use", () => {
    for (const audience of ["api://tenant/app", "urn://app", "https://app.example.com", "a".repeat(255)]) {
      assert.deepEqual(audienceProblems(audience), []);
    }
  });

  it("names each problem", () => {
    assert.deepEqual(audienceProblems(""), ["must not be empty"]);
    assert.deepEqual(audienceProblems("a".repeat(256)), ["must have at most 255 characters, but has 256"]);
    assert.match(audienceProblems("api://app/").join(), /must not end with a slash/);
    assert.match(audienceProblems("api://a b").join(), /white space/);
    assert.match(audienceProblems("api://a\u0000b").join(), /white space or control/);
    assert.match(audienceProblems("api://а").join(), /beyond U\+00FF/);
    assert.match(audienceProblems("api://*").join(), /\* or \?/);
    assert.match(audienceProblems("api://${x}").join(), /policy variable/);
  });

  it("names all of them at once", () => {
    assert.equal(audienceProblems("a *${/").length, 4);
  });
});

describe("judgeNewAudience", () => {
  const tenantId = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
  const applicationClientId = "33333333-aaaa-4bbb-8ccc-000000000003";
  const judge = (audience: string) => judgeNewAudience(audience, { tenantId, applicationClientId });

  it("allows what names the tenant or the application", () => {
    for (const audience of [
      `api://${tenantId}/orders`,
      `api://${tenantId.toUpperCase()}/orders/eu`,
      `api://${applicationClientId}`,
      `api://${applicationClientId}/orders`,
      `api://${tenantId}/${applicationClientId}`,
      `api://orders/${applicationClientId}`,
      `urn://orders/${tenantId}`,
    ]) {
      assert.equal(judge(audience), "allowed", audience);
    }
  });

  it("allows a domain only if it is verified, which the tenant alone knows", () => {
    for (const audience of [
      "https://contoso.com/orders",
      "https://orders.contoso.com",
      "https://contoso.onmicrosoft.com/orders",
      "api://contoso.com/orders",
    ]) {
      assert.equal(judge(audience), "allowed for a verified domain", audience);
    }
  });

  it("refuses what names neither", () => {
    for (const audience of [
      "urn://orders",
      "urn:orders",
      "api://orders",
      "api://orders/eu",
      "https://orders",
      `api://${tenantId}`,
      `api://${tenantId.replace("8", "9")}/orders`,
      "urn://contoso.com/orders",
      "orders",
      "",
    ]) {
      assert.equal(judge(audience), "refused", audience);
    }
  });

  it("does not know the ID of an application that is not there yet", () => {
    assert.equal(judgeNewAudience(`api://${applicationClientId}`, { tenantId }), "refused");
  });
});
