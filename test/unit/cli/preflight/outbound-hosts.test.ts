import assert from "node:assert/strict";
import { AZURE_ENDPOINTS } from "../../../../cli/clouds/microsoft/azure-cloud";
import { outboundHosts } from "../../../../cli/preflight/outbound-hosts";
import type { EntraCloud } from "../../../../trust";

function hosts(cloud: EntraCloud, region: string | undefined): string[] {
  return outboundHosts({ cloud, endpoints: AZURE_ENDPOINTS[cloud], region }).map(
    ({ host, port }) => `${host}:${port}`,
  );
}

describe("the hosts that a firewall must let through", () => {
  it("are those of the public clouds, with the region's endpoints", () => {
    assert.deepEqual(hosts("public", "eu-west-1"), [
      "login.microsoftonline.com:443",
      "management.azure.com:443",
      "graph.microsoft.com:443",
      "iam.amazonaws.com:443",
      "sts.eu-west-1.amazonaws.com:443",
      "api.pulumi.com:443",
      "get.pulumi.com:443",
      "s3.eu-west-1.amazonaws.com:443",
      "*.s3.eu-west-1.amazonaws.com:443",
      "*.blob.core.windows.net:443",
      "azure.archive.ubuntu.com:80",
      "api.snapcraft.io:443",
      "*.snapcraftcontent.com:443",
    ]);
  });

  it("are other ones in China", () => {
    const found = hosts("china", "cn-north-1");
    for (const host of [
      "login.chinacloudapi.cn:443",
      "management.chinacloudapi.cn:443",
      "microsoftgraph.chinacloudapi.cn:443",
      "iam.cn-north-1.amazonaws.com.cn:443",
      "sts.cn-north-1.amazonaws.com.cn:443",
      "*.blob.core.chinacloudapi.cn:443",
    ]) {
      assert.ok(found.includes(host), host);
    }
    assert.equal(found.includes("iam.amazonaws.com:443"), false);
  });

  it("are other ones in Azure Government and AWS GovCloud", () => {
    const found = hosts("usgovernment", "us-gov-west-1");
    for (const host of [
      "login.microsoftonline.us:443",
      "management.usgovcloudapi.net:443",
      "graph.microsoft.us:443",
      "iam.us-gov.amazonaws.com:443",
      "sts.us-gov-west-1.amazonaws.com:443",
      "*.blob.core.usgovcloudapi.net:443",
    ]) {
      assert.ok(found.includes(host), host);
    }
  });

  it("name the region's place if no region is configured", () => {
    assert.ok(hosts("public", undefined).includes("sts.<AWS region>.amazonaws.com:443"));
  });

  it("are at the port of an endpoint of one's own", () => {
    const endpoints = { ...AZURE_ENDPOINTS.public, arm: "https://arm.corp.example:8443" };
    const [, arm] = outboundHosts({ cloud: "public", endpoints, region: undefined });
    assert.deepEqual([arm?.host, arm?.port], ["arm.corp.example", 8443]);
  });
});
