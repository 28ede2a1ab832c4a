import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { parseCloudConfig } from "../../../azure/vm/cloud-config";

describe("parseCloudConfig", () => {
  it("reads files and commands", () => {
    const text = [
      "#cloud-config",
      "write_files:",
      "- path: /a",
      "  content: |",
      "    one",
      "- { path: /b, encoding: b64, content: dHdv, permissions: '0600', append: true }",
      "runcmd:",
      "- echo one",
      "- [echo, two, 3]",
    ].join("\n");
    assert.deepEqual(parseCloudConfig(text), {
      files: [
        { path: "/a", content: "one\n", mode: 0o644, append: false },
        { path: "/b", content: "two", mode: 0o600, append: true },
      ],
      commands: ["echo one", ["echo", "two", "3"]],
    });
  });

  it("reads compressed files", () => {
    const content = gzipSync("three\n").toString("base64");
    const text = `#cloud-config\nwrite_files: [{ path: /c, encoding: gz+b64, content: ${content} }]\n`;
    assert.deepEqual(parseCloudConfig(text).files, [
      { path: "/c", content: "three\n", mode: 0o644, append: false },
    ]);
  });

  it("has nothing to do without custom data", () => {
    assert.deepEqual(parseCloudConfig(""), { files: [], commands: [] });
  });

  it("takes a shell script as it is", () => {
    const script = "#!/bin/sh\necho started\n";
    assert.deepEqual(parseCloudConfig(script), { files: [], commands: [script] });
  });

  for (const [text, message] of [
    [
      "#!/usr/bin/perl\n",
      "the lab does not support custom data other than #cloud-config and scripts for #!/bin/sh. Remove it for runs against the lab [lab-unsupported]",
    ],
    [
      "#cloud-config\npackages: [jq]\n",
      "the lab does not support the cloud-init modules packages in custom data. Expected write_files or runcmd [lab-unsupported]",
    ],
    [
      "#cloud-config\nwrite_files: [{ path: /a, encoding: hex }]\n",
      "the lab does not support the encoding hex of /a in write_files. Expected b64 or gz+b64 [lab-unsupported]",
    ],
    ["#cloud-config\nwrite_files: [{ path: a }]\n", "write_files: every file needs an absolute path."],
  ] as const) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => parseCloudConfig(text), { message });
    });
  }
});
