import assert from "node:assert/strict";
import { driftedInputs } from "../../../../pulumi/plugins/kernel/drift";
import { type Properties, sameSet } from "../../../../pulumi/plugins/kernel/property-value";

const rules = {
  comparable: ["description", "profile", "subnets", "tags", "audiences"],
  equality: { audiences: sameSet },
  shared: ["subnets"],
};

function drifted(inputs: Properties, state: Properties, live: Properties): Properties {
  return driftedInputs({ inputs, state }, live, rules);
}

describe("inputs after a refresh", () => {
  it("stay as the program spelt them while the cloud says what it said before", () => {
    const inputs = { description: "West Europe", profile: { secret: "s", size: 1 } };
    const state = { description: "westeurope", profile: { size: 1, etag: "x" } };
    assert.deepEqual(drifted(inputs, state, state), inputs);
  });

  it("follow the cloud where it says something else, in the shape that the program gives", () => {
    const state = { profile: { size: 1, etag: "x" } };
    const live = { profile: { size: 2, etag: "y" } };
    assert.deepEqual(drifted({ profile: { secret: "s", size: 1 } }, state, live), {
      profile: { secret: "s", size: 2 },
    });
  });

  it("lose what is gone from the cloud and gain what is new there", () => {
    assert.deepEqual(drifted({ description: "d" }, { description: "d" }, { tags: { by: "hand" } }), {
      tags: { by: "hand" },
    });
  });

  it("gain nothing that other resources write", () => {
    assert.deepEqual(drifted({}, { subnets: [] }, { subnets: [{ name: "s" }] }), {});
  });

  it("keep the order of a set", () => {
    const state = { audiences: ["a"] };
    assert.deepEqual(drifted({ audiences: ["b", "a"] }, state, { audiences: ["a", "b"] }), {
      audiences: ["b", "a"],
    });
  });

  it("keep what the cloud does not tell at all", () => {
    assert.deepEqual(drifted({ resourceGroupName: "rg" }, {}, {}), { resourceGroupName: "rg" });
  });
});
