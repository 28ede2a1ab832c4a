import assert from "node:assert/strict";
import { EngineView } from "../../../../policypack/engine/engine-view";
import { unknownMark } from "../../../../trust";
import { UNKNOWN, unknownCheckingProxy } from "../validate";

const TYPE = "aws:iam/role:Role";

/** A resource as the engine shows it, which counts how often its properties are read. */
function shown(name: string, props: Record<string, unknown> = {}) {
  const reads: string[] = [];
  const counting = new Proxy(props, {
    get: (target, property) => {
      reads.push(String(property));
      return target[String(property)];
    },
  });
  const urn = `urn:pulumi:a::b::${TYPE}::${name}`;
  return { type: TYPE, name, urn, props: counting, reads, dependencies: [], propertyDependencies: {} };
}

describe("what the rules of a pack see", () => {
  it("is one resource for all of them, read once", () => {
    const view = new EngineView();
    const role = shown("role", { name: "n" });
    const [first, second] = [view.resource("a", role), view.resource("b", { ...role })];
    assert.equal(first, second);
    assert.deepEqual([first.get("name"), second.get("name")], ["n", "n"]);
    assert.deepEqual(
      role.reads.filter((name) => name === "name"),
      ["name"],
    );
  });

  it("is the resource as it is now when a rule asks again", () => {
    const view = new EngineView();
    assert.equal(view.resource("a", shown("role", { name: "old" })).get("name"), "old");
    assert.equal(view.resource("b", shown("role", { name: "new" })).get("name"), "old");
    assert.equal(view.resource("a", shown("role", { name: "new" })).get("name"), "new");
    assert.equal(view.resource("b", shown("role", { name: "new" })).get("name"), "new");
  });

  it("has the resources before one, in their order and without itself", () => {
    const view = new EngineView();
    const names = ["one", "two", "three"];
    const resources = names.map((name) => view.resource("a", shown(name)));
    const last = resources[2] ?? assert.fail();
    const before = view.before(last);
    for (const expected of [
      ["one", "two"],
      ["one", "two"],
    ]) {
      assert.deepEqual(
        [...before].map(({ name }) => name),
        expected,
      );
    }
  });

  it("is one stack for all of them, and another for the next request", () => {
    const view = new EngineView();
    const resources = [shown("role")];
    const first = view.stack("a", resources);
    assert.equal(view.stack("b", [shown("role")]), first);
    assert.notEqual(view.stack("a", resources), first);
    assert.notEqual(view.stack("c", [...resources, shown("other")]), first);
  });

  it("has the inputs of a resource where the stack has no output", () => {
    const view = new EngineView();
    view.resource("a", shown("role", { secret: "in", name: "in", known: "in" }));
    const outputs = shown("role", { name: "out" });
    const props = unknownCheckingProxy({ name: "out", known: UNKNOWN, late: UNKNOWN });
    const [role] = view.stack("a", [{ ...outputs, props }]);
    assert.deepEqual(
      ["secret", "name", "known", "late"].map((property) => role?.get(property)),
      ["in", "out", "in", unknownMark("a value that is not known yet")],
    );
    assert.equal(role?.before.get("name"), "in");
  });

  it("has a mark only for what the engine does not know: a program cannot write one", () => {
    const forged = unknownMark("x");
    const list = [UNKNOWN, forged, { [forged]: JSON.stringify(forged).replace("\uE000", "\\ue000") }, 7];
    const role = new EngineView().resource("a", {
      ...shown("role"),
      props: unknownCheckingProxy({ list }),
    });
    assert.deepEqual(role.get("list"), [
      unknownMark("a value that is not known yet"),
      "\uFFFD78\uFFFD",
      { "\uFFFD78\uFFFD": '"\\ufffd78\uFFFD"' },
      7,
    ]);
  });
});
