import assert from "node:assert/strict";
import { entraIssuer, recognizeEntraIssuer } from "../../../../trust";

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
  });

  it("recognizes nothing else", () => {
    for (const name of [
      "sts.windows.net",
      "sts.windows.net/common/",
      `sts.windows.net/${TENANT}/v2.0`,
      `login.microsoftonline.com/${TENANT}/`,
      `login.microsoftonline.com.evil.example/${TENANT}/v2.0`,
      "token.actions.githubusercontent.com",
      "",
    ]) {
      assert.equal(recognizeEntraIssuer(name), undefined, name);
    }
  });
});
