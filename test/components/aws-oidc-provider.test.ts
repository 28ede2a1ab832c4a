import assert from "node:assert/strict";
import { AwsOidcProvider } from "../../components";
import { declare, ISSUER, OIDC_PROVIDER_ARN, valueOf } from "./mock-clouds";

describe("AwsOidcProvider", () => {
  it("declares the provider with the issuer's slash and without thumbprints", async () => {
    const { resources, failures, result } = await declare(
      () => new AwsOidcProvider("orders", { issuer: ISSUER, audiences: ["api://x/orders"] }),
    );
    assert.deepEqual(failures, []);
    assert.deepEqual(resources, [
      { type: "azure-to-aws-federation:index:AwsOidcProvider", name: "orders", inputs: {} },
      {
        type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        name: "orders-oidc-provider",
        inputs: { url: ISSUER, clientIdLists: ["api://x/orders"] },
      },
    ]);
    assert.equal(await valueOf(result.oidcProviderArn), OIDC_PROVIDER_ARN);
    assert.equal(await valueOf(result.issuer), ISSUER);
  });

  it("refuses Entra's issuer without its slash, and an empty list of audiences", async () => {
    await assert.rejects(
      declare(() => new AwsOidcProvider("orders", { issuer: ISSUER.slice(0, -1), audiences: [] })),
      /2 arguments are wrong\n {2}issuer: must end with a slash.*\n {2}audiences: must name at least one audience/,
    );
  });
});
