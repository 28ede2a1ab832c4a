import assert from "node:assert/strict";
import { computerName } from "../../../../components/virtual-machine/virtual-machine-template";

describe("computerName", () => {
  it("is a DNS label: lower case, at most 63 characters, no hyphen at the end", () => {
    assert.equal(computerName("Orders-App", false), "orders-app");
    assert.equal(computerName(`${"a".repeat(62)}-bc`, false), "a".repeat(62));
  });

  it("has at most 15 characters on Windows, and is no number", () => {
    assert.equal(computerName("Orders-Application", true), "orders-applicat");
    assert.equal(computerName("orders-applica-tion", true), "orders-applica");
    assert.equal(computerName("2026", true), "vm2026");
    assert.equal(computerName("2026", false), "2026");
  });
});
