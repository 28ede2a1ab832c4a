import assert from "node:assert/strict";
import {
  firstFreeAddress,
  firstFreeNetwork,
  holdsNetwork,
  overlaps,
  parseNetwork,
} from "../../../azure/resources/ip-network";

describe("IPv4 networks", () => {
  it("are read from CIDR notation", () => {
    assert.deepEqual(parseNetwork("10.0.1.0/24"), { first: 10 * 2 ** 24 + 256, size: 256 });
    assert.deepEqual(parseNetwork("255.255.255.255/32"), { first: 2 ** 32 - 1, size: 1 });
  });

  for (const text of ["10.0.0.0", "10.0.0.0/33", "10.0.0.1/24", "10.0.0.256/32", "a/24", ""]) {
    it(`are not "${text}"`, () => {
      assert.equal(parseNetwork(text), undefined);
    });
  }

  it("hold what is wholly inside them", () => {
    assert.equal(holdsNetwork("10.0.0.0/16", "10.0.255.0/24"), true);
    assert.equal(holdsNetwork("10.0.0.0/16", "10.0.0.0/16"), true);
    assert.equal(holdsNetwork("10.0.0.0/24", "10.0.0.0/16"), false);
    assert.equal(holdsNetwork("10.0.0.0/16", "10.1.0.0/24"), false);
  });

  it("overlap where either holds the other", () => {
    assert.equal(overlaps("10.0.0.0/16", "10.0.255.0/24"), true);
    assert.equal(overlaps("10.0.255.0/24", "10.0.0.0/16"), true);
    assert.equal(overlaps("10.0.0.0/24", "10.0.1.0/24"), false);
  });

  it("give out the first network of a size that overlaps none", () => {
    assert.equal(firstFreeNetwork("192.0.2.0/24", 28, []), "192.0.2.0/28");
    assert.equal(firstFreeNetwork("192.0.2.0/24", 28, ["192.0.2.2/31", "192.0.2.16/30"]), "192.0.2.32/28");
    assert.equal(firstFreeNetwork("192.0.2.0/24", 31, ["192.0.2.0/31"]), "192.0.2.2/31");
    assert.equal(firstFreeNetwork("192.0.2.0/28", 29, ["192.0.2.0/28"]), undefined);
    assert.equal(firstFreeNetwork("192.0.2.0/28", 24, []), undefined);
  });

  it("give the fourth address first, and none when all are taken: Azure keeps five", () => {
    assert.equal(firstFreeAddress("10.0.1.0/24", []), "10.0.1.4");
    assert.equal(firstFreeAddress("10.0.1.0/24", ["10.0.1.4", "10.0.1.5"]), "10.0.1.6");
    assert.equal(firstFreeAddress("10.0.1.0/29", ["10.0.1.4", "10.0.1.5", "10.0.1.6"]), undefined);
  });
});
