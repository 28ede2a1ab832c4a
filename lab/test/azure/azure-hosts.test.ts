import assert from "node:assert/strict";
import { loopbackAddress } from "../../azure/azure-hosts";

describe("loopbackAddress", () => {
  it("puts a public host in front of its path, and keeps the query", () => {
    assert.equal(
      loopbackAddress("http://127.0.0.1:1", "https://sts.windows.net/t/.well-known/openid-configuration?a=b"),
      "http://127.0.0.1:1/sts.windows.net/t/.well-known/openid-configuration?a=b",
    );
  });

  it("knows the issuers of clusters in every region", () => {
    assert.equal(
      loopbackAddress("http://127.0.0.1:1", "https://westeurope.oic.prod-aks.azure.com/t/c/openid/v1/jwks"),
      "http://127.0.0.1:1/westeurope.oic.prod-aks.azure.com/t/c/openid/v1/jwks",
    );
  });

  for (const url of [
    "https://example.org/",
    "http://sts.windows.net/t/",
    "https://sts.windows.net.example.org/t/",
    "https://sts.windows.net:8443/t/",
  ]) {
    it(`refuses ${url}`, () => {
      assert.throws(() => loopbackAddress("http://127.0.0.1:1", url), {
        message: `${url}: the lab does not serve this address. Expected https:// and one of sts.windows.net, login.microsoftonline.com, login.windows.net, sts.chinacloudapi.cn, login.partner.microsoftonline.cn, login.microsoftonline.us, graph.microsoft.com, management.azure.com, *.oic.prod-aks.azure.com`,
      });
    });
  }
});
