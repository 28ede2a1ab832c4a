/** The packages of the SDKs as they are built. test/engine/packaging/generated-sdks.nightly.ts deploys with them. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import manifest from "../../../../package.json";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { GO_MODULE } from "../../../../tools/schema/languages";
import { buildSdks } from "../../../../tools/sdks/build-sdks";
import { sdkReadme } from "../../../../tools/sdks/sdk-readme";
import { committedSchema } from "../schema/committed-schema";

const { version } = manifest;
const WHEEL = `python/azure_to_aws_federation-${version}-py3-none-any.whl`;
const SDIST = `python/azure_to_aws_federation-${version}.tar.gz`;
const SERVED = `go/${GO_MODULE}/@v`;

/** Prints the files of archives with their texts as JSON. */
const CONTENTS = `
import json, sys, tarfile, zipfile
name = sys.argv[1]
if name.endswith(".tar.gz"):
    with tarfile.open(name) as archive:
        files = {m.name: archive.extractfile(m).read().decode() for m in archive.getmembers() if m.isfile()}
else:
    with zipfile.ZipFile(name) as archive:
        files = {m: archive.read(m).decode() for m in archive.namelist()}
print(json.dumps(files))
`;

describe("the packages of the SDKs", function () {
  this.timeout(900_000); // The generators are built, and Pulumi for Python is installed, when there are none yet.
  let directory = "";
  let files: readonly string[] = [];

  before(async () => {
    directory = await realpath(await mkdtemp(path.join(tmpdir(), "built-sdks-")));
    ({ files } = await buildSdks({ directory: path.join(directory, "one"), report: () => undefined }));
  });

  after(async () => {
    await rm(directory, { recursive: true, force: true });
  });

  const contents = async (file: string) => {
    const { stdout } = await execa("python3", ["-c", CONTENTS, path.join(directory, "one", file)]);
    return JSON.parse(stdout) as Record<string, string>;
  };

  it("are a wheel and an sdist for Python, and what a module proxy serves for Go", () => {
    assert.deepEqual(files, [
      WHEEL,
      SDIST,
      ...["list", `v${version}.info`, `v${version}.mod`, `v${version}.zip`].map(
        (name) => `${SERVED}/${name}`,
      ),
    ]);
  });

  it("are the same files from the same sources", async () => {
    await buildSdks({ directory: path.join(directory, "two"), report: () => undefined });
    const hash = async (folder: string, file: string) =>
      createHash("sha256")
        .update(await readFile(path.join(directory, folder, file)))
        .digest("hex");
    for (const file of files) {
      assert.equal(await hash("one", file), await hash("two", file), file);
    }
  });

  it("have name, version, license, README, and type hints for Python", async () => {
    const license = await readFile(path.join(PROJECT_ROOT, "LICENSE"), "utf8");
    const readme = sdkReadme(committedSchema(), "python");
    const wheel = await contents(WHEEL);
    const info = `azure_to_aws_federation-${version}.dist-info`;
    assert.equal(wheel[`${info}/licenses/LICENSE`], license);
    assert.equal(wheel["azure_to_aws_federation/py.typed"], "");
    const [head = "", ...body] = (wheel[`${info}/METADATA`] ?? "").split("\n\n");
    assert.equal(body.join("\n\n"), readme);
    for (const line of [
      "Name: azure_to_aws_federation",
      `Version: ${version}`,
      "License: Apache-2.0",
      "Requires-Python: >=3.9",
      "Description-Content-Type: text/markdown",
    ]) {
      assert.ok(head.split("\n").includes(line), line);
    }
    assert.match(
      wheel["azure_to_aws_federation/federated_role.py"] ?? "",
      /def role_arn\(self\) -> pulumi\.Output\[/,
    );
    const sdist = await contents(SDIST);
    const root = `azure_to_aws_federation-${version}`;
    assert.equal(sdist[`${root}/LICENSE`], license);
    assert.equal(sdist[`${root}/README.md`], readme);
    assert.equal(sdist[`${root}/azure_to_aws_federation/py.typed`], "");
  });

  it("have a list, a version, a go.mod, and a zip with the license and docs for Go", async () => {
    const served = (name: string) => readFile(path.join(directory, "one", SERVED, name), "utf8");
    assert.equal(await served("list"), `v${version}\n`);
    assert.deepEqual(JSON.parse(await served(`v${version}.info`)), { Version: `v${version}` });
    const zip = await contents(`${SERVED}/v${version}.zip`);
    const prefix = `${GO_MODULE}@v${version}/`;
    assert.ok(Object.keys(zip).every((name) => name.startsWith(prefix)));
    assert.equal(zip[`${prefix}go.mod`], await served(`v${version}.mod`));
    assert.equal(zip[`${prefix}LICENSE`], await readFile(path.join(PROJECT_ROOT, "LICENSE"), "utf8"));
    assert.equal(zip[`${prefix}README.md`], sdkReadme(committedSchema(), "go"));
    assert.match(
      zip[`${prefix}azuretoawsfederation/federatedRole.go`] ?? "",
      /\/\/ An IAM role that workloads of an OpenID Connect issuer assume\./,
    );
  });
});
