import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { goModulesBuild } from "../../../pulumi/toolchain/go-modules-build";
import { defaultCacheDirectory, sourceFile } from "../../../pulumi/toolchain/toolchain-files";
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
    interval: 500,
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
      `${module} 0 off build -mod=readonly -modcacherw -v -ldflags -s -w -X ` +
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

  it("reports what was downloaded and compiled of how much, again and again", async () => {
    const wait = 'until [ -e "$0.go" ]; do sleep 0.05; done';
    await writeScript(path.join(directory(), "go"), fakeGo(log(), wait));
    const building = goModulesBuild.fill(workspace(), context());
    const seen = "2 modules downloaded, 1 of about 1684 packages compiled, ";
    await until(() => Promise.resolve(lines.some((line) => line.includes(seen))));
    await writeFile(path.join(directory(), "go.go"), "");
    await building;
    assert.equal(
      lines[0],
      "building the Pulumi CLI 3.259.0 from Go modules: 0 modules downloaded, 0 of about 1684 packages compiled, 0 s",
    );
  });

  it("guesses the time that is left once it has compiled enough", async () => {
    const wait = 'until [ -e "$0.go" ]; do sleep 0.05; done';
    const packages = 'for n in $(seq 1 200); do echo "example.com/p$n" >&2; done; sleep 1';
    await writeScript(path.join(directory(), "go"), fakeGo(log(), `${packages}; ${wait}`));
    const building = goModulesBuild.fill(workspace(), context());
    const guess = / 20[01] of about 1684 packages compiled, \d+ s, about [1-9]\d* s left$/;
    await until(() => Promise.resolve(lines.some((line) => guess.test(line))));
    await writeFile(path.join(directory(), "go.go"), "");
    await building;
  });

  it("keeps what Go downloads and compiles in this project's cache, unless the environment names another place", async () => {
    const print = 'echo "$GOMODCACHE $GOCACHE" >> "$0.caches"';
    await writeScript(path.join(directory(), "go"), fakeGo(log(), print));
    const own = path.join(defaultCacheDirectory(), "go");
    const { environment, ...rest } = context();
    await goModulesBuild.fill(workspace(), { ...rest, environment });
    const other = path.join(directory(), "other");
    await mkdir(other);
    await goModulesBuild.fill(other, { ...rest, environment: { ...environment, GOCACHE: "/mine" } });
    assert.equal(
      await readFile(path.join(directory(), "go.caches"), "utf8"),
      `${own}/modules ${own}/build\n${own}/modules /mine\n`,
    );
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
