import assert from "node:assert/strict";
import { PerDeployment } from "../../../components/deployment";
import { declare } from "./mock-clouds";

describe("PerDeployment", () => {
  it("keeps the same within a deployment, and another in the next", async () => {
    const each = new PerDeployment(() => new Map<string, string>());
    const first = await declare(() => [each.current(), each.current()] as const);
    const second = await declare(() => each.current());
    assert.equal(first.result[0], first.result[1]);
    assert.notEqual(second.result, first.result[0]);
  });

  it("keeps what two features remember of one deployment apart", async () => {
    const one = new PerDeployment(() => new Map<string, string>());
    const other = new PerDeployment(() => new Map<string, string>());
    const { result } = await declare(() => [one.current(), other.current()] as const);
    assert.notEqual(result[0], result[1]);
  });
});
