import assert from "node:assert/strict";
import { needsOwnProcess } from "../../../../pulumi/plugins/aws/own-process";

const KEYS = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret" };
const OWN = { HOME: "/home/me", AWS_MAX_ATTEMPTS: "2", PATH: "/bin" };

describe("the aws plugin needs a process with the deployment's environment", () => {
  it("not if only variables differ that it reads itself", () => {
    const environment = { ...OWN, ...KEYS, AWS_SESSION_TOKEN: "token", AWS_REGION: "eu-west-1", PATH: "/x" };
    assert.equal(needsOwnProcess(environment, { ...OWN, AWS_ACCESS_KEY_ID: "of the developer" }), false);
  });

  for (const name of Object.keys(KEYS)) {
    it(`if ${name} is missing or empty, since the SDK then looks for a login`, () => {
      assert.equal(needsOwnProcess({ ...OWN, ...KEYS, [name]: undefined }, OWN), true);
      assert.equal(needsOwnProcess({ ...OWN, ...KEYS, [name]: "" }, OWN), true);
    });
  }

  for (const [name, value] of [
    ["AWS_MAX_ATTEMPTS", "9"],
    ["AWS_PROFILE", "other"],
    ["HOME", "/elsewhere"],
  ] as const) {
    it(`if ${name} differs, which the SDK reads from its process`, () => {
      assert.equal(needsOwnProcess({ ...OWN, ...KEYS, [name]: value }, OWN), true);
    });
  }

  it("if a setting of the SDK is only in the process that would serve it", () => {
    assert.equal(needsOwnProcess({ ...OWN, ...KEYS }, { ...OWN, AWS_PROFILE: "of the developer" }), true);
  });
});
