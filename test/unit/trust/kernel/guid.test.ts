import assert from "node:assert/strict";
import { isGuid } from "../../../../trust";

describe("isGuid", () => {
  it("takes 8-4-4-4-12 hexadecimal digits in either case", () => {
    assert.equal(isGuid("8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f"), true);
    assert.equal(isGuid("8F6D1A2C-3B4E-4C5D-9E7F-0A1B2C3D4E5F"), true);
  });

  it("takes nothing else", () => {
    for (const value of [
      "",
      "contoso.com",
      "{8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f}",
      "8f6d1a2c3b4e4c5d9e7f0a1b2c3d4e5f",
      "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5g",
      "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f\n",
      undefined,
      7,
      ["8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f"],
    ]) {
      assert.equal(isGuid(value), false, String(value));
    }
  });
});
