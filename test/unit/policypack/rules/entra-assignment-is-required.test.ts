import assert from "node:assert/strict";
import { entraAssignmentIsRequired as rule } from "../../../../policypack/rules/entra-assignment-is-required";
import { federation, part, WITHOUT_AWS } from "../stack/federation-stack";
import { NOTHING, UNKNOWN, validateResource, validateStack } from "../validate";

describe("entra-assignment-is-required", () => {
  it("has nothing to say where assignment is required, or that is not known yet", async () => {
    assert.deepEqual(await validateStack(rule, federation()), NOTHING);
    for (const appRoleAssignmentRequired of [true, UNKNOWN]) {
      const resource = part("service-principal", { appRoleAssignmentRequired });
      assert.deepEqual(await validateResource(rule, resource, { scope: "all" }), NOTHING);
    }
  });

  it("refuses a service principal without it: before it is made if it is this package's, else in the stack", async () => {
    for (const appRoleAssignmentRequired of [false, undefined]) {
      const change = { appRoleAssignmentRequired };
      const resource = part("service-principal", change);
      assert.deepEqual(await validateResource(rule, resource), NOTHING);
      const parentTypes = "azure-to-aws-federation:index:EntraAudience$";
      for (const validation of [
        await validateResource(rule, { ...resource, parentTypes }),
        await validateStack(rule, federation({ "service-principal": change })),
      ]) {
        assert.equal(validation.violations.length, 1);
        assert.match(validation.violations[0] ?? "", /every identity of the tenant can get a token/);
      }
    }
  });

  it("passes over service principals of other applications", async () => {
    const changes = { ...WITHOUT_AWS, "service-principal": { appRoleAssignmentRequired: false } };
    assert.deepEqual(await validateStack(rule, federation(changes)), NOTHING);
  });
});
