import assert from "node:assert/strict";
import path from "node:path";
import { execa } from "execa";
import { withoutCloudLogins } from "../cloud-logins";
import { LAB_ROOT } from "../lab-root";

const LOGINS = {
  AWS_PROFILE: "prod",
  AWS_ENDPOINT_URL: "https://aws.example",
  AZURE_CLIENT_ID: "id",
  AZURE_CONFIG_DIR: "/home/me/.azure",
  ARM_CLIENT_SECRET: "secret",
  MSI_ENDPOINT: "http://127.0.0.1:1",
  IDENTITY_HEADER: "header",
};

const OTHERS = {
  PATH: "/bin",
  HOME: "/home/me",
  HTTPS_PROXY: "http://proxy.example",
  AZURE_TO_AWS_READ_BACK_SECONDS: "1",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  HARM_REDUCTION: "arm is no prefix of it",
};

describe("the developer's cloud logins", () => {
  it("are taken out of an environment, and nothing else is", () => {
    assert.deepEqual(withoutCloudLogins({ ...LOGINS, ...OTHERS }), OTHERS);
  });

  it("are taken out of the environment that tests run in", async () => {
    const hooks = ["tools/typescript/register.cjs", "test/without-cloud-logins.ts"];
    const { stdout } = await execa(
      process.execPath,
      [
        ...hooks.flatMap((hook) => ["--require", path.join(LAB_ROOT, hook)]),
        "--print",
        "JSON.stringify(process.env)",
      ],
      { env: { ...LOGINS, KEPT: "yes" } },
    );
    const environment = JSON.parse(stdout) as Record<string, string>;
    assert.deepEqual(
      Object.keys(LOGINS).filter((name) => name in environment),
      [],
    );
    assert.equal(environment.KEPT, "yes");
  });

  it("are not in the environment of this test", () => {
    assert.deepEqual(Object.keys(withoutCloudLogins(process.env)), Object.keys(process.env));
  });
});
