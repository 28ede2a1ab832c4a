import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Reading } from "../../../../../cli/clouds/reading";
import type { AdoptedImage } from "../../../../../cli/preflight/adopted-facts";
import { checkVmImage } from "../../../../../cli/preflight/checks/vm-image";
import { checkVmSize } from "../../../../../cli/preflight/checks/vm-size";
import type { VmSize } from "../../../../../cli/preflight/facts";
import { DEFAULT_VM_SIZE, defaultImage, hasArmCores, plannedRole } from "../../../../../cli/preflight/wanted";
import {
  DEFAULT_SIZE,
  hasArmCores as componentHasArmCores,
  ubuntuImage,
} from "../../../../../components/virtual-machine/virtual-machine-template";
import { PROJECT_ROOT } from "../../../../../tools/project-root";

const B1S: VmSize = {
  name: "Standard_B1s",
  family: "standardBSFamily",
  vCpus: 1,
  architecture: "x64",
  restriction: undefined,
  zones: ["1", "2", "3"],
};
const D2: VmSize = {
  name: "Standard_D2s_v5",
  family: "standardDSv5Family",
  vCpus: 2,
  architecture: "x64",
  restriction: undefined,
  zones: ["1", "2", "3"],
};
const D2PS: VmSize = { ...D2, name: "Standard_D2ps_v5", architecture: "Arm64" };

/** One VM of an image of the marketplace. */
const NEW = { vmCount: 1, own: undefined, size: B1S };

describe("the check of the VM size", () => {
  const check = (size: string, sizes: readonly VmSize[], zone?: string) =>
    checkVmSize({ size, zone, vmCount: 1, location: "westeurope", sizes: { value: sizes } });

  it("accepts a size of the region, in any case", () => {
    assert.deepEqual(check("standard_b1S", [B1S, D2]), {
      id: "vm-size",
      title: "VM size",
      outcome: "ok",
      found: "Standard_B1s in westeurope: 1 vCPU of standardBSFamily",
    });
  });

  it("refuses a size that the region lacks, and names others", () => {
    const { outcome, found, expected } = check("Standard_X9", [B1S, D2]);
    assert.deepEqual(
      [outcome, found, expected],
      [
        "wrong",
        "Azure does not offer Standard_X9 in westeurope",
        "a size of the region, such as Standard_B1s",
      ],
    );
  });

  it("refuses a size that is restricted for the subscription", () => {
    const barred = { ...B1S, restriction: "NotAvailableForSubscription" };
    const { outcome, found, expected } = check("Standard_B1s", [barred, D2]);
    assert.deepEqual(
      [outcome, found, expected],
      [
        "wrong",
        "the subscription may not use Standard_B1s in westeurope (NotAvailableForSubscription)",
        "a size of the region, such as Standard_D2s_v5",
      ],
    );
  });

  it("accepts a zone that has the size", () => {
    assert.deepEqual(check("Standard_B1s", [{ ...B1S, zones: ["1", "3"] }], "3"), {
      id: "vm-size",
      title: "VM size",
      outcome: "ok",
      found: "Standard_B1s in zone 3 of westeurope: 1 vCPU of standardBSFamily",
    });
  });

  for (const [zones, expected] of [
    [["1", "3"], "no zone, or one of 1, 3"],
    [[], "no zone"],
  ] as const) {
    it(`refuses a zone that lacks the size, and expects ${expected}`, () => {
      assert.deepEqual(check("Standard_B1s", [{ ...B1S, zones }], "2"), {
        id: "vm-size",
        title: "VM size",
        outcome: "wrong",
        found: "Standard_B1s is not available in zone 2 of westeurope",
        expected,
        fix: "az vm list-skus --location westeurope --resource-type virtualMachines --output table --zone",
      });
      assert.equal(check("Standard_B1s", [{ ...B1S, zones }]).outcome, "ok");
    });
  }

  it("refuses a region without VMs", () => {
    assert.equal(check("Standard_B1s", []).outcome, "wrong");
  });

  it("cannot tell without a region, or if the sizes cannot be read", () => {
    const sizes = { refused: "403" };
    assert.equal(
      checkVmSize({ size: "x", zone: "1", vmCount: 1, location: undefined, sizes }).outcome,
      "cannot tell",
    );
    assert.equal(
      checkVmSize({ size: "x", zone: "1", vmCount: 1, location: "y", sizes }).outcome,
      "cannot tell",
    );
  });
});

describe("the check of the VM image", () => {
  const image = { publisher: "Canonical", offer: "ubuntu", sku: "server", version: "latest" };
  const location = "westeurope";
  const offered = { value: { builds: ["1.0", "2.0"], architecture: "x64" } };

  it("accepts the latest build, and one by its version", () => {
    assert.equal(checkVmImage({ ...NEW, image, location, offered }).outcome, "ok");
    assert.equal(
      checkVmImage({ ...NEW, image: { ...image, version: "1.0" }, location, offered }).outcome,
      "ok",
    );
  });

  it("refuses a build that is gone, and names one", () => {
    const { outcome, expected } = checkVmImage({
      ...NEW,
      image: { ...image, version: "0.9" },
      location,
      offered,
    });
    assert.deepEqual([outcome, expected], ["wrong", "a version such as 2.0"]);
  });

  it("refuses an image that Azure does not have", () => {
    assert.deepEqual(
      checkVmImage({ ...NEW, image, location, offered: { refused: "404 NotFound", status: 404 } }),
      {
        id: "vm-image",
        title: "VM image",
        outcome: "wrong",
        found: "Azure does not list Canonical:ubuntu:server:latest in westeurope",
        expected: "an image of the marketplace",
        fix: "az vm image list --all --location westeurope --publisher Canonical --offer ubuntu --output table",
      },
    );
  });

  const id = "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Compute/images/golden";
  const ofOwn = (found: Reading<AdoptedImage>, region: string | undefined = location) =>
    checkVmImage({
      ...NEW,
      image,
      own: { id, found },
      location: region,
      offered: { refused: "404", status: 404 },
    });

  it("looks at an image of one's own instead: it must exist and be in the region", () => {
    const here = { value: { regions: ["North Europe", "West Europe"], architecture: "x64" } };
    assert.deepEqual(ofOwn(here), {
      id: "vm-image",
      title: "VM image",
      outcome: "ok",
      found: `${id} in westeurope, for x64`,
    });
    const { outcome, found, expected } = ofOwn({ value: { regions: ["North Europe"], architecture: "x64" } });
    assert.deepEqual(
      [outcome, found, expected],
      ["wrong", `${id} is in northeurope`, "an image in westeurope"],
    );
    assert.equal(ofOwn({ refused: "404 NotFound", status: 404, code: "NotFound" }).outcome, "wrong");
  });

  it("cannot tell of an image of one's own that cannot be read, that has no regions, or without a region", () => {
    const refusals = [
      { refused: "403", status: 403 },
      { refused: "404", status: 404, code: "SubscriptionNotFound" },
    ];
    for (const reading of [...refusals, { value: { regions: [], architecture: "x64" } }]) {
      assert.equal(ofOwn(reading).outcome, "cannot tell");
    }
    const nowhere = checkVmImage({
      ...NEW,
      image,
      own: { id, found: { value: { regions: ["westeurope"], architecture: "x64" } } },
      location: undefined,
      offered,
    });
    assert.equal(nowhere.outcome, "cannot tell");
  });

  it("compares its processors with those of the size, in both directions", () => {
    const of = (architecture: string | undefined, size: VmSize | undefined) =>
      checkVmImage({ ...NEW, image, location, offered: { value: { builds: ["1.0"], architecture } }, size });
    assert.equal(of("x64", B1S).outcome, "ok");
    assert.equal(of("Arm64", D2PS).outcome, "ok");
    const { outcome, found, expected } = of("x64", D2PS);
    assert.deepEqual(
      [outcome, found, expected],
      [
        "wrong",
        "Canonical:ubuntu:server:latest is for x64, and Standard_D2ps_v5 has Arm64",
        "an image for Arm64, or a size with x64",
      ],
    );
    assert.equal(of("Arm64", B1S).outcome, "wrong");
    assert.equal(of(undefined, B1S).outcome, "cannot tell");
    assert.equal(of("x64", { ...B1S, architecture: undefined }).outcome, "cannot tell");
    // The check of the size says that the region lacks it.
    assert.equal(of("x64", undefined).outcome, "ok");
    const own = (architecture: string | undefined) =>
      ofOwn({ value: { regions: ["westeurope"], architecture } }).outcome;
    assert.deepEqual([own("x64"), own("Arm64"), own(undefined)], ["ok", "wrong", "cannot tell"]);
  });

  it("names no command that needs a login if there is none", () => {
    const none = { refused: "no login to Azure: see Azure login", isWithoutLogin: true };
    assert.deepEqual(checkVmImage({ ...NEW, image, location, offered: none }), {
      id: "vm-image",
      title: "VM image",
      outcome: "cannot tell",
      found: "no login to Azure: see Azure login",
    });
    assert.equal(ofOwn(none).fix, undefined);
  });

  it("demands nothing where no VM is created, and neither does the check of the size", () => {
    const none = { id: "vm-image", title: "VM image", outcome: "ok", found: "no VM is created" };
    const refused = { refused: "404", status: 404 };
    assert.deepEqual(
      checkVmImage({ ...NEW, vmCount: 0, image, location: undefined, offered: refused }),
      none,
    );
    assert.deepEqual(checkVmSize({ size: "x", zone: "1", vmCount: 0, location: undefined, sizes: refused }), {
      ...none,
      id: "vm-size",
      title: "VM size",
    });
  });

  it("cannot tell if images cannot be read, or without a region", () => {
    const refused = { refused: "403", status: 403 };
    assert.equal(checkVmImage({ ...NEW, image, location, offered: refused }).outcome, "cannot tell");
    assert.equal(checkVmImage({ ...NEW, image, location: undefined, offered }).outcome, "cannot tell");
  });
});

describe("the role that preflight expects by default", () => {
  it("is named as the component and Pulumi name it, but for the workload and the digits", async () => {
    const file = path.join(PROJECT_ROOT, "test/unit/components/federation/fixtures/state-0.1.0.json");
    const [, created = ""] = /"roleName": "([^"]+)"/.exec(await readFile(file, "utf8")) ?? [];
    assert.equal(
      plannedRole("azure-to-aws"),
      created.replace("-devteam-", "-workload-").replace(/[0-9a-f]{7}$/, "0000000"),
    );
  });
});

describe("the VM that preflight expects by default", () => {
  it("is that of the component", () => {
    assert.deepEqual(DEFAULT_VM_SIZE, DEFAULT_SIZE);
    for (const size of [
      DEFAULT_VM_SIZE.linux,
      "Standard_D2ps_v6",
      "Standard_B2pts_v2",
      "Standard_E4-2s_v5",
    ]) {
      assert.equal(hasArmCores(size), componentHasArmCores(size), size);
      assert.deepEqual(defaultImage(size), ubuntuImage(size), size);
    }
  });
});
