import assert from "node:assert/strict";
import { computerName } from "../../../../components/virtual-machine/virtual-machine-template";

describe("computerName", () => {
  it("is a DNS label: lower case, at most 63 characters, no hyphen at the end", () => {
    assert.equal(computerName("Orders-App"), "orders-app");
    assert.equal(computerName(`${"a".repeat(62)}-bc`), "a".repeat(62));
  });
});
