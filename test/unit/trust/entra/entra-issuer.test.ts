import assert from "node:assert/strict";
import { entraIssuer, recognizeEntraIssuer } from "../../../../trust";
import { entraHostOf, namesNoTenant } from "../../../../trust/entra/entra-issuer";

const TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";

describe("entraIssuer", () => {
  it("gives the v1 issuer of the public cloud by default, with the slash that belongs to it", () => {
    assert.deepEqual(entraIssuer(TENANT), {
      tenantId: TENANT,
      tokenVersion: 1,
      cloud: "public",
      url: `https://sts.windows.net/${TENANT}/`,
      providerName: `sts.windows.net/${TENANT}/`,
      audienceKey: `sts.windows.net/${TENANT}/:aud`,
      subjectKey: `sts.windows.net/${TENANT}/:sub`,
    });
  });

  it("gives each cloud's issuer for each version", () => {
    const urls = (["public", "usgovernment", "china"] as const).map((cloud) =>
      ([1, 2] as const).map((tokenVersion) => entraIssuer(TENANT, { cloud, tokenVersion }).url),
    );
    assert.deepEqual(urls, [
      [`https://sts.windows.net/${TENANT}/`, `https://login.microsoftonline.com/${TENANT}/v2.0`],
      [`https://sts.windows.net/${TENANT}/`, `https://login.microsoftonline.us/${TENANT}/v2.0`],
      [`https://sts.chinacloudapi.cn/${TENANT}/`, `https://login.partner.microsoftonline.cn/${TENANT}/v2.0`],
    ]);
  });

  it("writes the tenant in lower case, as tokens do", () => {
    assert.equal(entraIssuer(TENANT.toUpperCase()).url, `https://sts.windows.net/${TENANT}/`);
  });

  it("refuses a tenant that is no GUID and names it", () => {
    assert.throws(() => entraIssuer("contoso.onmicrosoft.com"), {
      name: "TypeError",
      message:
        'The tenant ID must be a GUID such as 8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f, but is "contoso.onmicrosoft.com".',
    });
  });
});

describe("recognizeEntraIssuer", () => {
  it("recognizes its own and forgives slashes and capitals", () => {
    const v1 = { tenantId: TENANT, tokenVersion: 1, providerName: `sts.windows.net/${TENANT}/` };
    const v2 = { tenantId: TENANT, tokenVersion: 2, providerName: `login.microsoftonline.us/${TENANT}/v2.0` };
    assert.deepEqual(recognizeEntraIssuer(`sts.windows.net/${TENANT}/`), v1);
    assert.deepEqual(recognizeEntraIssuer(`STS.windows.net/${TENANT.toUpperCase()}`), v1);
    assert.deepEqual(recognizeEntraIssuer(`login.microsoftonline.us/${TENANT}/v2.0`), v2);
    assert.deepEqual(recognizeEntraIssuer(`login.microsoftonline.us/${TENANT}/v2.0/`), v2);
    for (const end of ["", "/", "/v1.0", "/oauth2/v2.0", "/v2.0/.well-known/openid-configuration"]) {
      assert.deepEqual(recognizeEntraIssuer(`login.microsoftonline.us/${TENANT}${end}`), v2, end);
    }
    assert.deepEqual(recognizeEntraIssuer(`sts.windows.net/${TENANT}/v2.0`), v1);
    assert.equal(
      recognizeEntraIssuer("login.microsoftonline.com/consumers/v2.0")?.providerName,
      "login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0",
    );
  });

  it("recognizes the issuers of the sovereign clouds", () => {
    for (const country of ["fr", "de", "sg"]) {
      const providerName = `login.sovcloud-identity.${country}/${TENANT}/v2.0`;
      assert.deepEqual(recognizeEntraIssuer(providerName), {
        tenantId: TENANT,
        tokenVersion: 2,
        providerName,
      });
    }
  });

  it("takes `consumers` for a tenant at hosts of version 2 alone, and at the beginning alone", () => {
    assert.equal(recognizeEntraIssuer("sts.windows.net/consumers/"), undefined);
    assert.equal(recognizeEntraIssuer("login.microsoftonline.com/x/consumers/v2.0"), undefined);
  });

  it("takes what a template leaves open for no issuer", () => {
    assert.equal(recognizeEntraIssuer(`sts.windows.net/${TENANT}/a\uE00061\uE001b/`), undefined);
  });

  it("recognizes another host of a cloud, a port, and slashes in a row, and gives the issuer's own name", () => {
    const names: [written: string, right: string][] = [
      [`login.windows.net/${TENANT}/`, `sts.windows.net/${TENANT}/`],
      [`Login.Windows.net/${TENANT}`, `sts.windows.net/${TENANT}/`],
      [`login.microsoft.com/${TENANT}/v2.0`, `login.microsoftonline.com/${TENANT}/v2.0`],
      [`login-us.microsoftonline.com/${TENANT}/v2.0/`, `login.microsoftonline.com/${TENANT}/v2.0`],
      [`login.usgovcloudapi.net/${TENANT}/v2.0`, `login.microsoftonline.us/${TENANT}/v2.0`],
      [`login.chinacloudapi.cn/${TENANT}/`, `sts.chinacloudapi.cn/${TENANT}/`],
      [`sts.windows.net:443/${TENANT}/`, `sts.windows.net/${TENANT}/`],
      [`sts.windows.net//${TENANT}//`, `sts.windows.net/${TENANT}/`],
    ];
    for (const [written, right] of names) {
      assert.equal(recognizeEntraIssuer(written)?.providerName, right, written);
    }
  });

  it("recognizes nothing else", () => {
    for (const name of [
      "sts.windows.net",
      "sts.windows.net/common/",
      "login.microsoftonline.com/common/v2.0",
      "login.microsoftonline.com/organizations/v2.0",
      "login.microsoftonline.com/contoso.onmicrosoft.com/v2.0",
      `login.microsoftonline.com/${TENANT}x/v2.0`,
      `login.microsoftonline.com/tfp/${TENANT}/b2c_1_x/v2.0/`,
      `login.microsoftonline.com.evil.example/${TENANT}/v2.0`,
      `login.microsoftonline.com:8443/${TENANT}/v2.0`,
      `sts.windows.net/${TENANT}:443/`,
      `contoso.ciamlogin.com/${TENANT}/v2.0`,
      "login.windows.net/common/",
      "token.actions.githubusercontent.com",
      "",
    ]) {
      assert.equal(recognizeEntraIssuer(name), undefined, name);
    }
  });
});

describe("entraHostOf", () => {
  it("gives the issuer's host and token version for any tenant", () => {
    for (const [name, host, tokenVersion] of [
      ["sts.windows.net/common/", "sts.windows.net", 1],
      ["STS.windows.net:443//contoso.com/v2.0", "sts.windows.net", 1],
      ["login.microsoftonline.us/common/", "login.microsoftonline.us", 2],
      ["login.windows.net/contoso.com/", "sts.windows.net", 1],
      ["login.windows.net/contoso.com/v2.0", "login.microsoftonline.com", 2],
      ["login.chinacloudapi.cn/common", "sts.chinacloudapi.cn", 1],
    ] as const) {
      assert.deepEqual(entraHostOf(name), { host, tokenVersion }, name);
    }
  });
});

describe("namesNoTenant", () => {
  it("finds a word or a domain in the place of the tenant", () => {
    for (const tenant of [
      "common",
      "organizations",
      "consumers",
      "contoso.com",
      "a-b.onmicrosoft.com",
      "a.b.c",
    ]) {
      for (const name of [`sts.windows.net/${tenant}/`, `login.microsoftonline.com/${tenant}/v2.0`]) {
        assert.equal(namesNoTenant(name), true, name);
      }
    }
  });

  it("finds none in a tenant's ID, and at no other host", () => {
    for (const name of [
      `sts.windows.net/${TENANT}/`,
      "sts.windows.net/xcommon/",
      "sts.windows.net/commonx/",
      "sts.windows.net/contoso/",
      "sts.windows.net/contoso./",
      "sts.windows.net/.com/",
      "sts.windows.net/a!b.com/",
      "sts.windows.net/a.b!c/",
      "sts.windows.net",
      "contoso.com/common/v2.0",
      "",
    ]) {
      assert.equal(namesNoTenant(name), false, name);
    }
  });
});
