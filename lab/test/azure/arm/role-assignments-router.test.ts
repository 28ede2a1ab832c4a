import assert from "node:assert/strict";
import { AzureLab, GROUP, LOCATION, SUBSCRIPTION_ID } from "../../../testing/azure-lab";
import { describeWith } from "../../../testing/describe-with";

const SCOPE = `/subscriptions/${SUBSCRIPTION_ID}`;
const DEFINITIONS = `${SCOPE}/providers/Microsoft.Authorization/roleDefinitions`;
const READER = `${DEFINITIONS}/acdd72a7-3385-48ef-bd42-f606fba81ae7`;
const address = (scope: string, name: string): string =>
  `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;

describeWith(
  "Role assignments in Azure Resource Manager",
  () => AzureLab.start(),
  (lab) => {
    let principalId: string;
    let deployerId: string;

    before(async () => {
      await lab().put(GROUP, { location: LOCATION });
      const { azure } = lab();
      ({ objectId: principalId } = azure.addDeployer([]));
      azure.withdrawRoles(principalId);
      const { directory } = azure.tenant();
      deployerId = String(directory.servicePrincipal(azure.environment().ARM_CLIENT_ID ?? "")?.id);
    });

    const put = async (scope: string, name: string, properties: object = {}) =>
      lab().arm("PUT", address(scope, name), {
        properties: { roleDefinitionId: READER, principalId, ...properties },
      });

    it("are refused to a Contributor", async () => {
      const { status, body } = await put(SCOPE, "11111111-1111-4111-8111-111111111111");
      assert.equal(status, 403);
      assert.match(
        JSON.stringify(body),
        /action 'Microsoft\.Authorization\/roleAssignments\/write' over scope/,
      );
    });

    describe("by a User Access Administrator", () => {
      before(() => {
        lab().azure.assignRole({ principalId: deployerId, role: "User Access Administrator", scope: SCOPE });
      });

      for (const [where, scope] of [
        ["the subscription", SCOPE],
        ["a resource group", GROUP],
      ] as const) {
        it(`are created, read, and deleted on ${where}`, async () => {
          const name = "22222222-2222-4222-8222-222222222222";
          const { status, body } = await put(scope, name, { principalType: "ServicePrincipal" });
          assert.equal(status, 201);
          assert.deepEqual(body, {
            id: address(scope, name),
            name,
            type: "Microsoft.Authorization/roleAssignments",
            properties: {
              scope,
              principalId,
              principalType: "ServicePrincipal",
              roleDefinitionId: READER,
            },
          });
          assert.deepEqual((await lab().arm("GET", address(scope, name))).body, body);
          const roles = () =>
            lab()
              .azure.roleAssignments()
              .filter((assignment) => assignment.principalId === principalId);
          assert.deepEqual(roles(), [{ principalId, role: "Reader", scope }]);
          assert.equal((await put(scope, "33333333-3333-4333-8333-333333333333")).status, 409);
          assert.equal((await lab().arm("DELETE", address(scope, name))).status, 200);
          assert.deepEqual(roles(), []);
          assert.equal((await lab().arm("GET", address(scope, name))).status, 404);
          assert.equal((await lab().arm("DELETE", address(scope, name))).status, 204);
        });
      }

      it("are refused for a principal that the tenant does not have, and a role that the lab does not know", async () => {
        const name = "44444444-4444-4444-8444-444444444444";
        assert.equal((await put(SCOPE, name, { principalId: name })).status, 400);
        assert.equal((await put(SCOPE, name, { roleDefinitionId: `${DEFINITIONS}/${name}` })).status, 404);
      });
    });
  },
);
