import assert from "node:assert/strict";
import {
  CloudError,
  InitializationError,
  VanishedError,
} from "../../../../pulumi/plugins/kernel/cloud-error";
import { Kernel } from "../../../../pulumi/plugins/kernel/kernel";
import { type Properties, text, UNKNOWN } from "../../../../pulumi/plugins/kernel/property-value";
import { type Cloud, testPlugin, THING } from "./test-plugin";

const randomSeed = new Uint8Array([1]);

describe("the kernel", () => {
  let cloud: Cloud;
  let kernel: Kernel<Cloud>;

  beforeEach(() => {
    cloud = new Map();
    kernel = new Kernel(testPlugin(cloud));
  });

  async function check(news: Properties, olds?: Properties): ReturnType<typeof kernel.check> {
    return kernel.check({ urn: THING, randomSeed }, olds, news);
  }

  it("completes inputs with a name and defaults", async () => {
    const { inputs, failures } = await check({ labels: ["a"] });
    assert.deepEqual(failures, []);
    assert.match(text(inputs.name), /^box-[0-9a-f]{7}$/);
    assert.deepEqual({ ...inputs, name: "" }, { name: "", size: 1, labels: ["a"], __defaults: ["name"] });
  });

  it("gives no name to what a prefix names", async () => {
    const { inputs } = await check({ namePrefix: "box" });
    assert.deepEqual(inputs, { namePrefix: "box", size: 1, __defaults: [] });
  });

  it("reports everything that is wrong with the inputs, naming resource and property", async () => {
    const { failures } = await check({ size: "big", colour: "red" });
    assert.deepEqual(
      failures.map(({ reason }) => reason),
      [
        "expected size to be of type number, got string. Examine values at 'box.size'.",
        "Invalid or unknown key \"colour\"; known are name, namePrefix, size, labels, secret. Examine values at 'box.colour'.",
      ],
    );
  });

  it("reports values that the service would refuse", async () => {
    const { failures } = await check({ size: 13 });
    assert.deepEqual(failures, [{ property: "", reason: "13 is unlucky. Examine values at 'box.size'." }]);
  });

  it("refuses a resource type that it does not know, naming those it does", async () => {
    const urn = "urn:pulumi:dev::project::test:index:Other::x";
    await assert.rejects(
      kernel.check({ urn, randomSeed }, undefined, {}),
      /^Error: unrecognized resource type: test:index:Other\. Expected a type that the lab's test plugin supports: test:index:Thing \[lab-resource-type-unsupported\]$/,
    );
  });

  it("refuses configuration that the provider does not know", () => {
    assert.deepEqual(kernel.checkConfig({ region: "x", version: "1" }), []);
    assert.deepEqual(
      kernel.checkConfig({ regoin: "x" }).map(({ reason }) => reason),
      [
        "could not validate provider configuration: Invalid or unknown key. Check `pulumi config get test:regoin`.",
      ],
    );
  });

  it("compares inputs, replaces for what cannot change in place, and deletes first only where it must", () => {
    const outcome = kernel.diff(
      { urn: THING },
      { inputs: { name: "a", labels: ["x", "y"] }, state: { name: "a", labels: ["x", "y"] } },
      { name: "b", labels: ["y", "x"] },
    );
    assert.deepEqual(outcome, {
      changes: [{ path: "name", kind: "update", replaces: true }],
      deleteBeforeReplace: false,
    });
  });

  it("previews a new resource: inputs known, the rest unknown", () => {
    assert.deepEqual(kernel.previewCreate({ urn: THING }, { name: "a", size: 1 }), {
      name: "a",
      size: 1,
      labels: UNKNOWN,
      labelCount: UNKNOWN,
      secret: UNKNOWN,
    });
    assert.equal(cloud.size, 0);
  });

  it("previews a change: what depends on it is unknown", () => {
    const known = {
      inputs: { name: "a", labels: ["x"] },
      state: { name: "a", labels: ["x"], labelCount: 1 },
    };
    assert.deepEqual(kernel.previewUpdate({ urn: THING }, known, { name: "a", labels: ["x", "y"] }), {
      name: "a",
      labels: ["x", "y"],
      labelCount: UNKNOWN,
    });
  });

  it("creates, reads, changes and deletes", async () => {
    const inputs = { name: "a", size: 1, labels: ["x"] };
    const created = await kernel.create({ urn: THING }, inputs);
    assert.deepEqual(created, { id: "a", outputs: { ...inputs, labelCount: 1 } });
    const known = { inputs, state: created.outputs };
    assert.deepEqual(await kernel.read({ urn: THING }, "a", known), { inputs, outputs: created.outputs });
    const outputs = await kernel.update({ urn: THING }, "a", known, { ...inputs, size: 2 });
    assert.deepEqual(outputs, { ...inputs, size: 2, labelCount: 1 });
    await kernel.delete({ urn: THING }, "a", known);
    assert.equal(cloud.size, 0);
  });

  it("finds a resource gone, and is content to delete it then", async () => {
    const known = { inputs: { name: "a" }, state: { name: "a" } };
    assert.equal(await kernel.read({ urn: THING }, "a", known), undefined);
    await kernel.delete({ urn: THING }, "a", known);
  });

  it("imports: the inputs are what the cloud has, without what only the cloud writes", async () => {
    cloud.set("a", { name: "a", size: 3, labels: [], labelCount: 0 });
    const found = await kernel.read({ urn: THING }, "a", undefined);
    assert.deepEqual(found, {
      inputs: { name: "a", size: 3, __defaults: [] },
      outputs: { name: "a", size: 3, labels: [], labelCount: 0 },
    });
  });

  it("shows a change that someone made by hand as a change of inputs", async () => {
    cloud.set("a", { name: "a", size: 9, labelCount: 0 });
    const known = { inputs: { name: "a", size: 1 }, state: { name: "a", size: 1, labelCount: 0 } };
    assert.deepEqual((await kernel.read({ urn: THING }, "a", known))?.inputs, { name: "a", size: 9 });
  });

  it("ends what is under way when the engine cancels", async () => {
    const creation = kernel.create({ urn: THING }, { name: "a", secret: "wait" });
    kernel.cancel();
    await assert.rejects(creation, /operation canceled/);
  });

  it("ends what takes longer than the program allows", async () => {
    await assert.rejects(
      kernel.create({ urn: THING, timeout: 0.01 }, { name: "a", secret: "wait" }),
      /timeout/i,
    );
  });

  it("calls functions, and names them when asked for another", async () => {
    assert.deepEqual(await kernel.invoke("test:index:echo", { a: 1, b: null }), { a: 1 });
    await assert.rejects(
      kernel.invoke("test:index:nothing", {}),
      /unrecognized data function \(Invoke\): test:index:nothing\. Expected a function that the lab's test plugin supports: test:index:echo, test:index:unknown/,
    );
  });
});

describe("the kernel of a bridged provider", () => {
  let cloud: Cloud;
  let kernel: Kernel<Cloud>;

  beforeEach(() => {
    cloud = new Map();
    kernel = new Kernel(testPlugin(cloud, { isBridged: true }));
  });

  const about = { urn: THING };
  const deployed = { name: "a", size: 1, labels: ["x"] };
  const refused = { name: "a", size: 2, secret: "refuse" };

  async function failure(operation: Promise<unknown>): Promise<unknown> {
    return operation.then(
      () => assert.fail("it succeeded"),
      (error: unknown) => error,
    );
  }

  it("records what a refused update was to reach, and finds no change the next time", async () => {
    const { id, outputs } = await kernel.create(about, deployed);
    const known = { inputs: deployed, state: outputs };
    const error = await failure(kernel.update(about, id, known, refused));
    assert.ok(error instanceof InitializationError);
    assert.equal(error.message, "BadThing: refused");
    assert.equal(error.id, "a");
    assert.deepEqual(error.outputs, { name: "a", size: 2, secret: "refuse", labelCount: 1 });
    assert.deepEqual(cloud.get("a"), { ...deployed, labelCount: 1 });

    // The engine keeps the old inputs beside the new outputs.
    const believed = { inputs: deployed, state: error.outputs as Properties };
    assert.deepEqual(kernel.diff(about, believed, refused).changes, []);
    assert.deepEqual(
      kernel.diff(about, believed, deployed).changes.map(({ path, kind }) => [path, kind]),
      [
        ["size", "update"],
        ["labels", "add"],
      ],
    );
    // A refresh shows what the cloud has.
    assert.deepEqual(await kernel.read(about, id, believed), { inputs: deployed, outputs });
  });

  it("finds no change where a set has an element twice that the cloud has once", async () => {
    const state = { name: "a", size: 1, labels: ["y", "x"], labelCount: 2 };
    const inputs = { name: "a", size: 1, labels: ["x", "x", "y"] };
    assert.deepEqual(kernel.diff(about, { inputs, state }, inputs).changes, []);
    cloud.set("a", state);
    assert.deepEqual((await kernel.read(about, "a", { inputs, state }))?.inputs, inputs);
  });

  it("keeps nothing of a creation that the cloud refused", async () => {
    const error = await failure(kernel.create(about, refused));
    assert.ok(error instanceof CloudError);
  });

  it("keeps what was made by a creation that failed later", async () => {
    const inputs = { name: "a", size: 2, secret: "refuse later" };
    const error = await failure(kernel.create(about, inputs));
    assert.ok(error instanceof InitializationError);
    assert.deepEqual([error.id, error.outputs], ["a", inputs]);
  });

  it("fails when a new resource is not found, and keeps nothing of it", async () => {
    const error = await failure(kernel.create(about, { name: "a", secret: "vanish" }));
    assert.ok(error instanceof VanishedError);
    assert.equal(error.message, `expected non-nil error with nil state during Create of ${THING}`);
  });

  it("fails when a changed resource is not found", async () => {
    const { id, outputs } = await kernel.create(about, deployed);
    const news = { ...deployed, secret: "vanish" };
    const error = await failure(kernel.update(about, id, { inputs: deployed, state: outputs }, news));
    assert.ok(error instanceof VanishedError);
    assert.match(
      error.message,
      /^Resource provider reported that the resource did not exist while updating /,
    );
  });

  it("compares nothing that the program ignores", async () => {
    const { outputs } = await kernel.create(about, deployed);
    const known = { inputs: deployed, state: { ...outputs, size: 7 } };
    assert.equal(kernel.diff(about, known, deployed).changes.length, 1);
    assert.deepEqual(kernel.diff({ ...about, ignoreChanges: ["size"] }, known, deployed).changes, []);
  });

  it("does not delete what is gone, unless the resource type says so", async () => {
    const known = { inputs: { name: "a" }, state: { name: "a" } };
    const error = await failure(kernel.delete(about, "a", known));
    assert.ok(error instanceof CloudError && error.notFound);
  });
});
