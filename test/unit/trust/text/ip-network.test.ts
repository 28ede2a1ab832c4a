import assert from "node:assert/strict";
import { ipNetwork } from "../../../../trust/text/ip-network";

describe("ipNetwork", () => {
  it("reads addresses and networks of either family", () => {
    assert.deepEqual(ipNetwork("203.0.113.7"), { address: "203.0.113.7", length: undefined });
    assert.deepEqual(ipNetwork("203.0.113.0/24"), { address: "203.0.113.0", length: 24 });
    assert.deepEqual(ipNetwork("0.0.0.0/0"), { address: "0.0.0.0", length: 0 });
    assert.deepEqual(ipNetwork("2001:db8::/128"), { address: "2001:db8::", length: 128 });
  });

  for (const wrong of [
    "",
    "203.0.113",
    "203.0.113.*",
    "203.0.113.7/33",
    "203.0.113.7/",
    "203.0.113.7/-1",
    "203.0.113.7/24/1",
    "2001:db8::/129",
    "fe80::1%eth0",
    "vpc-1",
    "203.0.113.7 ",
    "203.0.113.07",
  ]) {
    it(`reads nothing from ${JSON.stringify(wrong)}`, () => {
      assert.equal(ipNetwork(wrong), undefined);
    });
  }
});
