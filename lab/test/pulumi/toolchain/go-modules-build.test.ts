import assert from "node:assert/strict";
import { mkdir, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { goModulesBuild } from "../../../pulumi/toolchain/go-modules-build";
import { sourceFile } from "../../../pulumi/toolchain/toolchain-files";
import { fakeGo, until, useTemporaryDirectory, writeScript } from "../../../testing/fixtures";

describe("goModulesBuild", () => {
  const directory = useTemporaryDirectory();
  const log = () => path.join(directory(), "log");
  const workspace = () => path.join(directory(), "workspace");
  const lines: string[] = [];
  const context = (signal = new AbortController().signal) => ({
    report: (line: string) => lines.push(line),
    signal,
    environment: { PATH: directory() },
  });

  beforeEach(async () => {
    lines.length = 0;
    await mkdir(workspace());
  });

  it("builds from a copy of the committed lock, which it does not change", async () => {
    await writeScript(path.join(directory(), "go"), fakeGo(log()));
    await goModulesBuild.fill(workspace(), context());

    const module = path.join(workspace(), "module");
    const output = path.join(workspace(), "result", "bin", "pulumi");
    assert.equal(
      await readFile(log(), "utf8"),
      `${module} 0 off build -mod=readonly -v -ldflags -s -w -X ` +
        `github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.259.0 ` +
        `-o ${output} github.com/pulumi/pulumi/pkg/v3/cmd/pulumi\n`,
    );
    for (const name of ["go.mod", "go.sum"]) {
      const [copied, committed] = await Promise.all([
        readFile(path.join(module, name), "utf8"),
        readFile(sourceFile(path.join("pulumi-cli", name)), "utf8"),
      ]);
      assert.equal(copied, committed);
    }
    assert.equal((await execa(output, ["version"])).stdout, "v3.259.0");
  });

  it("locks the version that the project is tested with", async () => {
    const goMod = await readFile(sourceFile(path.join("pulumi-cli", "go.mod")), "utf8");
    assert.match(goMod, /^tool github\.com\/pulumi\/pulumi\/pkg\/v3\/cmd\/pulumi$/m);
    assert.match(goMod, /^\tgithub\.com\/pulumi\/pulumi\/pkg\/v3 v3\.259\.0 /m);
  });

  it("reports what was downloaded and compiled every few seconds", async function () {
    this.timeout(15_000);
    await writeScript(path.join(directory(), "go"), fakeGo(log(), "sleep 3.5"));
    await goModulesBuild.fill(workspace(), context());
    assert.deepEqual(lines, [
      "building the Pulumi CLI 3.259.0 from Go modules: 0 modules downloaded, 0 packages compiled, 0 s",
      "building the Pulumi CLI 3.259.0 from Go modules: 2 modules downloaded, 1 packages compiled, 3 s",
    ]);
  });

  it("says so when there is no Go", async () => {
    await mkdir(path.join(directory(), "go"));
    await assert.rejects(
      goModulesBuild.fill(workspace(), { ...context(), environment: { PATH: directory() } }),
      {
        message: "no go executable on PATH",
      },
    );
  });

  it("hands on Go's own first word about a failure", async () => {
    const failure = [
      'echo "go: go.mod requires go >= 1.25.11 (running go 1.22.1; GOTOOLCHAIN=local)" >&2',
      'echo "what follows from it" >&2; exit 1',
    ];
    await writeScript(path.join(directory(), "go"), fakeGo(log(), failure.join("\n")));
    await assert.rejects(goModulesBuild.fill(workspace(), context()), {
      message: "go: go.mod requires go >= 1.25.11 (running go 1.22.1; GOTOOLCHAIN=local)",
    });
  });

  it("names a full disk as such", async () => {
    const failure = 'echo "link: write /tmp/x: no space left on device" >&2; echo "later" >&2; exit 1';
    await writeScript(path.join(directory(), "go"), fakeGo(log(), failure));
    await assert.rejects(goModulesBuild.fill(workspace(), context()), {
      message: "no space left on device. Free some space for Go's caches",
    });
  });

  it("stops at once when aborted", async () => {
    await writeScript(path.join(directory(), "go"), fakeGo(log(), "sleep 600"));
    const controller = new AbortController();
    const building = goModulesBuild.fill(workspace(), context(controller.signal));
    await until(async () => (await readdir(directory())).includes("log"));
    controller.abort(new Error("stopped by the user"));
    await assert.rejects(building, { message: "stopped by the user" });
  });
});
