import assert from "node:assert/strict";
import { computerName, federationName } from "../../../components/federation/federation-names";

describe("federationName", () => {
  it("is made of project, stack and component", () => {
    assert.equal(federationName({ project: "shop", stack: "dev", name: "orders" }), "shop-dev-orders");
  });
});

describe("computerName", () => {
  it("is a DNS label: lower case, at most 63 characters, no hyphen at the end", () => {
    assert.equal(computerName("Orders-App"), "orders-app");
    assert.equal(computerName(`${"a".repeat(62)}-bc`), "a".repeat(62));
  });
});
