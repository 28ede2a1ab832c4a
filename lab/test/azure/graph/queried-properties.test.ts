import assert from "node:assert/strict";
import { describeWithAzureLab } from "../../../testing/azure-lab";

const ID = "77777777-2222-4333-8444-555555555555";

describeWithAzureLab("The properties that a request to Microsoft Graph names", {}, (lab) => {
  let servicePrincipal: string;

  before(async () => {
    const { body: application } = await lab().graph("POST", "/applications", { displayName: "orders" });
    const { body } = await lab().graph("POST", "/servicePrincipals", { appId: application.appId });
    servicePrincipal = String(body.id);
  });

  const ask = async (path: string) => {
    const { status, body } = await lab().graph("GET", path);
    const { code, message } = (body.error ?? {}) as { code?: string; message?: string };
    return [status, code, message] as const;
  };
  const filtered = (collection: string, filter: string) =>
    ask(`${collection}?$filter=${encodeURIComponent(filter)}`);

  it("in $select must be those of the type, of an object and of a list, even an empty one", async () => {
    const refusal = (name: string, type: string) => [
      400,
      "BadRequest",
      `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`,
    ];
    assert.deepEqual(await ask("/applications?$select=id,naem"), refusal("naem", "application"));
    assert.deepEqual(
      await ask(`/servicePrincipals/${servicePrincipal}?$select=nothing`),
      refusal("nothing", "servicePrincipal"),
    );
    assert.deepEqual(
      await ask(`/servicePrincipals/${servicePrincipal}/appRoleAssignedTo?$select=role`),
      refusal("role", "appRoleAssignment"),
    );
    // The lab does not show all properties that exist: these are null.
    const { body } = await lab().graph(
      "GET",
      `/servicePrincipals/${servicePrincipal}?$select=id,%20loginUrl`,
    );
    assert.deepEqual([body.id, body.loginUrl], [servicePrincipal, null]);
  });

  it("in $filter must be those of the type", async () => {
    const message =
      "Invalid filter clause: Could not find a property named 'naem' on type 'microsoft.graph.application'.";
    for (const filter of ["naem eq 'x'", "naem in ('x')", "startswith(naem,'x')", "naem/any(n:n eq 'x')"]) {
      assert.deepEqual(await filtered("/applications", filter), [400, "BadRequest", message], filter);
    }
  });

  it("in $filter have no quotes where they are IDs, and have quotes where they are text", async () => {
    const message = (expected: string, found: string) =>
      `Invalid filter clause: A binary operator with incompatible types was detected. Found operand types '${expected}' and '${found}' for operator kind 'Equal'.`;
    const assignments = `/servicePrincipals/${servicePrincipal}/appRoleAssignments`;
    assert.deepEqual(await filtered(assignments, `resourceId eq '${ID}'`), [
      400,
      "BadRequest",
      message("Edm.Guid", "Edm.String"),
    ]);
    assert.deepEqual((await filtered(assignments, `resourceId eq ${ID}`))[0], 200);
    assert.deepEqual(await filtered("/applications", `appId eq ${ID}`), [
      400,
      "BadRequest",
      message("Edm.String", "Edm.Guid"),
    ]);
    assert.deepEqual((await filtered("/applications", `appId eq '${ID}'`))[0], 200);
  });

  it("in $filter cannot be those by which Graph does not look anything up", async () => {
    assert.deepEqual(await filtered("/servicePrincipals", "appRoleAssignmentRequired eq true"), [
      400,
      "Request_UnsupportedQuery",
      "Unsupported or invalid query filter clause specified for property 'appRoleAssignmentRequired' of resource 'ServicePrincipal'.",
    ]);
    const assigned = `/servicePrincipals/${servicePrincipal}/appRoleAssignedTo`;
    assert.deepEqual(await filtered(assigned, `appRoleId eq ${ID}`), [
      400,
      "Request_BadRequest",
      "Invalid filter clause appRoleId: System.Guid",
    ]);
    assert.deepEqual(await filtered(assigned, "startswith(principalType,'ServicePrincipal')"), [
      400,
      "Request_BadRequest",
      "Invalid filter clause principalType: System.String",
    ]);
  });
});
