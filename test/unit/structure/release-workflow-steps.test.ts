/** The shell text of .github/workflows/release.yml, on files of a small release: what it publishes, and what it does the second time. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { parse } from "yaml";
import { PROJECT_ROOT } from "../../../tools/project-root";

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

  /** Puts a program on the path of the steps. */
  const provide = async (name: string, text: string): Promise<void> => {
    await write({ [`bin/${name}`]: `#!/bin/sh\n${text}\n` });
    await chmod(path.join(folder, "bin", name), 0o755);
  };
  const withPrograms = () => ({ PATH: `${path.join(folder, "bin")}:${process.env.PATH ?? ""}` });

  describe("tested", () => {
    const tested = async (runs: string) => {
      await provide(
        "gh",
        `[ "$*" = "run list --workflow ci.yml --event push --commit abc --status success --json databaseId --jq length" ] || exit 2\necho ${runs}`,
      );
      return run(stepOf("tested", "gh run list"), { ...withPrograms(), GITHUB_SHA: "abc" });
    };

    it("refuses a commit whose tests have not passed on main", async () => {
      assert.deepEqual(await tested("1"), { exitCode: 0, output: "" });
      assert.deepEqual(await tested("0"), {
        exitCode: 1,
        output: "ci.yml has not passed for abc on main. Wait for it, and run the failed jobs again",
      });
    });
  });

  describe("github", () => {
    const CREATE =
      "release create v0.3.0 --verify-tag --title v0.3.0 --notes-file release/NOTES.md assets/a.tgz";

    /**
     * Runs the step with a `gh` that has this release.
     *
     * @param view - What `gh release view` does.
     * @param published - The text of the published file.
     */
    const publish = async (view: string, published = "a", tag = "v0.3.0") => {
      await write({ "assets/a.tgz": "a" });
      await provide(
        "gh",
        `case "$2" in
view) ${view} ;;
download) mkdir published && printf '%s' '${published}' > published/a.tgz ;;
*) echo "$*" ;;
esac`,
      );
      return run(stepOf("github", "gh release create"), { ...withPrograms(), GITHUB_REF_NAME: tag });
    };
    const absent = 'echo "release not found" >&2; exit 1';

    it("publishes a release that is not there, and one whose upload was interrupted anew", async () => {
      assert.deepEqual(await publish(absent), { exitCode: 0, output: CREATE });
      assert.deepEqual(await publish("echo true"), {
        exitCode: 0,
        output: `release delete v0.3.0 --yes\n${CREATE}`,
      });
    });

    it("accepts its own release the second time, and stops at one with other files", async () => {
      assert.deepEqual(await publish("echo false"), { exitCode: 0, output: "v0.3.0 is published" });
      await rm(path.join(folder, "published"), { recursive: true });
      const other = await publish("echo false", "b");
      assert.equal(other.exitCode, 1);
      assert.match(other.output, /^diff --recursive assets\/a\.tgz published\/a\.tgz\n/);
    });

    it("stops if GitHub does not say whether there is one", async () => {
      assert.deepEqual(await publish('echo "HTTP 502" >&2; exit 1'), { exitCode: 1, output: "HTTP 502" });
    });

    it("makes a prerelease, which never is the latest one", async () => {
      const { output } = await publish(absent, "a", "v0.3.0-rc.1");
      assert.equal(
        output,
        CREATE.replaceAll("v0.3.0", "v0.3.0-rc.1").replace(" assets/", " --prerelease assets/"),
      );
    });
  });

  /** Puts a `checkout/` there whose program prints these files, as tools/release/published does. Its own test has the real one. */
  const lacks = async (kind: string, files: readonly string[] | undefined): Promise<void> => {
    const lines = JSON.stringify((files ?? []).map((file) => `${file}\n`).join(""));
    await write({
      "checkout/tools/release/published/main.mjs": `
if (process.argv.slice(2).join(" ") !== ${JSON.stringify(kind)}) process.exit(2);
${files === undefined ? "process.exit(1);" : `process.stdout.write(${lines});`}
`,
    });
  };

  describe("npm", () => {
    const publish = async (files: readonly string[] | undefined, tag = "v0.3.0") => {
      await provide("npm", 'cat; echo "npm $*"');
      await lacks("npm npm", files);
      return run(stepOf("npm", "npm publish"), { ...withPrograms(), GITHUB_REF_NAME: tag });
    };
    const command = (file: string) => `npm publish ./npm/${file} --access public --provenance`;

    it("publishes each tarball that the registry lacks", async () => {
      assert.deepEqual(await publish(["a.tgz", "b.tgz"]), {
        exitCode: 0,
        output: `${command("a.tgz")}\n${command("b.tgz")}`,
      });
      assert.deepEqual(await publish([]), { exitCode: 0, output: "" });
    });

    it("publishes nothing if the registry has another one, or does not answer", async () => {
      assert.deepEqual(await publish(undefined), { exitCode: 1, output: "" });
    });

    it("gives a prerelease the tag next, so that it is not the latest version", async () => {
      assert.deepEqual(await publish(["a.tgz"], "v0.3.0-rc.1"), {
        exitCode: 0,
        output: `${command("a.tgz")} --tag next`,
      });
    });
  });

  describe("pypi", () => {
    const compare = async (files: readonly string[] | undefined) => {
      await write({ "python/a.whl": "a", "python/a.tar.gz": "b" });
      await rm(path.join(folder, "upload"), { recursive: true, force: true });
      await lacks("pypi python", files);
      const output = path.join(folder, "output.txt");
      await rm(output, { force: true });
      const { exitCode } = await run(stepOf("pypi", "mkdir upload"), { GITHUB_OUTPUT: output });
      return [
        exitCode,
        await readFile(output, "utf8").catch(() => ""),
        await readdir(path.join(folder, "upload")),
      ];
    };

    it("uploads what the index lacks, and nothing if that is unknown", async () => {
      assert.deepEqual(await compare(["a.whl", "a.tar.gz"]), [0, "files=2\n", ["a.tar.gz", "a.whl"]]);
      assert.deepEqual(await compare(["a.whl"]), [0, "files=1\n", ["a.whl"]]);
      assert.deepEqual(await compare([]), [0, "files=0\n", []]);
      assert.deepEqual(await compare(undefined), [1, "", []]);
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

    it("pushes a tag alone, whose commit has the module alone, and keeps no key", async () => {
      const { exitCode, output } = await push("package a");
      assert.equal(exitCode, 0, output);
      assert.equal(await pushed("for-each-ref", "--format=%(refname)"), "refs/tags/sdk/go/v0.3.0");
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

    it("stops if the repository does not say whether there is a tag", async () => {
      await rm(path.join(folder, "remote"), { recursive: true });
      const { exitCode, output } = await push("package a");
      assert.equal(exitCode, 128, output);
      assert.doesNotMatch(output, /git push|error: failed to push/);
    });
  });
});
