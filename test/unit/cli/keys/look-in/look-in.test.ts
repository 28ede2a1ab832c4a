import assert from "node:assert/strict";
import { signInToLook } from "../../../../../cli/keys/look-in/look-in";
import { optionsFrom } from "../../read-options";

describe("the sign-in of --look-in", () => {
  let before: string | undefined;

  beforeEach(() => {
    before = process.env.AZURE_TO_AWS_ARM_ENDPOINT;
  });

  afterEach(() => {
    if (before === undefined) {
      delete process.env.AZURE_TO_AWS_ARM_ENDPOINT;
    } else {
      process.env.AZURE_TO_AWS_ARM_ENDPOINT = before;
    }
  });

  it("sends no token to an address that is neither encrypted nor on this machine", async () => {
    process.env.AZURE_TO_AWS_ARM_ENDPOINT = "http://arm.example.com";
    const options = optionsFrom([], []);
    await assert.rejects(signInToLook(options), {
      name: "UsageError",
      message:
        '--arm-endpoint: invalid value. Expected an https URL, or http on this machine, because a token is sent there; got "http://arm.example.com" [option-value-invalid]',
    });
  });
});
