import assert from "node:assert/strict";
import { describeWithAzureLab, GROUP, LOCATION } from "../../../testing/azure-lab";

const SECURITY_GROUP = `${GROUP}/providers/Microsoft.Network/networkSecurityGroups/nsg`;
const RULES = `${SECURITY_GROUP}/securityRules`;

const rule = (priority: number) => ({
  priority,
  direction: "Inbound",
  access: "Deny",
  protocol: "*",
  sourceAddressPrefix: "*",
  sourcePortRange: "*",
  destinationAddressPrefix: "*",
  destinationPortRange: "*",
});

describeWithAzureLab("The rules of a network security group", {}, (lab) => {
  before(async () => {
    await lab().put(GROUP, { location: LOCATION });
    await lab().put(SECURITY_GROUP, {
      location: LOCATION,
      properties: { securityRules: [{ name: "first", properties: rule(100) }] },
    });
  });

  const names = async (kind: string): Promise<unknown[]> => {
    const { value } = (await lab().arm("GET", `${SECURITY_GROUP}/${kind}`)).body;
    return (value as { name: string }[]).map(({ name }) => name);
  };

  it("are found under addresses of their own, and so are the default rules", async () => {
    const { status, body } = await lab().arm("GET", `${RULES}/FIRST`);
    assert.deepEqual(
      [status, body.id, body.properties],
      [200, `${RULES}/first`, { ...rule(100), provisioningState: "Succeeded" }],
    );
    assert.deepEqual(await names("securityRules"), ["first"]);
    assert.equal((await names("defaultSecurityRules")).length, 6);
    const fallback = `${SECURITY_GROUP}/defaultSecurityRules/DenyAllInBound`;
    assert.equal((await lab().arm("GET", fallback)).body.id, fallback);
  });

  it("are created, changed, and deleted, as a change of their group", async () => {
    const created = await lab().arm("PUT", `${RULES}/second`, { properties: rule(200) });
    assert.equal(created.status, 201);
    assert.match(created.headers.get("Azure-AsyncOperation") ?? "", /\/operations\//);
    await lab().follow(created);
    const changed = await lab().arm("PUT", `${RULES}/second`, { properties: rule(300) });
    assert.equal(changed.status, 200);
    await lab().follow(changed);
    const { properties } = (await lab().arm("GET", SECURITY_GROUP)).body;
    const { securityRules } = properties as { securityRules: { properties: { priority: number } }[] };
    assert.deepEqual(
      securityRules.map((one) => one.properties.priority),
      [100, 300],
    );
    const deleted = await lab().arm("DELETE", `${RULES}/second`);
    assert.equal(deleted.status, 202);
    await lab().follow(deleted);
    assert.deepEqual(await names("securityRules"), ["first"]);
    assert.equal((await lab().arm("DELETE", `${RULES}/second`)).status, 204);
  });

  it("are not found where there is none, and no group", async () => {
    const missing = await lab().arm("GET", `${RULES}/none`);
    assert.deepEqual(
      [missing.status, (missing.body.error as { code: string }).code],
      [404, "ResourceNotFound"],
    );
    assert.equal((await lab().arm("GET", `${SECURITY_GROUP}2/securityRules`)).status, 404);
    const refused = await lab().arm("PUT", `${SECURITY_GROUP}2/securityRules/a`, { properties: rule(1) });
    assert.equal(refused.status, 404);
  });
});
