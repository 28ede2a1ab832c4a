import assert from "node:assert/strict";
import { isGuid, MICROSOFT_RESOURCES, microsoftResource } from "../../../../trust";

const nameOf = (audience: string): string | undefined => microsoftResource(audience)?.name;

describe("microsoftResource", () => {
  it("finds every row by its application ID and its URIs, in any case, with and without a slash", () => {
    for (const resource of MICROSOFT_RESOURCES) {
      const { applicationId, uris } = resource;
      const hosts = uris.map((uri) => uri.replace("*", "contoso"));
      for (const name of applicationId === undefined ? hosts : [applicationId, ...hosts]) {
        for (const audience of [name, `${name}/`, name.toUpperCase(), `${name.toUpperCase()}/`]) {
          assert.equal(nameOf(audience), resource.name, audience);
        }
      }
    }
  });

  it("finds a resource by api://<application ID> and spn:<application ID>", () => {
    assert.equal(nameOf("api://797f4846-ba00-4fd7-ba43-dac1f8f63013"), "Azure Resource Manager");
    assert.equal(nameOf("spn:797F4846-BA00-4FD7-BA43-DAC1F8F63013"), "Azure Resource Manager");
  });

  it("takes a path, a port, a doubled slash, and /.default for the resource of the URI", () => {
    for (const audience of [
      "https://management.azure.com/.default",
      "https://management.azure.com//",
      "https://management.core.windows.net:8443/",
      "http://management.azure.com",
      "https://Management.azure.com/x",
    ]) {
      assert.equal(nameOf(audience), "Azure Resource Manager", audience);
    }
    assert.equal(nameOf("https://contoso-admin.sharepoint.com"), "Office 365 SharePoint Online");
    assert.equal(nameOf("https://contoso.crm4.dynamics.com/"), "Microsoft Dataverse and Dynamics 365");
  });

  it("takes the longest URI", () => {
    const connectors = "https://analysis.windows.net/powerbi/connector";
    assert.equal(nameOf("https://analysis.windows.net/powerbi/api"), "Power BI and Microsoft Fabric");
    assert.equal(nameOf(`${connectors}/Snowflake`), "Power BI connectors");
    assert.equal(nameOf(`${connectors}/AmazonS3`), "Microsoft Fabric S3 shortcuts");
  });

  it("knows whose tokens others can verify, their version, and the resource that is a caller", () => {
    const facts = (audience: string): unknown[] => {
      const found = microsoftResource(audience);
      return [found?.tokenVersions, found?.isVerifiable, found?.isForAws, found?.isCaller];
    };
    assert.deepEqual(facts("https://management.azure.com/"), [[1], true, false, false]);
    assert.deepEqual(facts("https://graph.microsoft.com"), [[1], false, false, false]);
    assert.deepEqual(facts("api://AzureADTokenExchange"), [[2], true, false, false]);
    assert.deepEqual(facts("fb60f99c-7a34-4190-8149-302f77469936"), [[2], true, false, false]);
    assert.deepEqual(facts("499b84ac-1321-427f-aa17-267ca6975798"), [[1], true, false, true]);
    assert.deepEqual(facts("https://analysis.windows.net/powerbi/connector/AmazonS3"), [
      [1],
      true,
      true,
      false,
    ]);
  });

  it("takes any web address on a domain that only Microsoft can verify for Microsoft's", () => {
    for (const [audience, host] of [
      ["https://quantum.microsoft.com", "quantum.microsoft.com"],
      ["https://Login.MicrosoftOnline.com:443/x", "login.microsoftonline.com"],
      ["https://contoso.z6.blob.storage.azure.net/", "contoso.z6.blob.storage.azure.net"],
      ["https://api.powerplatform.com//", "api.powerplatform.com"],
      ["https://microsoft.com", "microsoft.com"],
    ] as const) {
      const found = microsoftResource(audience);
      assert.deepEqual(
        [found?.name, found?.grade, found?.isVerifiable, found?.isForAws],
        [`Microsoft's ${host}`, "inferred", true, false],
        audience,
      );
    }
  });

  it("knows each of these domains, and what customers name below them", () => {
    const domains =
      "azure.cn azure.com azure.net azure.us azureml.ms chinacloudapi.cn microsoft.com microsoft.us";
    const others =
      "microsoftonline.com microsoftonline.us office.com office365.com powerapps.com powerbi.com";
    for (const domain of [domains, others, "powerplatform.com usgovcloudapi.net windows.net"]
      .join(" ")
      .split(" ")) {
      assert.equal(nameOf(`https://some.service.${domain}`), `Microsoft's some.service.${domain}`);
      assert.equal(nameOf(`https://some${domain}`), undefined);
    }
    for (const [host, ofCustomers] of [
      ["app.eastus.cloudapp.azure.com", true],
      ["app.eastus.cloudapp.net", true],
      ["app.chinaeast.cloudapp.chinacloudapi.cn", true],
      ["app.usgovvirginia.cloudapp.usgovcloudapi.net", true],
      ["contoso.z6.web.core.usgovcloudapi.net", true],
      ["app.cloudapp.azure.com.contoso.azure.com", false],
      ["contoso.web-core.windows.net", false],
    ] as const) {
      assert.equal(nameOf(`https://${host}`) === undefined, ofCustomers, host);
    }
  });

  it("leaves applications of customers and look-alikes alone", () => {
    for (const audience of [
      "api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/app",
      "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f",
      "api://graph.microsoft.com",
      "api://mciem-aws-oidc-app",
      "https://graph.microsoft.com.contoso.com",
      "https://management.azure.com.contoso.com/",
      "https://contoso.onmicrosoft.com/app",
      "https://contoso.azurewebsites.net",
      "https://contoso.z6.web.core.windows.net",
      "https://contoso.westeurope.cloudapp.azure.com/app",
      "https://contosoazure.com",
      "xhttps://graph.microsoft.com",
      "https://graph.microsoft.com/a\nb",
      "x00000003-0000-0000-c000-000000000000",
      "https://windows.net.contoso.com",
      "api://quantum.microsoft.com",
      "https://sharepoint.com",
      "797f4846-ba00-4fd7-ba43-dac1f8f63013spn:",
      "https://management.azure:80.com",
      "https://quantum.microsoft:443.com",
      "urn:contoso:app",
      "sts.amazonaws.com",
      "",
    ]) {
      assert.equal(nameOf(audience), undefined, audience);
    }
  });
});

describe("MICROSOFT_RESOURCES", () => {
  it("has each application ID and each URI once, in lower case and without a slash at the end", () => {
    const ids = MICROSOFT_RESOURCES.flatMap(({ applicationId }) => applicationId ?? []);
    const names = [...ids, ...MICROSOFT_RESOURCES.flatMap(({ uris }) => uris)];
    assert.deepEqual(
      names.filter((name, at) => names.indexOf(name) !== at),
      [],
    );
    assert.ok(ids.every(isGuid));
    assert.ok(names.every((name) => name === name.toLowerCase() && !name.endsWith("/")));
  });
});
