import assert from "node:assert/strict";
import { applicationChanges } from "../../../components/entra/application-changes";

const V1 = {
  signInAudience: "AzureADMyOrg",
  identifierUris: ["api://one"],
  api: { requestedAccessTokenVersion: 1 },
};
const V2 = { ...V1, api: { requestedAccessTokenVersion: 2 } };

describe("a change of an application", () => {
  it("is told when Azure goes on handing out tokens of the version before", () => {
    assert.deepEqual(applicationChanges(V1, V2), [
      "tokenVersion changes from 1 to 2, and the audience stays: Azure hands workloads their tokens of version 1 for up to 24 hours more, which AWS then refuses. Give another audience in the same update, for which they get tokens of version 2 at once.",
    ]);
    assert.match(applicationChanges(V2, V1)[0] ?? "", /^tokenVersion changes from 2 to 1, /);
  });

  it("is told when it closes an application to other tenants", () => {
    for (const signInAudience of ["AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount"]) {
      const [warning, ...others] = applicationChanges({ ...V1, signInAudience }, V1);
      assert.match(
        warning ?? "",
        new RegExp(`^the application is open to more .*\\(sign-in audience ${signInAudience}\\)`),
      );
      assert.deepEqual(others, []);
    }
  });

  it("is not told when the audience changes with the version, and when nothing of this changes", () => {
    assert.deepEqual(applicationChanges(V1, { ...V2, identifierUris: ["api://other"] }), []);
    assert.deepEqual(applicationChanges(V1, V1), []);
    assert.deepEqual(applicationChanges({}, V2), []);
    assert.deepEqual(applicationChanges(V1, {}), []);
  });
});
