import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { childOptions } from "../../../../components/pulumi/component";
import { declare } from "../mock-clouds";

class Part extends pulumi.ComponentResource {
  constructor() {
    super("test:index:Part", "part", {}, {});
  }
}

describe("childOptions", () => {
  it("are the parent, and the timeouts where there are any", async () => {
    const { result } = await declare(() => {
      const parent = new Part();
      const customTimeouts = { create: "1h" };
      return {
        parent,
        customTimeouts,
        none: childOptions(parent, undefined),
        without: childOptions(parent, {}),
        with: childOptions(parent, { customTimeouts, protect: true }),
      };
    });
    const { parent, customTimeouts } = result;
    assert.deepEqual(Object.keys(result.none), ["parent"]);
    assert.deepEqual(Object.keys(result.without), ["parent"]);
    assert.equal(result.with.parent, parent);
    assert.equal(result.with.customTimeouts, customTimeouts);
    assert.deepEqual(Object.keys(result.with), ["parent", "customTimeouts"]);
  });
});
