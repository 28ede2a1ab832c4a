import assert from "node:assert/strict";
import { federatedIdentityIsExclusive as rule } from "../../../../policypack/rules/federated-identity-is-exclusive";
import { federation, WITHOUT_AWS } from "../stack/federation-stack";
import { NOTHING, type TestedResource, UNKNOWN, validateResource, validateStack } from "../validate";

const outside = {
  issuer: "https://token.actions.githubusercontent.com",
  subject: "repo:o/r:ref:refs/heads/main",
};
const credential: TestedResource = {
  type: "azure-native:managedidentity:FederatedIdentityCredential",
  name: "outside",
  props: outside,
  madeOf: { resourceName: ["identity"] },
};
const flexible: TestedResource = {
  type: "azuread:index/applicationFlexibleFederatedIdentityCredential:ApplicationFlexibleFederatedIdentityCredential",
  name: "flexible",
  props: { issuer: outside.issuer, claimsMatchingExpression: "claims['sub'] matches 'repo:o/*'" },
  madeOf: { applicationId: ["application"] },
};

describe("federated-identity-is-exclusive", () => {
  it("has nothing to say where no outside issuer is trusted", async () => {
    assert.deepEqual(await validateStack(rule, federation()), NOTHING);
  });

  it("refuses a credential of a federated identity or application, whichever way it names it", async () => {
    const byName = { ...credential, props: { ...outside, resourceName: "identity-1" }, madeOf: {} };
    for (const more of [credential, byName, flexible]) {
      const { violations } = await validateStack(rule, federation({}, [more]));
      assert.equal(violations.length, 1, more.name);
      assert.match(violations[0] ?? "", /can sign in as an identity that is federated with AWS/);
    }
  });

  it("finds a federated identity by its assignment to the audience, and by its principal ID in a trust policy", async () => {
    for (const missing of ["role", "assignment"]) {
      const { violations } = await validateStack(rule, federation({ [missing]: undefined }, [credential]));
      assert.equal(violations.length, 1, missing);
    }
  });

  it("lets pass what is listed, to the letter", async () => {
    const stack = federation({}, [credential]);
    assert.deepEqual(await validateStack(rule, stack, { allowed: [outside] }), NOTHING);
    const other = { ...outside, subject: "repo:o/r:ref:refs/heads/dev" };
    assert.equal((await validateStack(rule, stack, { allowed: [other] })).violations.length, 1);
  });

  it("says of a credential that is not known yet that it is judged in the update", async () => {
    const resource = { ...credential, props: { issuer: UNKNOWN, subject: "s" } };
    const { violations, advice } = await validateResource(rule, resource, { scope: "all" });
    assert.deepEqual(violations, []);
    assert.match(
      advice[0] ?? "",
      /: the preview does not know the issuer or the subject\. The update judges it\.$/,
    );
  });

  it("passes over identities that take no part in a federation, unless scope is all", async () => {
    const changes = { ...WITHOUT_AWS, application: undefined, assignment: undefined };
    assert.deepEqual(await validateStack(rule, federation(changes, [credential])), NOTHING);
    assert.deepEqual(await validateResource(rule, credential), NOTHING);
    assert.equal((await validateResource(rule, credential, { scope: "all" })).violations.length, 1);
  });
});
