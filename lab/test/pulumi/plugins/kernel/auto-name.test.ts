import assert from "node:assert/strict";
import {
  type AutoName,
  autoName,
  isAutoNamed,
  nameOrigin,
} from "../../../../pulumi/plugins/kernel/auto-name";
import { text } from "../../../../pulumi/plugins/kernel/property-value";

const rule: AutoName = { property: "name", separator: "-", digits: 7, maxLength: 20 };
const randomSeed = new Uint8Array([1, 2, 3]);

describe("automatic names", () => {
  it("are the program's name and hexadecimal digits", () => {
    assert.match(
      text(autoName(rule, { name: "reader", olds: undefined, randomSeed })),
      /^reader-[0-9a-f]{7}$/,
    );
  });

  it("are random GUIDs where the type asks for them", () => {
    const uuid: AutoName = { property: "name", separator: "", digits: 0, asUuid: true };
    const context = { name: "reader", olds: undefined, randomSeed };
    const name = text(autoName(uuid, context));
    assert.match(name, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(autoName(uuid, context), name);
    assert.notEqual(autoName(uuid, { ...context, name: "writer" }), name);
  });

  it("are the same in preview and update, which have the same seed", () => {
    const context = { name: "reader", olds: undefined, randomSeed };
    assert.equal(autoName(rule, context), autoName(rule, context));
    assert.notEqual(autoName(rule, context), autoName(rule, { ...context, randomSeed: new Uint8Array([4]) }));
  });

  it("stay from one deployment to the next", () => {
    assert.equal(
      autoName(rule, { name: "reader", olds: { name: "reader-0123abc" }, randomSeed }),
      "reader-0123abc",
    );
  });

  it("stay when the program calls the resource otherwise, if it is kept that they were chosen", () => {
    const olds = { name: "reader-0123abc", __defaults: ["name"] };
    assert.equal(autoName(rule, { name: "writer", olds, randomSeed }), "reader-0123abc");
    const given = autoName(rule, { name: "reader", olds: { ...olds, __defaults: [] }, randomSeed });
    assert.notEqual(given, "reader-0123abc");
  });

  it("keep their origin beside them where the provider tells names by it", () => {
    assert.deepEqual(nameOrigin(rule, true), { __defaults: ["name"] });
    assert.deepEqual(nameOrigin(rule, false), { __defaults: [] });
    assert.deepEqual(nameOrigin({ ...rule, keepsGivenName: true }, true), {});
    assert.deepEqual(nameOrigin(undefined, false), {});
  });

  it("are new when the program gave a name before and gives none now", () => {
    assert.notEqual(autoName(rule, { name: "reader", olds: { name: "chosen" }, randomSeed }), "chosen");
  });

  it("leave a name alone that the program gave before, where the provider does", () => {
    const keeping = { ...rule, keepsGivenName: true };
    assert.equal(autoName(keeping, { name: "reader", olds: { name: "chosen" }, randomSeed }), "chosen");
  });

  it("fit the service's limit", () => {
    const name = autoName(rule, { name: "a-name-that-is-far-too-long", olds: undefined, randomSeed });
    assert.match(text(name), /^a-name-that--[0-9a-f]{7}$/);
    assert.equal(text(name).length, 20);
    assert.equal(isAutoNamed(rule, "a-name-that-is-far-too-long", text(name)), true);
  });

  it("are the program's name as it is where the rule has no digits", () => {
    const copy = { property: "subnetName", separator: "", digits: 0 };
    assert.equal(autoName(copy, { name: "workload", olds: undefined, randomSeed }), "workload");
  });

  it("are what the engine's naming configuration proposes, or none when it turns naming off", () => {
    const context = { name: "reader", olds: undefined, randomSeed };
    const propose = { mode: "propose", proposedName: "dev-reader" } as const;
    assert.equal(autoName(rule, { ...context, request: propose }), "dev-reader");
    assert.equal(autoName(rule, { ...context, olds: { name: "old" }, request: propose }), "old");
    assert.equal(autoName(rule, { ...context, request: { mode: "disable", proposedName: "" } }), undefined);
  });
});
