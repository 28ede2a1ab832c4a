import assert from "node:assert/strict";
import { nearestName } from "../../../messages/nearest-name";

const KNOWN = ["audience", "audienceForm", "region", "tags"];

describe("nearestName", () => {
  for (const [given, meant] of [
    ["audiance", "audience"],
    ["Audience", "audience"],
    ["audienceform", "audienceForm"],
    ["regon", "region"],
    ["tag", "tags"],
  ] as const) {
    it(`takes ${given} for ${meant}`, () => {
      assert.equal(nearestName(given, KNOWN), meant);
    });
  }

  for (const given of ["location", "", "tenantId", "bags of it"]) {
    it(`finds nothing near ${JSON.stringify(given)}`, () => {
      assert.equal(nearestName(given, KNOWN), undefined);
    });
  }
});
