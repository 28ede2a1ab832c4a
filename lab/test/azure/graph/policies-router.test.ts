import assert from "node:assert/strict";
import { AzureLab, TENANT_ID } from "../../../testing/azure-lab";
import { describeWith } from "../../../testing/describe-with";

describeWith(
  "the policies of a tenant in Microsoft Graph",
  () => AzureLab.start(),
  (lab) => {
    const tokenOf = async (form: Record<string, string>) => {
      const { body } = await lab().login({ scope: "https://graph.microsoft.com/.default", ...form });
      return String(body.access_token);
    };

    it("refuse an application without Policy.Read.All", async () => {
      for (const policy of ["defaultAppManagementPolicy", "authorizationPolicy"]) {
        const { status } = await lab().graph("GET", `/policies/${policy}`);
        assert.equal(status, 403, policy);
      }
    });

    it("show an application with it both restrictions of application ID URIs", async () => {
      const { environment } = lab().azure.addDeployer(["Policy.Read.All"]);
      const token = await tokenOf({
        client_id: environment.ARM_CLIENT_ID ?? "",
        client_secret: environment.ARM_CLIENT_SECRET ?? "",
      });
      const { status, body } = await lab().graph(
        "GET",
        "/policies/defaultAppManagementPolicy",
        undefined,
        token,
      );
      const { identifierUris } = body.applicationRestrictions as {
        identifierUris: Record<string, { state: string; excludeAppsReceivingV2Tokens: boolean }>;
      };
      assert.equal(status, 200);
      assert.deepEqual(
        Object.entries(identifierUris).map(([name, { state }]) => [name, state]),
        [
          ["nonDefaultUriAddition", "disabled"],
          ["uriAdditionWithoutUniqueTenantIdentifier", "enabled"],
        ],
      );
    });

    it("show a person with the Azure CLI whether members may register, and not the app management policy", async () => {
      const { environment } = lab().azure.addPerson({ displayName: "Grace" });
      const token = await tokenOf({
        grant_type: "refresh_token",
        client_id: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
        refresh_token: environment.LAB_AZ_REFRESH_TOKEN ?? "",
      });
      const { body } = await lab().graph("GET", "/policies/authorizationPolicy", undefined, token);
      const rights = body.defaultUserRolePermissions as { allowedToCreateApps: boolean };
      assert.equal(rights.allowedToCreateApps, true, TENANT_ID);
      const refused = await lab().graph("GET", "/policies/defaultAppManagementPolicy", undefined, token);
      assert.equal(refused.status, 403);
    });
  },
);
