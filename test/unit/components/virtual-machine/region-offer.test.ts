import assert from "node:assert/strict";
import {
  type ResourceSku,
  sizeProblems,
  type WantedMachine,
} from "../../../../components/virtual-machine/region-offer";

const restriction = (type: string, locations?: readonly string[], zones?: readonly string[]) => ({
  type,
  reasonCode: "NotAvailableForSubscription",
  restrictionInfo: {
    ...(locations === undefined ? {} : { locations }),
    ...(zones === undefined ? {} : { zones }),
  },
});
const sku = (name: string, others: Partial<ResourceSku> = {}): ResourceSku => ({
  resourceType: "virtualMachines",
  name,
  locationInfo: [{ location: "WestEurope", zones: ["2", "1", "3"] }],
  ...others,
});
const WANTED: WantedMachine = { region: "westeurope", size: "Standard_B2s" };

const paths = (wanted: Partial<WantedMachine>, ...skus: readonly ResourceSku[]): readonly string[] =>
  sizeProblems({ ...WANTED, ...wanted }, skus).map(({ path }) => path);

describe("the sizes of a region", () => {
  it("rule the region out where there are none, or only those of disks", () => {
    const disks = { ...sku("Premium_LRS"), resourceType: "disks" };
    for (const skus of [[], [disks]]) {
      assert.deepEqual(sizeProblems({ ...WANTED, zone: "1" }, skus), [
        {
          path: "location",
          code: "region-without-vms",
          text: 'Azure offers this subscription no VM in this region. Expected another region; got "westeurope"',
          next: 'List them: az account list-locations --query "[].name"',
        },
      ]);
    }
  });

  it("are compared without case", () => {
    assert.deepEqual(paths({ size: "standard_b2S" }, sku("Standard_B2s")), []);
    assert.deepEqual(paths({}, sku("Standard_B2ms")), ["size"]);
  });

  it("are barred by a restriction on this region, and not by one on another", () => {
    for (const [restrictions, expected] of [
      [[restriction("Location", ["West Europe"])], ["size"]],
      [[restriction("Location")], ["size"]],
      [[restriction("Location", ["northeurope"])], []],
      [[restriction("Zone", ["westeurope"], ["1", "2", "3"])], []],
    ] as const) {
      assert.deepEqual(paths({}, sku("Standard_B2s", { restrictions })), expected);
    }
  });

  it("are in some zones, fewer where those are barred", () => {
    const barred = [restriction("Zone", ["westeurope"], ["1"])];
    assert.deepEqual(paths({ zone: "1" }, sku("Standard_B2s")), []);
    assert.deepEqual(paths({ zone: "1" }, sku("Standard_B2s", { restrictions: barred })), ["zone"]);
    assert.deepEqual(paths({ zone: "2" }, sku("Standard_B2s", { restrictions: barred })), []);
    assert.deepEqual(paths({}, sku("Standard_B2s", { restrictions: barred })), []);
    const elsewhere = [restriction("Zone", ["northeurope"], ["1"])];
    assert.deepEqual(paths({ zone: "1" }, sku("Standard_B2s", { restrictions: elsewhere })), []);
  });

  it("name the closest with the same kind of cores, that the subscription may use", () => {
    const cores = (value: string) => [{ name: "vCPUs", value }];
    const [problem] = sizeProblems({ ...WANTED, size: "Standard_D2s_v5" }, [
      sku("Standard_D2ps_v5", { capabilities: cores("2") }),
      sku("Standard_D2s_v5", {
        capabilities: cores("2"),
        restrictions: [restriction("Location", ["westeurope"])],
      }),
      sku("Standard_D2as_v5", { capabilities: cores("2") }),
      sku("Standard_D4s_v5", { capabilities: cores("4") }),
    ]);
    assert.match(
      problem?.text ?? "",
      /this subscription may not use this size in westeurope \(NotAvailableForSubscription\)\. Expected one of its sizes, such as "Standard_D2as_v5"; got "Standard_D2s_v5"/,
    );
    assert.ok((problem?.text.length ?? 0) < 300);
  });

  it("name none where nothing is near", () => {
    const [problem] = sizeProblems({ ...WANTED, size: "Standard_NC24ads_A100_v4" }, [sku("Standard_B1s")]);
    assert.match(
      problem?.text ?? "",
      /Azure does not offer this size in westeurope\. Expected one of its sizes; got "Standard_NC24ads_A100_v4"/,
    );
  });
});
