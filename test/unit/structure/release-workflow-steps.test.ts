/** The shell text of .github/workflows/release.yml, on files of a small release: what it publishes, and what it does the second time. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { parse } from "yaml";
import { PROJECT_ROOT } from "../../../lab/project-root";

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

const { jobs } = parse(
  readFileSync(path.join(PROJECT_ROOT, ".github/workflows/release.yml"), "utf8"),
) as Workflow;

/** The step of a job whose text has this in it. */
function stepOf(job: string, part: string): string {
  const [step, ...others] = (jobs[job]?.steps ?? []).filter(({ run }) => run?.includes(part));
  assert.deepEqual(others, []);
  return step?.run ?? assert.fail(`${job}: ${part}`);
}

describe("the steps of the release workflow", function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), "azure-to-aws-workflow-")));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
  };

  /** Runs a step as GitHub does. Source: GitHub, "Workflow syntax", `jobs.<job_id>.steps[*].shell`. */
  const run = async (script: string, env: Readonly<Record<string, string>> = {}) => {
    const { exitCode, all } = await execa("bash", ["-e", "-c", script], {
      cwd: folder,
      env: { GITHUB_REF_NAME: "v0.3.0", ...env },
      all: true,
      reject: false,
      stdin: "ignore",
    });
    return { exitCode, output: all };
  };

  it("attest: collects the files for GitHub in one folder, with checksums by their names there", async () => {
    await write({
      "release/npm/a.tgz": "a",
      "release/plugins/p.tar.gz": "p",
      "release/go/m/@v/v0.3.0.zip": "g",
      "release/NOTES.md": "notes",
      "release/SHA256SUMS": "0000  go/m/@v/v0.3.0.zip\n1111  npm/a.tgz\n",
      "untested/dotnet/d.nupkg": "d",
      "untested/java/j.jar": "j",
      "untested/SHA256SUMS": "",
    });
    const step = stepOf("attest", "mkdir assets");
    assert.deepEqual(await run(step), { exitCode: 0, output: "" });
    assert.deepEqual((await readdir(path.join(folder, "assets"))).sort(), [
      "SHA256SUMS",
      "a.tgz",
      "d.nupkg",
      "j.jar",
      "p.tar.gz",
    ]);
    const sums = await readFile(path.join(folder, "assets/SHA256SUMS"), "utf8");
    assert.deepEqual(
      sums.split("\n").map((line) => line.slice(66)),
      ["a.tgz", "d.nupkg", "j.jar", "p.tar.gz", ""],
    );
    assert.equal((await run("cd assets && sha256sum --check --quiet SHA256SUMS")).exitCode, 0);
    assert.equal(
      await readFile(path.join(folder, "subjects.txt"), "utf8"),
      `${sums}0000  go/m/@v/v0.3.0.zip\n`,
    );
  });

  it("attest: refuses two files of one name", async () => {
    await write({ "release/npm/a.tgz": "a", "release/python/a.tgz": "b", "release/SHA256SUMS": "" });
    await mkdir(path.join(folder, "untested"));
    assert.deepEqual(await run(stepOf("attest", "mkdir assets")), {
      exitCode: 1,
      output: "Two files have one name",
    });
  });

  describe("npm", () => {
    const publish = async (published: string): Promise<{ exitCode: number | undefined; output: string }> =>
      run(stepOf("npm", "npm publish"), {
        PATH: `${path.join(folder, "bin")}:${process.env.PATH ?? ""}`,
        PUBLISHED: published,
      });
    let integrity: string;

    beforeEach(async () => {
      await write({
        "package/package.json": '{ "name": "@a/b", "version": "0.3.0" }',
        "bin/npm":
          '#!/bin/sh\nif [ "$1" = view ]; then echo "npm error code E404" >&2; [ -n "$PUBLISHED" ] && echo "$PUBLISHED"; exit; fi\necho "npm $*"\n',
        "bin/jq":
          "#!/bin/sh\nexec node -e \"const { name, version } = JSON.parse(require('fs').readFileSync(0)); console.log(name + '@' + version)\"\n",
      });
      await chmod(path.join(folder, "bin/npm"), 0o755);
      await chmod(path.join(folder, "bin/jq"), 0o755);
      await mkdir(path.join(folder, "npm"));
      await execa("tar", ["-czf", "npm/b.tgz", "package"], { cwd: folder });
      const tarball = await readFile(path.join(folder, "npm/b.tgz"));
      integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
    });

    it("publishes a version that the registry does not have", async () => {
      assert.deepEqual(await publish(""), {
        exitCode: 0,
        output: "npm publish ./npm/b.tgz --access public --provenance",
      });
    });

    it("skips the same file, and stops at another one of this version", async () => {
      assert.deepEqual(await publish(integrity), { exitCode: 0, output: "@a/b@0.3.0 is published" });
      assert.deepEqual(await publish("sha512-other"), {
        exitCode: 1,
        output: `@a/b@0.3.0 is published with sha512-other; expected ${integrity}`,
      });
    });
  });

  describe("go", () => {
    /** Runs the job with a module of this content. */
    const push = async (code: string): Promise<{ exitCode: number | undefined; output: string }> => {
      await rm(path.join(folder, "module"), { recursive: true, force: true });
      await rm(path.join(folder, "unpacked"), { recursive: true, force: true });
      const at = "example.com/app/sdk/go@v0.3.0";
      await write({ "source/file.go": code, "go/app/@v/list": "" });
      const script =
        "import sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], 'w') as z: z.write(sys.argv[2], sys.argv[3])";
      await execa(
        "python3",
        ["-I", "-c", script, "go/app/@v/v0.3.0.zip", "source/file.go", `${at}/file.go`],
        { cwd: folder },
      );
      return run(stepOf("go", "git init"), {
        REMOTE: path.join(folder, "remote"),
        DEPLOY_KEY: "key",
        HOST_KEY: "host",
        GIT_CONFIG_GLOBAL: "/dev/null",
        TMPDIR: path.join(folder, "temporary"),
      });
    };
    const pushed = async (...args: readonly string[]): Promise<string> =>
      (await execa("git", args, { cwd: path.join(folder, "remote") })).stdout;

    beforeEach(async () => {
      await mkdir(path.join(folder, "temporary"));
      await execa("git", ["init", "--quiet", "--bare", path.join(folder, "remote")]);
    });

    it("pushes a tag whose commit has the module alone, and keeps no key", async () => {
      const { exitCode, output } = await push("package a");
      assert.equal(exitCode, 0, output);
      assert.equal(await pushed("tag"), "sdk/go/v0.3.0");
      assert.equal(await pushed("ls-tree", "-r", "--name-only", "sdk/go/v0.3.0"), "sdk/go/file.go");
      assert.deepEqual(await readdir(path.join(folder, "temporary")), []);
    });

    it("accepts its own tag the second time, and stops at one with other files", async () => {
      await push("package a");
      const first = await pushed("rev-parse", "sdk/go/v0.3.0");
      const again = await push("package a");
      assert.deepEqual([again.exitCode, again.output], [0, "sdk/go/v0.3.0 is published"]);
      const other = await push("package b");
      assert.equal(other.exitCode, 1, other.output);
      assert.match(other.output, /-package b/);
      assert.equal(await pushed("rev-parse", "sdk/go/v0.3.0"), first);
    });
  });
});
