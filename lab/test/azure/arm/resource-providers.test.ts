import assert from "node:assert/strict";
import { describeWithAzureLab, GROUP, LOCATION, SUBSCRIPTION_ID } from "../../../testing/azure-lab";

const PROVIDER = `/subscriptions/${SUBSCRIPTION_ID}/providers/Microsoft.Network`;
const NETWORK = `${GROUP}/providers/Microsoft.Network/virtualNetworks/net`;
const BODY = { location: LOCATION, properties: { addressSpace: { addressPrefixes: ["10.0.0.0/16"] } } };

describeWithAzureLab("resource providers of a subscription", {}, (lab) => {
  before(async () => {
    await lab().put(GROUP, { location: LOCATION });
    lab().azure.resourceProviders.unregister("microsoft.network");
  });

  it("are needed, one for each namespace", async () => {
    const answer = await lab().arm("PUT", NETWORK, BODY);
    const code = "MissingSubscriptionRegistration";
    const message =
      "The subscription is not registered to use namespace 'Microsoft.Network'. See https://aka.ms/rps-not-found for how to register subscriptions.";
    assert.equal(answer.status, 409);
    assert.deepEqual(answer.body.error, {
      code,
      message,
      details: [{ code, target: "Microsoft.Network", message }],
    });
    assert.equal((await lab().arm("GET", PROVIDER)).body.registrationState, "NotRegistered");
  });

  it("are registered by those who may, for the whole subscription", async () => {
    const principalId = lab().azure.roleAssignments()[0]?.principalId ?? "";
    lab().azure.withdrawRoles(principalId);
    lab().azure.assignRole({ principalId, role: "Contributor", scope: GROUP });
    const refused = await lab().arm("POST", `${PROVIDER}/register`);
    assert.equal(refused.status, 403);
    assert.match(
      (refused.body.error as { message: string }).message,
      /does not have authorization to perform action 'Microsoft\.Network\/register\/action' over scope '\/subscriptions\//,
    );
    lab().azure.assignRole({ principalId, role: "Contributor", scope: `/subscriptions/${SUBSCRIPTION_ID}` });
    const { status, body } = await lab().arm("POST", `${PROVIDER}/register`);
    assert.deepEqual([status, body.registrationState], [200, "Registered"]);
    await lab().put(NETWORK, BODY);
  });
});
