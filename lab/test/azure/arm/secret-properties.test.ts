import assert from "node:assert/strict";
import { mergePatch } from "../../../azure/arm/merge-patch";
import { separateSecrets } from "../../../azure/arm/secret-properties";

describe("separateSecrets", () => {
  it("takes members out, and both parts merge to what was sent", () => {
    const sent = { os: { user: "u", password: "p" }, list: [1], key: "k" };
    const { shown, secrets } = separateSecrets(sent, [
      ["os", "password"],
      ["key"],
      ["os", "absent"],
      ["no", "where"],
    ]);
    assert.deepEqual(shown, { os: { user: "u" }, list: [1] });
    assert.deepEqual(secrets, { os: { password: "p" }, key: "k" });
    assert.deepEqual(mergePatch(shown, secrets), sent);
  });
});
