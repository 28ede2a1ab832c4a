import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  type ApplicationChange,
  applicationChanges,
} from "../../../../components/entra-audience/application-changes";
import { withCode } from "../../../../messages";

const ID = "3f8b1c52-6d0e-4a7b-9c41-5e2f7a8d9b10";
const V1 = {
  signInAudience: "AzureADMyOrg",
  identifierUris: ["api://one"],
  api: { requestedAccessTokenVersion: 1 },
};
const V2 = { ...V1, api: { requestedAccessTokenVersion: 2 } };

/** What is told of a change of an application with an audience of its own, or other things of it. */
function told(before: object, after: object, other: Partial<ApplicationChange> = {}): readonly string[] {
  return applicationChanges({ before, after, clientId: ID, namedById: false, ...other }).map(withCode);
}

describe("a change of an application", () => {
  it("is told when Azure goes on handing out tokens of the version before", () => {
    assert.deepEqual(told(V1, V2), [
      "tokenVersion changes from 1 to 2, and the audience stays: for up to 24 hours, Azure returns the kept v1 token to a workload, and AWS refuses it. Change the audience in the same update [token-version-changes]",
    ]);
    assert.match(told(V2, V1)[0] ?? "", /^tokenVersion changes from 2 to 1, /);
  });

  it("is told when it closes an application to other tenants", () => {
    for (const signInAudience of ["AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount"]) {
      const [warning, ...others] = told({ ...V1, signInAudience }, V1);
      assert.match(
        warning ?? "",
        new RegExp(
          `^this update closes the application to other tenants \\(sign-in audience ${signInAudience} until now\\)`,
        ),
      );
      assert.deepEqual(others, []);
    }
  });

  it("is not told when the audience changes with the version, and when nothing of this changes", () => {
    assert.deepEqual(told(V1, { ...V2, identifierUris: ["api://other"] }), []);
    assert.deepEqual(told(V1, V1), []);
    assert.deepEqual(told({}, V2), []);
    assert.deepEqual(told(V1, {}), []);
  });

  it("knows the audience api://<application ID>, which the inputs do not tell before a refresh", () => {
    const byId = [
      { ...V1, identifierUris: undefined },
      { ...V1, identifierUris: [`api://${ID}`] },
    ] as const;
    for (const before of byId) {
      const kept = { ...before, api: V2.api };
      assert.equal(told(before, kept, { namedById: true }).length, 1);
      assert.deepEqual(told(before, V2), []);
    }
    // The list is left alone when the audience moves to the ID.
    assert.deepEqual(told(V1, V2, { namedById: true }), []);
    assert.deepEqual(told(V1, V2, { namedById: true, clientId: undefined }), []);
  });

  it("is not told of what is secret or not known yet", () => {
    for (const hidden of [pulumi.secret(["api://one"]), pulumi.output(["api://one"]), { unknown: true }]) {
      assert.deepEqual(told({ ...V1, identifierUris: hidden }, { ...V2, identifierUris: hidden }), []);
    }
    assert.deepEqual(told(V1, { ...V2, api: { requestedAccessTokenVersion: pulumi.secret(2) } }), []);
    assert.deepEqual(told({ ...V1, api: pulumi.secret(V1.api) }, V2), []);
  });
});
