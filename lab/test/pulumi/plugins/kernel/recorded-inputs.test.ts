import assert from "node:assert/strict";
import { type Properties, sameSet } from "../../../../pulumi/plugins/kernel/property-value";
import { recordedInputs } from "../../../../pulumi/plugins/kernel/recorded-inputs";

const rules = {
  comparable: ["api", "owners", "roles", "tags", "uris"],
  equality: { uris: sameSet },
  cleared: ["owners"],
  ignored: [],
};

function recorded(
  inputs: Properties,
  state: Properties,
  news: Properties,
  ignored: string[] = [],
): Properties {
  return recordedInputs({ inputs, state }, news, { ...rules, ignored });
}

describe("the inputs that a state records", () => {
  it("are the state's, not those of the last deployment", () => {
    assert.deepEqual(recorded({ uris: ["a"] }, { uris: ["b"] }, { uris: ["c"] }), { uris: ["b"] });
    assert.deepEqual(recorded({}, { uris: ["b"] }, { uris: ["c"] }), { uris: ["b"] });
    assert.deepEqual(recorded({ uris: ["a"] }, {}, { uris: ["a"] }), {});
  });

  it("are spelt as the program spells them where both mean the same", () => {
    assert.deepEqual(recorded({}, { uris: ["a", "b"] }, { uris: ["b", "a"] }), { uris: ["b", "a"] });
  });

  it("lack what the program never gave, but for what the provider clears", () => {
    const state = { tags: ["by hand"], owners: ["by hand"] };
    assert.deepEqual(recorded({}, state, {}), { owners: ["by hand"] });
    assert.deepEqual(recorded({ tags: ["mine"] }, state, {}), state);
  });

  it("do not tell empty values from absent ones, at any depth", () => {
    const state = { api: { version: 1, mapped: false, scopes: [] }, roles: [{ id: "1", value: "" }] };
    const news = { api: { version: 1 }, roles: [{ id: "1" }], tags: [] };
    assert.deepEqual(recorded({}, state, news), news);
    assert.deepEqual(recorded({}, { api: { version: 1, mapped: true } }, news), {
      api: { version: 1, mapped: true },
      tags: [],
    });
  });

  it("are what the program says where it ignores changes, and the last deployment's where no output tells", () => {
    assert.deepEqual(recorded({}, { owners: ["b"] }, { owners: ["a"] }, ["owners"]), { owners: ["a"] });
    assert.deepEqual(recorded({ useExisting: true }, {}, { useExisting: false }), { useExisting: true });
  });
});
