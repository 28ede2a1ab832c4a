import assert from "node:assert/strict";
import { EntraAudience } from "../../components";
import { appRoleId } from "../../components/app-role";
import { APPLICATION_CLIENT_ID, declare, inputsOf, ISSUER, TENANT_ID, valueOf } from "./mock-clouds";

describe("EntraAudience", () => {
  it("declares a single-tenant application with v1.0 tokens and a service principal that wants assignment", async () => {
    const { resources, failures } = await declare(() => new EntraAudience("orders", { tenantId: TENANT_ID }));
    assert.deepEqual(failures, []);
    assert.deepEqual(resources, [
      { type: "azure-to-aws-federation:index:EntraAudience", name: "orders", inputs: {} },
      {
        type: "azuread:index/application:Application",
        name: "orders-application",
        inputs: {
          displayName: "shop-dev-orders",
          signInAudience: "AzureADMyOrg",
          identifierUris: [`api://${TENANT_ID}/shop-dev-orders`],
          api: { requestedAccessTokenVersion: 1 },
          appRoles: [
            {
              id: appRoleId(),
              value: "Aws.Federate",
              displayName: "Federate with AWS",
              description: "May obtain tokens that AWS accepts in exchange for a session of a role.",
              allowedMemberTypes: ["Application"],
              enabled: true,
            },
          ],
        },
      },
      {
        type: "azuread:index/servicePrincipal:ServicePrincipal",
        name: "orders-service-principal",
        inputs: { clientId: APPLICATION_CLIENT_ID, appRoleAssignmentRequired: true },
      },
    ]);
  });

  it("lets users and groups be assigned too when told so", async () => {
    const { resources } = await declare(() => new EntraAudience("orders", { allowUsersAndGroups: true }));
    const [role] = inputsOf(resources, "orders-application").appRoles as { allowedMemberTypes: string[] }[];
    assert.deepEqual(role?.allowedMemberTypes, ["User", "Application"]);
  });

  it("takes the audience and the display name that are given, and the tenant of the login", async () => {
    const { resources, result, calls } = await declare(
      () => new EntraAudience("orders", { audience: "urn://orders", displayName: "Orders to AWS" }),
    );
    const application = inputsOf(resources, "orders-application");
    assert.deepEqual(application.identifierUris, ["urn://orders"]);
    assert.equal(application.displayName, "Orders to AWS");
    assert.deepEqual(calls, ["azuread:index/getClientConfig:getClientConfig"]);
    assert.equal(await valueOf(result.tenantId), TENANT_ID);
    assert.equal(await valueOf(result.issuer), ISSUER);
  });

  it("refuses all wrong arguments at once", async () => {
    await assert.rejects(
      declare(() => new EntraAudience("orders", { tenantId: "x", audience: `api://${"a".repeat(250)}/` })),
      /^ResourceError|^Error: EntraAudience "orders": 3 arguments are wrong\n {2}tenantId: .*\n {2}audience: must have at most 255 .*\n {2}audience: must not end with a slash/,
    );
  });
});
