import assert from "node:assert/strict";
import { audienceName, federationName } from "../../../../trust";

describe("federationName", () => {
  it("is made of project, stack and component", () => {
    assert.equal(federationName({ project: "shop", stack: "dev", name: "orders" }), "shop-dev-orders");
  });
});

describe("audienceName", () => {
  it("is the federation's name where that tells project, stack and component apart", () => {
    assert.equal(audienceName({ project: "shop-eu", stack: "dev", name: "orders" }), "shop-eu-dev-orders");
  });

  it("has a digest of the three behind it where hyphens leave open which is which", () => {
    const names = [
      { project: "shop", stack: "eu-dev", name: "orders" },
      { project: "shop", stack: "eu", name: "dev-orders" },
      { project: "shop-eu", stack: "dev", name: "orders" },
    ].map(audienceName);
    assert.deepEqual(names, [
      "shop-eu-dev-orders-ccce902b",
      "shop-eu-dev-orders-f0eb045e",
      "shop-eu-dev-orders",
    ]);
  });
});
