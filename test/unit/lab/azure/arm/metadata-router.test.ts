import assert from "node:assert/strict";
import { describeWithAzureLab } from "../azure-lab";

describeWithAzureLab("The metadata of Azure Resource Manager", {}, (lab) => {
  it("names its cloud's endpoints to a caller without a token", async () => {
    const url = lab().azure.resolve("https://management.azure.com/metadata/endpoints?api-version=2022-09-01");
    const { name, authentication } = (await (await fetch(url)).json()) as Record<string, unknown>;
    assert.deepEqual(
      [name, authentication],
      [
        "AzureCloud",
        {
          loginEndpoint: "https://login.microsoftonline.com",
          audiences: ["https://management.core.windows.net/", "https://management.azure.com/"],
          tenant: "common",
          identityProvider: "AAD",
        },
      ],
    );
  });
});
