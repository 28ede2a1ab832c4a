import assert from "node:assert/strict";
import { providerSaid } from "../../../../components/pulumi/provider-answers";

const TOKEN = "azuread:index/getApplication:getApplication";

describe("providerSaid", () => {
  // The engine's words, then those of the Terraform bridge around the provider's.
  const wrapped = (said: string) =>
    new Error(
      `invocation of ${TOKEN} returned an error: invoking ${TOKEN}: 1 error occurred:\n\t* ${said}\n\n`,
    );

  it("keeps only the provider's own words", () => {
    assert.equal(providerSaid(wrapped("Application not found")), "Application not found");
    assert.equal(providerSaid('Code="AuthorizationFailed"'), 'Code="AuthorizationFailed"');
  });

  it("cuts what is longer than 200 characters", () => {
    assert.equal(providerSaid(wrapped("x".repeat(200))), "x".repeat(200));
    assert.equal(providerSaid(wrapped("x".repeat(201))), `${"x".repeat(200)}…`);
  });
});
