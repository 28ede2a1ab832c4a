import assert from "node:assert/strict";
import { PerDeployment } from "../../components/per-deployment";
import { declare } from "./mock-clouds";

describe("PerDeployment", () => {
  it("is the same within a deployment, and another in the next", async () => {
    const each = new PerDeployment(() => ({}));
    const first = await declare(() => [each.get(), each.get()] as const);
    const second = await declare(() => each.get());
    assert.equal(first.result[0], first.result[1]);
    assert.notEqual(second.result, first.result[0]);
  });
});
