import assert from "node:assert/strict";
import { type AzureAnswer, describeWithAzureLab, GROUP, LOCATION } from "../../../testing/azure-lab";

const NETWORK = `${GROUP}/providers/Microsoft.Network/virtualNetworks/net`;
const SUBNET = `${NETWORK}/subnets/sub`;
const NIC = `${GROUP}/providers/Microsoft.Network/networkInterfaces/nic`;

const subnet = (third: number) => ({ properties: { addressPrefix: `10.0.${third}.0/24` } });
const network = { location: LOCATION, properties: { addressSpace: { addressPrefixes: ["10.0.0.0/15"] } } };
const nicIn = (id: string) => ({
  location: LOCATION,
  properties: { ipConfigurations: [{ name: "primary", properties: { subnet: { id } } }] },
});
const CONFLICT = {
  code: "AnotherOperationInProgress",
  message: "Another operation on this or dependent resource is in progress.",
};
const notProvisioned = (busy: string, user: string, state: string, operation: string) => ({
  code: "RetryableError",
  message: "A retryable error occurred.",
  details: [
    {
      code: "ReferencedResourceNotProvisioned",
      message:
        `Cannot proceed with operation because resource ${busy} used by resource ${user} is not in Succeeded state. ` +
        `Resource is in ${state} state and the last operation that updated/is updating the resource is ${operation}.`,
    },
  ],
});

describeWithAzureLab("changes of one virtual network at a time in the lab's ARM", {}, (lab) => {
  beforeEach(async () => {
    await lab().prepareNetwork();
    await lab().put(`${NETWORK}/subnets/two`, subnet(2));
    lab().azure.networkChanges.refused.length = 0;
  });

  /** What is answered while another change goes on, and what once that is done. */
  async function during(
    [method, path, body]: [method: string, path: string, body?: unknown],
    meanwhile: () => Promise<AzureAnswer>,
  ): Promise<[status: number, error: unknown, afterwards: number]> {
    const release = lab().azure.operations.hold();
    const going = await lab().arm(method, path, body);
    assert.ok(going.status < 300, JSON.stringify(going.body));
    const answer = await meanwhile();
    release();
    await lab().follow(going);
    const again = await meanwhile();
    await lab().follow(again);
    return [answer.status, answer.body.error, again.status];
  }

  it("refuses to create, change, or delete a subnet while another one changes", async () => {
    const one = ["PUT", `${NETWORK}/subnets/one`, subnet(3)] as [string, string, unknown];
    const meanwhile: [method: string, name: string, body: unknown, status: number][] = [
      ["PUT", "three", subnet(4), 201],
      ["PUT", "two", subnet(2), 200],
      ["DELETE", "two", undefined, 202],
    ];
    for (const [method, name, body, status] of meanwhile) {
      const request = async () => lab().arm(method, `${NETWORK}/subnets/${name}`, body);
      assert.deepEqual(await during(one, request), [409, CONFLICT, status]);
    }
    assert.deepEqual(lab().azure.networkChanges.refused, [
      `409 PUT ${NETWORK}/subnets/three`,
      `409 PUT ${NETWORK}/subnets/two`,
      `409 DELETE ${NETWORK}/subnets/two`,
    ]);
  });

  it("refuses to delete one of two subnets while the other one is deleted", async () => {
    await lab().put(`${NETWORK}/subnets/four`, subnet(5));
    const request = async () => lab().arm("DELETE", `${NETWORK}/subnets/four`);
    const answers = await during(["DELETE", `${NETWORK}/subnets/two`], request);
    assert.deepEqual(answers, [409, CONFLICT, 202]);
  });

  it("refuses to change a subnet while its network changes", async () => {
    const request = async () => lab().arm("PUT", `${NETWORK}/subnets/two`, subnet(2));
    assert.deepEqual(await during(["PUT", NETWORK, network], request), [409, CONFLICT, 200]);
  });

  it("refuses to change a network while a subnet of it changes", async () => {
    const [status, error, afterwards] = await during(["PUT", `${NETWORK}/subnets/two`, subnet(2)], async () =>
      lab().arm("PUT", NETWORK, network),
    );
    assert.deepEqual([status, afterwards], [429, 200]);
    const { code, message, details } = error as { code: string; message: string; details: object[] };
    assert.deepEqual([code, message], ["RetryableError", "A retryable error occurred."]);
    assert.match(
      JSON.stringify(details),
      /^\[\{"code":"RetryableErrorDueToAnotherOperation","message":"Operation PutSubnetOperation \([0-9a-f-]{36}\) is updating resource \/subscriptions\/[^ ]+\/virtualNetworks\/net\. The call can be retried in 1 seconds\."\}\]$/,
    );
  });

  it("refuses to create, change, or delete an interface while its own subnet changes", async () => {
    const other = `${NIC}2`;
    for (const [method, path, status] of [
      ["PUT", other, 201],
      ["PUT", NIC, 200],
      ["DELETE", NIC, 202],
    ] as const) {
      const request = async () => lab().arm(method, path, method === "PUT" ? nicIn(SUBNET) : undefined);
      assert.deepEqual(await during(["PUT", SUBNET, subnet(1)], request), [
        429,
        notProvisioned(SUBNET, path, "Updating", "PutSubnetOperation"),
        status,
      ]);
    }
  });

  it("refuses to change a subnet while an interface in it changes", async () => {
    const request = async () => lab().arm("PUT", SUBNET, subnet(1));
    assert.deepEqual(await during(["PUT", NIC, nicIn(SUBNET)], request), [
      429,
      notProvisioned(NIC, SUBNET, "Updating", "PutNicOperation"),
      200,
    ]);
  });

  it("changes interfaces while another subnet or another interface changes, and subnets of two networks at once", async () => {
    const release = lab().azure.operations.hold();
    const other = NETWORK.replace("/net", "/other");
    const properties = { addressSpace: { addressPrefixes: ["10.9.0.0/16"] } };
    const going = [
      await lab().arm("PUT", `${NETWORK}/subnets/two`, subnet(2)),
      await lab().arm("PUT", NIC, nicIn(SUBNET)),
      await lab().arm("PUT", `${NIC}3`, nicIn(SUBNET)),
      await lab().arm("PUT", other, { location: LOCATION, properties }),
    ];
    release();
    assert.deepEqual(
      going.map(({ status }) => status),
      [200, 200, 201, 201],
    );
    await Promise.all(going.map(async (answer) => lab().follow(answer)));
    const releaseAgain = lab().azure.operations.hold();
    const both = [
      await lab().arm("PUT", `${NETWORK}/subnets/two`, subnet(2)),
      await lab().arm("PUT", `${other}/subnets/one`, { properties: { addressPrefix: "10.9.0.0/24" } }),
      await lab().arm("DELETE", NIC),
    ];
    releaseAgain();
    assert.deepEqual(
      both.map(({ status }) => status),
      [200, 201, 202],
    );
    await Promise.all(both.map(async (answer) => lab().follow(answer)));
    assert.deepEqual(lab().azure.networkChanges.refused, []);
  });

  it("refuses nobody once changes last their usual time", async () => {
    const answer = await lab().arm("PUT", `${NETWORK}/subnets/two`, subnet(2));
    assert.equal((answer.body.properties as Record<string, unknown>).provisioningState, "Updating");
    await lab().follow(answer);
    const gone = await lab().arm("DELETE", `${NETWORK}/subnets/two`);
    assert.equal(gone.status, 202);
    await lab().follow(gone);
  });
});
