import assert from "node:assert/strict";
import { describeWithAzureLab } from "../../../testing/azure-lab";

const AUDIENCES = ["https://management.core.windows.net/", "https://management.azure.com/"];
const GRAPH = "https://graph.windows.net/";

/** The authentication of the versions since 2017. */
const authenticationAt = (loginEndpoint: string) => ({
  loginEndpoint,
  audiences: AUDIENCES,
  tenant: "common",
  identityProvider: "AAD",
});

/** The public cloud of the versions since 2019. */
const PUBLIC = {
  name: "AzureCloud",
  resourceManager: "https://management.azure.com/",
  graph: GRAPH,
  graphAudience: GRAPH,
  suffixes: {},
};

const SLASH = "https://login.microsoftonline.com/";
const LISTED = [{ ...PUBLIC, authentication: authenticationAt(SLASH) }];
const DESCRIBED = {
  ...PUBLIC,
  authentication: authenticationAt("https://login.microsoftonline.com"),
  microsoftGraphResourceId: "https://graph.microsoft.com/",
};

describeWithAzureLab("The metadata of Azure Resource Manager", {}, (lab) => {
  /** Asks without a token. */
  async function metadata(query: string): Promise<{ status: number; body: unknown }> {
    const url = lab().azure.resolve(`https://management.azure.com/metadata/endpoints${query}`);
    const response = await fetch(url);
    return { status: response.status, body: await response.json() };
  }

  for (const version of ["1.0", "2015-01-01"]) {
    it(`in version ${version} names the login host alone`, async () => {
      assert.deepEqual((await metadata(`?api-version=${version}`)).body, {
        graphEndpoint: GRAPH,
        authentication: { loginEndpoint: SLASH, audiences: AUDIENCES },
      });
    });
  }

  for (const version of ["2017-12-01", "2018-01-01", "2018-05-01"]) {
    it(`in version ${version} lists the cloud's regions`, async () => {
      const { body } = await metadata(`?api-version=${version}`);
      const { cloudEndpoint, ...others } = body as Record<string, unknown>;
      assert.deepEqual(others, {
        graphEndpoint: GRAPH,
        graphAudience: GRAPH,
        authentication: authenticationAt(SLASH),
      });
      const { public: cloud } = cloudEndpoint as { public: { endpoint: string; locations: string[] } };
      assert.equal(cloud.endpoint, "management.azure.com");
      assert.ok(cloud.locations.includes("westeurope"));
    });
  }

  for (const version of ["2019-05-01", "2019-10-01", "2020-06-01"]) {
    it(`in version ${version} is a list, without Microsoft Graph`, async () => {
      assert.deepEqual((await metadata(`?api-version=${version}`)).body, LISTED);
    });
  }

  for (const version of ["2022-09-01", "2023-11-01", "latest"]) {
    it(`in version ${version} is one object, with Microsoft Graph`, async () => {
      assert.deepEqual((await metadata(`?api-version=${version}`)).body, DESCRIBED);
    });
  }

  for (const query of ["", "?api-version="]) {
    it(`is refused to a request with "${query}"`, async () => {
      assert.deepEqual(await metadata(query), {
        status: 400,
        body: {
          error: {
            code: "MissingApiVersionParameter",
            message: "The api-version query parameter (?api-version=) is required for all requests.",
          },
        },
      });
    });
  }
});

describeWithAzureLab("The metadata of Azure Resource Manager in China", { cloud: "china" }, (lab) => {
  it("names that cloud in each version, and the login host without a slash", async () => {
    const url = lab().azure.resolve("https://management.azure.com/metadata/endpoints");
    const ask = async (version: string) =>
      (await (await fetch(`${url}?api-version=${version}`)).json()) as Record<string, unknown>;
    const located = await ask("2018-01-01");
    assert.deepEqual(Object.keys(located.cloudEndpoint as object), ["chinaCloud"]);
    const { authentication } = located as { authentication: { loginEndpoint: string } };
    assert.equal(authentication.loginEndpoint, "https://login.partner.microsoftonline.cn");
    const [listed] = (await ask("2020-06-01")) as unknown as readonly Record<string, unknown>[];
    assert.deepEqual([listed?.name, (await ask("2022-09-01")).name], ["AzureChinaCloud", "AzureChinaCloud"]);
  });
});
