import assert from "node:assert/strict";
import { mustDeleteFirst } from "../../../../pulumi/plugins/kernel/replacement-order";

const autoName = { property: "name", separator: "-", digits: 7 };
const own = "reader-0123abc";

describe("the order of a replacement", () => {
  it("is new before old for resources without names, and for those that the kernel names", () => {
    assert.equal(mustDeleteFirst({ type: {}, name: "reader" }, { role: "a" }, { role: "b" }), false);
    assert.equal(
      mustDeleteFirst({ type: { autoName }, name: "reader" }, { name: own }, { name: own }),
      false,
    );
  });

  it("is old before new when the program's name stays", () => {
    assert.equal(mustDeleteFirst({ type: { autoName }, name: "reader" }, { name: "a" }, { name: "a" }), true);
    assert.equal(
      mustDeleteFirst({ type: { autoName }, name: "reader" }, { name: "a" }, { name: "b" }),
      false,
    );
  });

  it("goes by what is kept of the name's origin, and not by its form", () => {
    const order = (chosen: string[], name: string) => {
      const inputs = { name: own, __defaults: chosen };
      return mustDeleteFirst({ type: { autoName }, name }, inputs, inputs);
    };
    assert.equal(order(["name"], "writer"), false);
    assert.equal(order([], "reader"), true);
  });

  it("is old before new in azure-native whenever the program gives the name", () => {
    const type = { autoName, deleteBeforeReplace: "unless-auto-named" } as const;
    assert.equal(mustDeleteFirst({ type, name: "reader" }, { name: "a" }, { name: "b" }), true);
    assert.equal(mustDeleteFirst({ type, name: "reader" }, { name: own }, { name: own }), false);
  });
});
