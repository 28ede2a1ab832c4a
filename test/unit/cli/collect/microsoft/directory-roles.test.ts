import assert from "node:assert/strict";
import { describeWith } from "../../../../../lab/testing/describe-with";
import { CollectLab, dataOf, recordsOf, statesOf, TENANT_ID } from "../collect-lab";

const CREDENTIALS = "microsoft.directory/applications.myOrganization/credentials/update";

describeWith(
  "collect, of the directory roles of a tenant",
  () => CollectLab.start(),
  (lab) => {
    const tenant = () => lab().azureLab.azure.tenant();
    const person = (displayName: string) =>
      tenant().directory.createUser({ displayName, userPrincipalName: `${displayName}@example.com` });
    const collected = async (name: string) => {
      const out = lab().file(name);
      const skipped = ["applications", "service-principals", "app-role-assignments"].flatMap((one) => [
        "--skip",
        one,
      ]);
      const result = await lab().run(["--out", out, "--only", "entra", ...skipped]);
      assert.equal(result.exitCode, 0, result.stderr);
      return recordsOf(out);
    };

    it("reads who has one that controls applications, with its scope, and leaves out the others", async () => {
      const { directoryRoles } = tenant();
      const [ada, bob] = [person("ada"), person("bob")];
      const role = {
        displayName: "Key keeper",
        allowedResourceActions: [CREDENTIALS, "microsoft.directory/x"],
      };
      directoryRoles.assign({ principalId: ada.id, role: "Privileged Authentication Administrator" });
      directoryRoles.assign({ principalId: ada.id, role, scope: "/aaaaaaaa-0000-4000-8000-000000000001" });
      directoryRoles.assign({ principalId: lab().principalId, role: "Hybrid Identity Administrator" });
      directoryRoles.assign({ principalId: bob.id, role: "Directory Readers" });
      directoryRoles.assign({ principalId: bob.id, role: "Application Developer" });
      directoryRoles.assign({ principalId: "a-deleted-one", role: "Global Administrator" });
      const records = dataOf(await collected("roles.gz"), "entra.directory-role-assignment", TENANT_ID);
      assert.deepEqual(
        records.map(({ principalId, principalType, directoryScopeId, roleName, isBuiltIn, eligible }) => [
          principalId,
          principalType,
          directoryScopeId,
          roleName,
          isBuiltIn,
          eligible,
        ]),
        [
          [ada.id, "user", "/", "Privileged Authentication Administrator", true, false],
          [ada.id, "user", "/aaaaaaaa-0000-4000-8000-000000000001", "Key keeper", false, false],
          [lab().principalId, "servicePrincipal", "/", "Hybrid Identity Administrator", true, false],
          ["a-deleted-one", "", "/", "Global Administrator", true, false],
        ],
      );
      assert.deepEqual(
        records.map(({ actions }) => actions),
        [
          [],
          [CREDENTIALS],
          [
            "microsoft.directory/applications/owners/update",
            "microsoft.directory/servicePrincipals/appRoleAssignedTo/update",
            "microsoft.directory/servicePrincipals/owners/update",
          ],
          [
            "microsoft.directory/applications/allProperties/allTasks",
            "microsoft.directory/servicePrincipals/allProperties/allTasks",
            "microsoft.directory/roleAssignments/allProperties/allTasks",
          ],
        ],
      );
      assert.deepEqual(
        [records[0]?.userPrincipalName, records[0]?.principalDisplayName],
        ["ada@example.com", "ada"],
      );
      assert.equal(records[0]?.roleDefinitionId, "7be44c8a-adaf-4e2a-84d6-ab2649e08a13");
      for (const id of [ada.id, bob.id, lab().principalId, "a-deleted-one"]) {
        directoryRoles.withdraw(id);
      }
    });

    it("reads all pages", async () => {
      const { directoryRoles } = tenant();
      const ids = Array.from({ length: 205 }, (_, index) => `holder-${index}`);
      for (const principalId of ids) {
        directoryRoles.assign({ principalId, role: "Application Administrator" });
        directoryRoles.makeEligible({ principalId, role: "Global Administrator" });
      }
      const records = dataOf(await collected("pages.gz"), "entra.directory-role-assignment");
      for (const eligible of [false, true]) {
        assert.deepEqual(
          records.filter((one) => one.eligible === eligible).map(({ principalId }) => principalId),
          ids,
        );
      }
      for (const id of ids) {
        directoryRoles.withdraw(id);
      }
    });

    it("takes a tenant without a license for eligible assignments for one that has none", async () => {
      const { directoryRoles } = tenant();
      directoryRoles.makeEligible({ principalId: lab().principalId, role: "Global Administrator" });
      directoryRoles.hasPrivilegedIdentityManagement = false;
      const records = await collected("unlicensed.gz");
      directoryRoles.hasPrivilegedIdentityManagement = true;
      directoryRoles.withdraw(lab().principalId);
      assert.deepEqual(dataOf(records, "entra.directory-role-assignment"), []);
      assert.equal(statesOf(records)[`entra/${TENANT_ID}/eligible-directory-roles`], "complete");
    });

    it("says that they failed if Graph answers another error than the missing license", async () => {
      const { azure } = lab().azureLab;
      const body = JSON.stringify({ error: { code: "BadRequest", message: "No license today." } });
      azure.faults.add({
        route: /roleEligibilityScheduleInstances/,
        fault: { kind: "answer", answer: { status: 400, headers: {}, body } },
        count: 1,
      });
      const out = lab().file("bad.gz");
      const { exitCode, stderr } = await lab().run(["--out", out, "--only", "entra"]);
      assert.equal(exitCode, 1);
      assert.ok(stderr.includes("400 BadRequest: No license today"), stderr);
      assert.equal(statesOf(await recordsOf(out))[`entra/${TENANT_ID}/eligible-directory-roles`], "failed");
    });

    it("reads who has a permission of Microsoft Graph that controls applications, and leaves out the others", async () => {
      const holders = [
        "Application.ReadWrite.All",
        "Application.ReadWrite.OwnedBy",
        "AppRoleAssignment.ReadWrite.All",
        "Directory.ReadWrite.All",
        "RoleManagement.ReadWrite.Directory",
        "RoleAssignmentSchedule.ReadWrite.Directory",
        "RoleEligibilitySchedule.ReadWrite.Directory",
      ].map((permission) => [lab().azureLab.azure.addDeployer([permission]).objectId, permission] as const);
      lab().azureLab.azure.addDeployer(["Directory.Read.All", "User.Read.All", "RoleManagement.Read.All"]);
      const records = dataOf(await collected("permissions.gz"), "entra.graph-permission", TENANT_ID);
      const added = records.filter(({ principalId }) => holders.some(([id]) => id === principalId));
      assert.deepEqual(
        added.map(({ principalId, permission }) => [principalId, permission]),
        holders,
      );
      assert.deepEqual(
        [added[0]?.principalType, added[0]?.principalDisplayName],
        ["ServicePrincipal", "Deployer"],
      );
      // The application that sets up the lab.
      assert.ok(
        records.every(({ permission }) => holders.some(([, one]) => one === permission)),
        JSON.stringify(records),
      );
    });

    it("says that they failed if the tenant shows no Microsoft Graph", async () => {
      const { azure } = lab().azureLab;
      azure.faults.add({
        route: /servicePrincipals\?\$filter|servicePrincipals\?%24filter/,
        fault: {
          kind: "answer",
          answer: { status: 200, headers: { "content-type": "application/json" }, body: '{"value":[]}' },
        },
        count: 1,
      });
      const out = lab().file("no-graph.gz");
      const { exitCode, stderr } = await lab().run(["--out", out, "--only", "entra"]);
      azure.faults.clear();
      assert.equal(exitCode, 1, stderr);
      assert.equal(statesOf(await recordsOf(out))[`entra/${TENANT_ID}/graph-permissions`], "failed");
    });
  },
);
