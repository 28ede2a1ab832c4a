import assert from "node:assert/strict";
import {
  type AzureAnswer,
  AzureLab,
  GROUP,
  LOCATION,
  NIC,
  virtualMachine,
  VM,
} from "../../../testing/azure-lab";

/** A machine that Azure refuses once its interface is ready: the image is not for the size's cores. */
const FAILING = virtualMachine({ hardwareProfile: { vmSize: "Standard_D2ps_v6" } });
const OTHER = VM.replace(/vm1$/, "vm2");

describe("a network interface of a virtual machine that failed to start", () => {
  let lab: AzureLab;
  let now = Date.now();

  beforeEach(async () => {
    now = Date.now();
    lab = await AzureLab.start({ clock: () => now });
    await lab.prepareNetwork();
    assert.equal((await lab.arm("PUT", VM, FAILING)).status, 400);
  });

  afterEach(() => lab.stop());

  const RESERVED = {
    code: "NicReservedForAnotherVm",
    message: `Nic(s) in request is reserved for another Virtual Machine for 180 seconds. Please provide another nic(s) or retry after 180 seconds. Reserved VM: ${VM}`,
  };
  function assertReserved(answer: AzureAnswer): void {
    assert.equal(answer.status, 400);
    assert.deepEqual(answer.body.error, RESERVED);
  }

  it("is kept from other machines for 180 seconds", async () => {
    assertReserved(await lab.arm("PUT", OTHER, virtualMachine()));
    now += 179_999;
    assertReserved(await lab.arm("PUT", OTHER, virtualMachine()));
    now += 1;
    await lab.put(OTHER, virtualMachine());
  });

  it("cannot be deleted for 180 seconds", async () => {
    assertReserved(await lab.arm("DELETE", NIC));
    now += 180_000;
    await lab.follow(await lab.arm("DELETE", NIC));
    assert.equal((await lab.arm("GET", NIC)).status, 404);
  });

  it("goes to the same machine at once", async () => {
    await lab.put(VM, virtualMachine());
  });

  it("is free at once when its machine has started after all and is deleted", async () => {
    await lab.put(VM, virtualMachine());
    await lab.follow(await lab.arm("DELETE", VM));
    await lab.put(OTHER, virtualMachine());
  });

  it("is reserved after a start that Azure accepted and that failed later", async () => {
    now += 180_000;
    await lab.put(VM, virtualMachine());
    const second = NIC.replace(/nic$/, "second");
    const { properties } = (await lab.arm("GET", NIC)).body as { properties: { ipConfigurations: object[] } };
    const [first] = properties.ipConfigurations as { properties: { subnet: object } }[];
    await lab.put(second, {
      location: LOCATION,
      properties: { ipConfigurations: [{ name: "a", properties: { subnet: first?.properties.subnet } }] },
    });
    // The lab has no second machine of one name, so that its start fails after the request was accepted.
    await lab.put(`${GROUP}-two`, { location: LOCATION });
    const namesake = VM.replace(GROUP, `${GROUP}-two`);
    const body = virtualMachine({ networkProfile: { networkInterfaces: [{ id: second }] } });
    const { status } = await lab.follow(await lab.arm("PUT", namesake, body));
    assert.equal(status, "Failed");
    await lab.follow(await lab.arm("DELETE", namesake));
    const answer = await lab.arm("DELETE", second);
    assert.equal((answer.body.error as { code: string }).code, "NicReservedForAnotherVm");
    now += 180_000;
    await lab.follow(await lab.arm("DELETE", second));
    assert.equal((await lab.arm("GET", second)).status, 404);
  });
});
