import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { parse } from "yaml";
import {
  GuestProfileError,
  renderInstallCloudConfig,
  renderInstallScript,
} from "../../../credential-helper/index";
import { goodProfile } from "./profiles";

/** Most characters of `customData` in base64: 64 KiB ("Virtual Machines - Create Or Update", osProfile.customData). */
const LONGEST_CUSTOM_DATA = 87_380;

interface CloudConfig {
  readonly write_files: readonly {
    readonly path: string;
    readonly content: string;
    readonly encoding: string;
  }[];
  readonly runcmd: readonly (readonly string[])[];
}

describe("The install script as custom data", () => {
  it("is the script, run once from a file of root's", () => {
    const text = renderInstallCloudConfig({ profiles: [goodProfile] });
    assert.ok(text.startsWith("#cloud-config\n"));
    const { write_files: files, runcmd } = parse(text) as CloudConfig;
    const [{ content, ...file } = { content: "" }, ...others] = files;
    assert.deepEqual(others, []);
    assert.deepEqual(file, {
      path: "/var/lib/azure-to-aws/install.sh",
      permissions: "0700",
      encoding: "gz+b64",
    });
    assert.equal(
      gunzipSync(Buffer.from(content, "base64")).toString("utf8"),
      renderInstallScript({ profiles: [goodProfile] }),
    );
    assert.deepEqual(runcmd, [["sh", "/var/lib/azure-to-aws/install.sh"]]);
  });

  it("is short enough for Azure, with room for more profiles", () => {
    const profiles = Array.from({ length: 20 }, (_, index) => ({ ...goodProfile, profileName: `p${index}` }));
    const customData = Buffer.from(renderInstallCloudConfig({ profiles })).toString("base64");
    assert.ok(customData.length < LONGEST_CUSTOM_DATA, `${customData.length} characters`);
  });

  it("is the same text wherever it is made", () => {
    const { write_files: files } = parse(
      renderInstallCloudConfig({ profiles: [goodProfile] }),
    ) as CloudConfig;
    const header = Buffer.from(files[0]?.content ?? "", "base64").subarray(0, 10);
    // No time, and an unknown system.
    assert.deepEqual([...header.subarray(4, 8), header[9]], [0, 0, 0, 0, 255]);
  });

  it("refuses what the script refuses", () => {
    assert.throws(() => renderInstallCloudConfig({ profiles: [] }), GuestProfileError);
  });
});
