import assert from "node:assert/strict";
import { AzureWorkload } from "../../components";
import { appRoleId } from "../../components/app-role";
import { declare, mockId, PRINCIPAL_ID, SERVICE_PRINCIPAL_OBJECT_ID, valueOf } from "./mock-clouds";

const ARGS = {
  resourceGroupName: "group",
  servicePrincipalObjectId: SERVICE_PRINCIPAL_OBJECT_ID,
  appRoleId: appRoleId(),
};

describe("AzureWorkload", () => {
  it("declares an identity and assigns it to the app role", async () => {
    const { resources, failures, result } = await declare(
      () => new AzureWorkload("importer", { ...ARGS, location: "westeurope" }),
    );
    assert.deepEqual(failures, []);
    assert.deepEqual(resources, [
      { type: "azure-to-aws-federation:index:AzureWorkload", name: "importer", inputs: {} },
      {
        type: "azure-native:managedidentity:UserAssignedIdentity",
        name: "importer-identity",
        inputs: { resourceGroupName: "group", location: "westeurope" },
      },
      {
        type: "azuread:index/appRoleAssignment:AppRoleAssignment",
        name: "importer-assignment",
        inputs: {
          principalObjectId: PRINCIPAL_ID,
          resourceObjectId: SERVICE_PRINCIPAL_OBJECT_ID,
          appRoleId: appRoleId(),
        },
      },
    ]);
    assert.equal(
      await valueOf(result.identityId),
      mockId("azure-native:managedidentity:UserAssignedIdentity", "importer-identity"),
    );
  });

  it("refuses IDs that are no GUIDs and a group name that Azure does not take", async () => {
    await assert.rejects(
      declare(
        () =>
          new AzureWorkload("importer", {
            resourceGroupName: "group.",
            servicePrincipalObjectId: "/servicePrincipals/x",
            appRoleId: "Aws.Federate",
          }),
      ),
      /3 arguments are wrong\n {2}resourceGroupName: .*\n {2}servicePrincipalObjectId: .*\n {2}appRoleId: /,
    );
  });
});
