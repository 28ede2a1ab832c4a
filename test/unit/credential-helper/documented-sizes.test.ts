/** The sizes that pages name, against what is built: said in KB of 1000 bytes, rounded to ten of them. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { bundledHelper, renderInstallScript } from "../../../credential-helper";
import { PROJECT_ROOT } from "../../../tools/project-root";

const profile = {
  profileName: "importer",
  roleArn: "arn:aws:iam::111122223333:role/orders-importer",
  audience: "api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/orders",
  clientId: "11111111-2222-4333-8444-666666666666",
  issuer: "https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/",
  subject: "11111111-2222-4333-8444-555555555555",
  region: "eu-west-1",
  durationSeconds: 3600,
};

/** How a page says the size of a text. */
const about = (text: string) => `about ${Math.round(Buffer.byteLength(text) / 10_000) * 10} KB`;

/** Every size of a page that is said as "about … KB" or "about … KiB". */
const saidIn = (page: string) =>
  readFileSync(path.join(PROJECT_ROOT, "docs/reference", page), "utf8").match(/about \d+ Ki?B/g);

describe("the sizes that the pages name", () => {
  it("are those of the install script", () => {
    const size = about(renderInstallScript({ profiles: [profile] }));
    assert.deepEqual(saidIn("lab.md"), [size]);
    assert.deepEqual(saidIn("virtual-machine.md"), [size]);
  });

  it("are those of the helper as one file", () => {
    const size = about(bundledHelper());
    assert.deepEqual(saidIn("credential-helper.md"), [size]);
    assert.deepEqual(saidIn("../how-to/container-apps.md"), [size]);
  });
});
