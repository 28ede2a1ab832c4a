import assert from "node:assert/strict";
import { covers, overlap } from "../../../../policypack/stack/ip-ranges";

describe("networks in CIDR notation", () => {
  const pairs: [outer: string, inner: string, isCovered: boolean, isShared: boolean][] = [
    ["10.0.0.0/16", "10.0.0.0/16", true, true],
    ["10.0.0.0/16", "10.0.255.240/28", true, true],
    ["10.0.0.0/16", "10.1.0.0/28", false, false],
    ["10.0.0.16/28", "10.0.0.0/24", false, true],
    ["10.0.0.5", "10.0.0.5", true, true],
    ["10.0.0.5", "10.0.0.0/28", false, true],
    ["0.0.0.0/0", "255.255.255.255", true, true],
    ["192.168.0.0/16", "192.167.255.255", false, false],
    ["fd00::/16", "fd00:1::/64", true, true],
    ["fd00:1::/64", "fd00::/16", false, true],
    ["::/0", "10.0.0.0/8", false, false],
    ["10.0.0.0/8", "fd00::/16", false, false],
    ["VirtualNetwork", "10.0.0.0/8", false, false],
    ["10.0.0.0/8", "*", false, false],
  ];
  for (const [outer, inner, isCovered, isShared] of pairs) {
    it(`${outer} ${isCovered ? "covers" : "does not cover"} ${inner}`, () => {
      assert.deepEqual([covers(outer, inner), overlap(outer, inner)], [isCovered, isShared]);
    });
  }
});
