import assert from "node:assert/strict";
import {
  FREE,
  hourlyCost,
  type Price,
  PRICED_REGIONS,
  type PricedRegion,
  pricedRegion,
  PRICES,
} from "../../../../tools/acceptance/prices";

const regions = Object.keys(PRICED_REGIONS) as PricedRegion[];
const prices: readonly (readonly [string, Price])[] = Object.entries(PRICES);

describe("the cost of a deployment", () => {
  it("is the sum of NAT gateway, its address, VM, and disk for one workload in West Europe", () => {
    assert.deepEqual(hourlyCost({ workloads: 1, region: "westeurope", sharedNetwork: false }), {
      lines: [
        { item: "NAT gateway", count: 1, usdPerHour: 0.045 },
        { item: "public IPv4 address of the gateway", count: 1, usdPerHour: 0.005 },
        { item: "VM of size Standard_B1s, Linux", count: 1, usdPerHour: 0.012 },
        { item: "OS disk, Standard SSD, E4 LRS (32 GiB)", count: 1, usdPerHour: 0.0033 },
      ],
      usdPerHour: 0.0653,
      usdPerMonth: 47.66,
      grade: "confirmed",
    });
  });

  it("is lower in East US by the price of the VM", () => {
    const { usdPerHour, usdPerMonth } = hourlyCost({ workloads: 1, region: "eastus", sharedNetwork: false });
    assert.deepEqual({ usdPerHour, usdPerMonth }, { usdPerHour: 0.0637, usdPerMonth: 46.49 });
  });

  it("multiplies all four by the number of workloads without a shared network", () => {
    const { lines, usdPerMonth } = hourlyCost({ workloads: 10, region: "westeurope", sharedNetwork: false });
    assert.deepEqual(
      lines.map(({ count }) => count),
      [10, 10, 10, 10],
    );
    assert.equal(usdPerMonth, 476.6);
  });

  it("counts one gateway and one address with a shared network", () => {
    const { lines, usdPerHour, usdPerMonth } = hourlyCost({
      workloads: 10,
      region: "westeurope",
      sharedNetwork: true,
    });
    assert.deepEqual(
      lines.map(({ count }) => count),
      [1, 1, 10, 10],
    );
    assert.deepEqual({ usdPerHour, usdPerMonth }, { usdPerHour: 0.2029, usdPerMonth: 148.1 });
  });

  it("has no gateway and no address in existing subnets", () => {
    const { lines, usdPerHour, usdPerMonth } = hourlyCost({
      workloads: 2,
      region: "westeurope",
      sharedNetwork: false,
      existingSubnets: true,
    });
    assert.deepEqual(
      lines.map(({ item, count }) => [item, count]),
      [
        ["VM of size Standard_B1s, Linux", 2],
        ["OS disk, Standard SSD, E4 LRS (32 GiB)", 2],
      ],
    );
    assert.deepEqual({ usdPerHour, usdPerMonth }, { usdPerHour: 0.0306, usdPerMonth: 22.32 });
  });

  it("is the same with and without a shared network for one workload", () => {
    assert.deepEqual(
      hourlyCost({ workloads: 1, region: "eastus", sharedNetwork: true }),
      hourlyCost({ workloads: 1, region: "eastus", sharedNetwork: false }),
    );
  });

  for (const workloads of [0, -1, 1.5, Number.NaN]) {
    it(`refuses ${workloads} workloads`, () => {
      assert.throws(
        () => hourlyCost({ workloads, region: "eastus", sharedNetwork: false }),
        new RangeError(`workloads: not a count. Expected a whole number of at least 1; got ${workloads}.`),
      );
    });
  }
});

describe("a region by its name", () => {
  it("has prices under its API name and its display name", () => {
    assert.deepEqual(["westeurope", "West Europe", "EastUS"].map(pricedRegion), [
      "westeurope",
      "westeurope",
      "eastus",
    ]);
  });

  it("has none if it is not in the table", () => {
    assert.deepEqual(["northeurope", "westeurope2", ""].map(pricedRegion), [undefined, undefined, undefined]);
  });
});

describe("the table of prices", () => {
  it("names the source and the day of each price in each region", () => {
    for (const [id, { quotes }] of prices) {
      for (const region of regions) {
        const { usd, source, asOf } = quotes[region];
        assert.ok(usd > 0, `${id} in ${region}`);
        assert.match(source, /\w/, `${id} in ${region}`);
        assert.match(asOf, /^(\d{4}-\d\d-\d\d|in force since \d{4}-\d\d-\d\d|a stored copy without a date)$/);
      }
    }
  });

  it("gives the query for each price, with the region where the price depends on it", () => {
    assert.equal(
      PRICES.virtualMachine.lookUp("eastus"),
      "https://prices.azure.com/api/retail/prices?$filter=serviceName eq 'Virtual Machines' and productName eq 'Virtual Machines BS Series' and armSkuName eq 'Standard_B1s' and meterName eq 'B1s' and armRegionName eq 'eastus' and priceType eq 'Consumption'",
    );
    for (const [id, { lookUp }] of prices) {
      for (const region of regions) {
        assert.doesNotThrow(() => new URL(lookUp(region)), id);
      }
    }
  });

  it("says which prices no source confirms", () => {
    const unconfirmed = prices.flatMap(([id, { quotes }]) =>
      regions.filter((region) => quotes[region].grade === "unconfirmed").map((region) => `${id} ${region}`),
    );
    assert.deepEqual(unconfirmed, [
      "dataOutOfAzure westeurope",
      "dataOutOfAzure eastus",
      "listRequests westeurope",
    ]);
  });

  it("says the same of what is free", () => {
    assert.deepEqual(
      FREE.map(({ grade }) => grade),
      ["confirmed", "unconfirmed", "unconfirmed", "confirmed"],
    );
  });
});
