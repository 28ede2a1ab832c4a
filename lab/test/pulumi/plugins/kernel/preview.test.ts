import assert from "node:assert/strict";
import { previewCreate, previewUpdate } from "../../../../pulumi/plugins/kernel/preview";
import { UNKNOWN } from "../../../../pulumi/plugins/kernel/property-value";

describe("previewed outputs", () => {
  it("of a new resource echo the inputs and leave the rest unknown", () => {
    assert.deepEqual(
      previewCreate({ name: "n", tags: { a: UNKNOWN } }, { outputs: ["arn", "name", "tags"] }),
      {
        arn: UNKNOWN,
        name: "n",
        tags: { a: UNKNOWN },
      },
    );
  });

  it("of a new resource are unknown inside of objects and lists of objects that the program gives in part", () => {
    const shape = { outputs: ["profile", "tags"], nested: { profile: "Profile" } };
    const responses = { Profile: { enabled: "", issuerURL: "", pools: "Pool" }, Pool: { id: "", name: "" } };
    const inputs = { profile: { enabled: true, pools: [{ name: "a" }] }, tags: { team: "data" } };
    assert.deepEqual(previewCreate(inputs, shape, responses), {
      profile: { enabled: true, issuerURL: UNKNOWN, pools: [{ id: UNKNOWN, name: "a" }] },
      tags: { team: "data" },
    });
  });

  it("of a changed resource keep what does not depend on the change", () => {
    const state = { id: "1", roleIds: { a: "1" }, name: "n" };
    const changes = [{ path: "roles[0].value", kind: "update", replaces: false }] as const;
    const outputs = ["id", "roleIds", "name", "roles", "absent"];
    assert.deepEqual(
      previewUpdate(state, { name: "m", roles: [] }, changes, outputs, { roleIds: ["roles"] }),
      {
        id: "1",
        roleIds: UNKNOWN,
        name: "m",
        roles: [],
      },
    );
  });
});
