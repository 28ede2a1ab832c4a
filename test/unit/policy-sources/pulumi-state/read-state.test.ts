import assert from "node:assert/strict";
import { readPulumiState } from "../../../../policy-sources";
import { unknownMark } from "../../../../trust";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270" };
const NOT_YET = unknownMark("a value that Pulumi does not know yet");
const SEALED = unknownMark("a secret; export the stack with --show-secrets");

/** What a property of a state is read as. */
function read(value: unknown): unknown {
  const [resource] = readPulumiState({ deployment: { resources: [{ type: "t", inputs: { value } }] } });
  return resource?.inputs.value;
}

describe("readPulumiState", () => {
  it("lists resources and pending operations, and which of them are settled", () => {
    const state = readPulumiState({
      deployment: {
        resources: [{ type: "a", urn: "u:a" }, { type: "b", delete: true }, 7, { urn: "without a type" }],
        pending_operations: [{ resource: { type: "c", outputs: { x: 1 } }, type: "creating" }, null],
      },
    });
    assert.deepEqual(
      state.map(({ type, urn, path, isSettled }) => [type, urn, path.join("."), isSettled]),
      [
        ["a", "u:a", "deployment.resources.0", true],
        ["b", undefined, "deployment.resources.1", false],
        ["c", undefined, "deployment.pending_operations.0.resource", false],
      ],
    );
    assert.deepEqual(state[2]?.outputs, { x: 1 });
  });

  it("marks each kind of value that a preview does not know", () => {
    for (const value of [
      "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
      "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
      "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
      "030794c1-ac77-496b-92df-f27374a8bd58",
      "e48ece36-62e2-4504-bad9-02848725956a",
      "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    ]) {
      assert.deepEqual(read([{ a: value }]), [{ a: NOT_YET }], value);
    }
  });

  it("reads a secret in plain text, also within another one, and marks one that is encrypted", () => {
    const inner = { ...SECRET, plaintext: JSON.stringify({ a: "b" }) };
    assert.deepEqual(read({ ...SECRET, plaintext: JSON.stringify([inner]) }), [{ a: "b" }]);
    assert.equal(read({ ...SECRET, ciphertext: "v1:x" }), SEALED);
    for (const plaintext of ["{", null, 5, true]) {
      assert.equal(read({ ...SECRET, plaintext }), SEALED, String(plaintext));
    }
    assert.equal(read({ [SIGNATURE]: "an asset", text: "x" }), unknownMark("a value that is no text"));
  });

  it("reads the URN of the Pulumi provider without its ID, and none from an empty reference", () => {
    const deployer = (provider: unknown): unknown =>
      readPulumiState({ deployment: { resources: [{ type: "t", provider }] } })[0]?.provider;
    assert.equal(
      deployer("urn:pulumi:p::a::pulumi:providers:aws::x::1b2c"),
      "urn:pulumi:p::a::pulumi:providers:aws::x",
    );
    assert.equal(deployer(""), undefined);
    assert.equal(deployer(7), undefined);
  });

  it("reads a state without resources", () => {
    assert.deepEqual(readPulumiState({ deployment: {} }), []);
    assert.deepEqual(readPulumiState({ deployment: { resources: null } }), []);
  });

  it("refuses anything else", () => {
    for (const wrong of [null, {}, [], { deployment: 7 }, { deployment: { resources: 7 } }]) {
      assert.throws(() => readPulumiState(wrong), { name: "UnreadableError" }, JSON.stringify(wrong));
    }
  });
});
