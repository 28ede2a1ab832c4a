import assert from "node:assert/strict";
import { innerTexts } from "./secrets-left";

describe("the texts within a state", () => {
  it("are without the escapes of JSON", () => {
    const state: unknown = JSON.parse(
      '{"resources":[{"inputs":{"source":{"script":"a=\\"b\\"\\nc"}},"n":1}]}',
    );
    assert.deepEqual(innerTexts(state), ['a="b"\nc']);
  });

  it("have custom data out of its Base64, and nothing else", () => {
    const encoded = Buffer.from("#cloud-config\n").toString("base64");
    const profile = { customData: encoded, computerName: encoded };
    assert.deepEqual(innerTexts({ virtualMachineProfile: { osProfile: profile } }), [
      "#cloud-config\n",
      encoded,
    ]);
  });
});
