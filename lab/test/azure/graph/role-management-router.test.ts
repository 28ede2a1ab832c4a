import assert from "node:assert/strict";
import { AzureLab } from "../../../testing/azure-lab";
import { describeWith } from "../../../testing/describe-with";

const ROLES = "/roleManagement/directory/roleAssignments";
const DEFINITIONS = "/roleManagement/directory/roleDefinitions";
const ELIGIBLE = "/roleManagement/directory/roleEligibilityScheduleInstances";
const READ = "RoleManagement.Read.Directory";
const GLOBAL = "62e90394-69f5-4237-9190-012177145e10";

interface Listed {
  readonly value: readonly Readonly<Record<string, unknown>>[];
  readonly "@odata.context": string;
  readonly error?: { readonly code: string; readonly message: string };
}

describeWith(
  "the directory roles of a tenant in Microsoft Graph",
  () => AzureLab.start(),
  (lab) => {
    const applicationWith = async (...permissions: readonly string[]): Promise<string> => {
      const { environment } = lab().azure.addDeployer(permissions);
      const { body } = await lab().login({
        scope: "https://graph.microsoft.com/.default",
        client_id: environment.ARM_CLIENT_ID ?? "",
        client_secret: environment.ARM_CLIENT_SECRET ?? "",
      });
      return String(body.access_token);
    };
    const list = async (path: string, token: string) => {
      const { status, body } = await lab().graph("GET", path, undefined, token);
      return { status, ...(body as unknown as Listed) };
    };

    it("need one of the documented permissions, and another list for eligible assignments", async () => {
      const outcomes: Record<string, readonly number[]> = {};
      for (const permission of [
        READ,
        "RoleManagement.Read.All",
        "RoleManagement.ReadWrite.Directory",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
        "RoleEligibilitySchedule.Read.Directory",
        "RoleEligibilitySchedule.ReadWrite.Directory",
        "Application.Read.All",
      ]) {
        const token = await applicationWith(permission);
        const answers = [ROLES, DEFINITIONS, ELIGIBLE].map((path) => list(path, token));
        outcomes[permission] = (await Promise.all(answers)).map(({ status }) => status);
      }
      assert.deepEqual(outcomes, {
        [READ]: [200, 200, 200],
        "RoleManagement.Read.All": [200, 200, 200],
        "RoleManagement.ReadWrite.Directory": [200, 200, 200],
        "Directory.Read.All": [200, 200, 403],
        "Directory.ReadWrite.All": [200, 200, 403],
        "RoleEligibilitySchedule.Read.Directory": [403, 403, 200],
        "RoleEligibilitySchedule.ReadWrite.Directory": [403, 403, 200],
        "Application.Read.All": [403, 403, 403],
      });
    });

    it("show a person with the Azure CLI who has them, and not who may activate them", async () => {
      const { environment } = lab().azure.addPerson({ displayName: "Grace" });
      const { body } = await lab().login({
        scope: "https://graph.microsoft.com/.default",
        grant_type: "refresh_token",
        client_id: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
        refresh_token: environment.LAB_AZ_REFRESH_TOKEN ?? "",
      });
      const token = String(body.access_token);
      assert.deepEqual([(await list(ROLES, token)).status, (await list(ELIGIBLE, token)).status], [200, 403]);
    });

    it("show assignments with their scope, and one relationship in addition", async () => {
      const { directoryRoles, directory } = lab().azure.tenant();
      const ada = directory.createUser({ displayName: "Ada", userPrincipalName: "ada@example.com" });
      directoryRoles.assign({ principalId: ada.id, role: "Global Administrator" });
      const token = await applicationWith(READ);
      const ofAda = (answer: Listed) => answer.value.filter(({ principalId }) => principalId === ada.id);
      const [plain] = ofAda(await list(ROLES, token));
      assert.deepEqual(
        { ...plain, id: "" },
        {
          id: "",
          principalId: ada.id,
          resourceScope: "/",
          directoryScopeId: "/",
          roleDefinitionId: GLOBAL,
        },
      );
      const expanded = await list(`${ROLES}?$expand=principal`, token);
      assert.deepEqual(ofAda(expanded)[0]?.principal, {
        "@odata.type": "#microsoft.graph.user",
        id: ada.id,
        displayName: "Ada",
        userPrincipalName: "ada@example.com",
      });
      assert.equal(
        expanded["@odata.context"],
        "https://graph.microsoft.com/v1.0/$metadata#roleManagement/directory/roleAssignments(principal())",
      );
      const [withRole] = ofAda(await list(`${ROLES}?$expand=roleDefinition`, token));
      assert.equal((withRole?.roleDefinition as { displayName: string }).displayName, "Global Administrator");
      const both = await list(`${ROLES}?$expand=principal,roleDefinition`, token);
      assert.deepEqual(
        [both.status, both.error?.message],
        [400, "The result of parsing $expand contained at least 2 items, but the maximum allowed is 1."],
      );
      assert.equal((await list(`${ROLES}?$expand=appScope`, token)).status, 501);
      const filtered = await list(`${ROLES}?$filter=principalId eq '${ada.id}'`, token);
      assert.equal(filtered.value.length, 1);
      directoryRoles.withdraw(ada.id);
      assert.deepEqual(ofAda(await list(ROLES, token)), []);
    });

    it("show definitions with their actions, custom ones once somebody has them", async () => {
      const { directoryRoles } = lab().azure.tenant();
      const token = await applicationWith(READ);
      const names = async () =>
        (await list(`${DEFINITIONS}?$select=displayName,isBuiltIn`, token)).value.map((one) => [
          one.displayName,
          one.isBuiltIn,
        ]);
      const builtIn = await names();
      assert.deepEqual(builtIn[0], ["Global Administrator", true]);
      const role = { displayName: "Key keeper", allowedResourceActions: ["microsoft.directory/x"] };
      directoryRoles.assign({ principalId: "p", role });
      directoryRoles.assign({ principalId: "q", role });
      assert.deepEqual(await names(), [...builtIn, ["Key keeper", false]]);
      const { value } = await list(DEFINITIONS, token);
      assert.deepEqual(value.at(-1)?.rolePermissions, [
        { allowedResourceActions: ["microsoft.directory/x"], condition: null },
      ]);
    });

    it("show who may activate them, if the tenant has the license", async () => {
      const { directoryRoles } = lab().azure.tenant();
      directoryRoles.makeEligible({ principalId: "p", role: "User Administrator", scope: "/x" });
      const token = await applicationWith(READ);
      const { value } = await list(`${ELIGIBLE}?$expand=principal`, token);
      assert.deepEqual(
        value.map(({ principalId, directoryScopeId, memberType, principal }) => [
          principalId,
          directoryScopeId,
          memberType,
          principal,
        ]),
        [["p", "/x", "Direct", null]],
      );
      assert.match(String(value[0]?.id), /-1-e$/);
      // Nobody has it before it is activated.
      assert.equal(directoryRoles.allow("p", "microsoft.directory/users/password/update", "x"), false);
      directoryRoles.hasPrivilegedIdentityManagement = false;
      const refused = await list(ELIGIBLE, token);
      assert.deepEqual([refused.status, refused.error?.code], [400, "AadPremiumLicenseRequired"]);
    });
  },
);
