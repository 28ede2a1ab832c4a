import assert from "node:assert/strict";
import { entraSubjectProblems, subjectOfPart } from "../../../../trust/entra/entra-subject";

const OBJECT_ID = "6f0c1a52-1d2c-4b3a-8f9e-6a5b4c3d2e1f";

describe("a subject of Entra's tokens", () => {
  it("is an object ID in lower case, or what a user's token has in its place", () => {
    for (const right of [OBJECT_ID, "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ"]) {
      assert.deepEqual(entraSubjectProblems(right), [], right);
    }
  });

  it("is never in upper case, since IAM compares letter by letter", () => {
    assert.deepEqual(entraSubjectProblems(OBJECT_ID.toUpperCase()), [
      "must be in lower case, as the tokens have it: IAM compares letter by letter",
    ]);
  });

  it("is no name, no resource ID and no pattern", () => {
    const resourceId =
      "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i";
    const part = subjectOfPart(OBJECT_ID, OBJECT_ID, "sc/1/2");
    assert.deepEqual(entraSubjectProblems(part), []);
    for (const wrong of ["", "reader", "*", `${OBJECT_ID}*`, `${OBJECT_ID} `, resourceId, `x${part}`]) {
      assert.deepEqual(
        entraSubjectProblems(wrong),
        ["must be the object ID (principal ID) of an identity, such as 0a1b2c3d-0000-4000-8000-0123456789ab"],
        wrong,
      );
    }
  });
});
