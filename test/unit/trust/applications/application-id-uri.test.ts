import assert from "node:assert/strict";
import {
  applicationIdUriProblems,
  defaultAudience,
  hostToVerify,
  isOnVerifiedDomain,
  judgeNewAudience,
} from "../../../../trust";

describe("defaultAudience", () => {
  it("is api://<tenant ID>/<name>", () => {
    assert.equal(
      defaultAudience("8F6D1A2C-3b4e-4c5d-9e7f-0a1b2c3d4e5f", "app"),
      "api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/app",
    );
  });
});

describe("applicationIdUriProblems", () => {
  it("accepts well-formed URIs of the schemes that Entra knows", () => {
    for (const audience of [
      "api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/orders",
      "api://orders",
      "API://Orders/eu-1",
      "https://orders.contoso.com",
      "https://contoso.com/orders?stage=dev#aws",
      "http://contoso.com/orders",
      "urn://orders",
      "urn:contoso:orders",
      "urn:fdc:contoso.com:2026:orders",
      "urn:contoso:orders//-eu-:0", // A URN has no host: two slashes in its name begin none.
      "ms-appx://contoso/orders",
      "https://orders.contoso.com:65535/a%20b;v=1,2/(x)!$&'+~@:?q=/?#f/?",
      "https://xn--bcher-kva.contoso.com:1",
      "api://orders_eu/x",
      `https://${"a".repeat(63)}.contoso.com`,
      `api://${"a".repeat(64)}/x`,
    ]) {
      assert.deepEqual(applicationIdUriProblems(audience), [], audience);
    }
  });

  it("refuses a string that is not a URI, and shows what the URI could be", () => {
    assert.deepEqual(applicationIdUriProblems("orders"), [
      'must be a URI that begins with https, http, api, urn or ms-appx, such as "api://<tenantId>/orders"',
    ]);
    assert.deepEqual(applicationIdUriProblems("//"), [
      'must be a URI that begins with https, http, api, urn or ms-appx, such as "api://<tenantId>/name"',
    ]);
  });

  it("refuses other schemes", () => {
    for (const audience of [
      "ftp://contoso.com/x",
      "spn:orders",
      "javascript:alert",
      "sts.windows.net",
      "xhttps://contoso.com",
      "httpsx://contoso.com",
      "apix://orders",
      "curn:contoso:orders",
      "urnx:contoso:orders",
      "1api://orders",
      "api://orders\nx",
    ]) {
      assert.match(applicationIdUriProblems(audience).join(), /begins with https, http, api, urn or ms-appx/);
    }
  });

  for (const [audience, reason] of [
    ["https://contoso..com/x", /^must have a host whose labels have 1 to 63 .*; got "contoso\.\.com"$/],
    ["https://-a.contoso.com", /^must have a name after https:\/\/$/],
    ["https://contoso-.com/x", /^must have a host whose labels/],
    ["https://a.-contoso.com/x", /^must have a host whose labels/],
    [`http://${"a".repeat(64)}.contoso.com`, /^must have a host whose labels/],
    [`https://${"a".repeat(64)}.contoso.com`, /^must have a host whose labels/],
    ["urn://contoso..com", /^must have a host whose labels/],
    ["https://contoso.com:99999/x", /^must have a port from 1 to 65535; got 99999$/],
    ["https://contoso.com:65536", /^must have a port from 1 to 65535; got 65536$/],
    ["https://contoso.com:0", /^must have a port from 1 to 65535; got 0$/],
    ["https://contoso.com/%zz", /^must not contain "%" without two hexadecimal digits after it$/],
    ["urn:contoso:%4", /^must not contain "%" without/],
    ["https://contoso.com/a#b#c", /^must not contain "#" more than once$/],
    ['api://x/"', /^must not contain "\\"": write it as a % escape$/],
    ["api://x/<x>", /^must not contain "<"/],
    ["api://x/a>b", /^must not contain ">"/],
    ["api://x/^", /^must not contain "\^"/],
    ["api://x/`", /^must not contain "`"/],
    ["api://x/{a}", /^must not contain "\{"/],
    ["api://x/a}", /^must not contain "\}"/],
    ["api://x/a|b", /^must not contain "\|"/],
    ["api://x/a\\b", /^must not contain "\\\\"/],
    ["api://x/[a]", /^must not contain "\["/],
  ] as const) {
    it(`refuses ${audience.slice(0, 40)}, which RFC 3986 does not allow`, () => {
      assert.match(applicationIdUriProblems(audience).join(), reason);
    });
  }

  it("refuses URIs without a name", () => {
    for (const audience of [
      "api:orders",
      "api:/orders",
      "api:///orders",
      "https://",
      "https://-x/y",
      "api://./x",
    ]) {
      assert.match(applicationIdUriProblems(audience).join(), /must have a name after/, audience);
    }
    for (const audience of ["urn:", "urn:orders", "urn://", "urn:/orders", "urn::orders", "urn:!a:b"]) {
      assert.deepEqual(
        applicationIdUriProblems(audience),
        ["must be urn:<namespace>:<name> or urn://<name>"],
        audience,
      );
    }
  });
});

describe("hostToVerify and isOnVerifiedDomain", () => {
  it("find the host of web addresses alone", () => {
    assert.equal(hostToVerify("https://Orders.Contoso.com:8443/x"), "orders.contoso.com");
    assert.equal(hostToVerify("http://contoso.com"), "contoso.com");
    assert.equal(hostToVerify("api://contoso.com/x"), undefined);
    assert.equal(hostToVerify("urn://contoso.com"), undefined);
    assert.equal(hostToVerify("api://orders/https://contoso.com"), undefined);
  });

  it("count a subdomain of a verified domain, and no look-alike", () => {
    const verified = ["Contoso.com", "contoso.onmicrosoft.com"];
    assert.equal(isOnVerifiedDomain("contoso.com", verified), true);
    assert.equal(isOnVerifiedDomain("eu.orders.contoso.com", verified), true);
    assert.equal(isOnVerifiedDomain("notcontoso.com", verified), false);
    assert.equal(isOnVerifiedDomain("contoso.com.example", verified), false);
    assert.equal(isOnVerifiedDomain("contoso.com", []), false);
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
      assert.equal(judge(audience), "allowed-for-verified-domain", audience);
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
      `https://${tenantId}/orders`,
      `x:api://${tenantId}/orders`,
      `api://${tenantId}/orders\nx`,
      "https://a@contoso.com/orders",
      "https://contoso.com:443/orders",
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
