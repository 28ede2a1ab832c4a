/** What the jobs of a release see of the registries before they publish. The npm registry on this machine has a test of its own. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { builtinModules } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { LocalPythonIndex } from "../../../../tools/release/local-registries/python-index";

const TOOL = path.join(PROJECT_ROOT, "tools/release/published");
const WHEEL = "sample_project-0.3.0-py3-none-any.whl";
const SOURCE = "sample_project-0.3.0.tar.gz";
const ADVICE = "No version can be published twice. Find out who published it, and release the next version";
const SHA256_OF_A = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
const SHA256_OF_B = "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d";

describe("what a registry lacks of a release", function () {
  this.timeout(60_000);
  let folder = "";
  let built = "";
  let server: Server;
  let answer: { readonly status: number; readonly body: string };
  let asked: string[] = [];
  let nowhere = "";

  before(async () => {
    server = createServer(({ url = "" }, response) => {
      asked.push(url);
      response.writeHead(answer.status).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    nowhere = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  after(async () => {
    await new Promise((resolve) => server.close(resolve));
  });

  beforeEach(async () => {
    asked = [];
    answer = { status: 404, body: "{}" };
    folder = await realpath(await mkdtemp(path.join(tmpdir(), "azure-to-aws-published-")));
    built = path.join(folder, "python");
    await mkdir(built);
    await writeFile(path.join(built, WHEEL), "a");
    await writeFile(path.join(built, SOURCE), "a");
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const run = async (...args: readonly string[]): Promise<readonly [number | undefined, string, string]> => {
    const { exitCode, stdout, stderr } = await execa("node", [path.join(TOOL, "main.mjs"), ...args], {
      reject: false,
    });
    return [exitCode, stdout, stderr];
  };

  /** Asks an index that has these files. */
  const ask = async (files: Readonly<Record<string, string>>) => {
    const published = path.join(folder, "published");
    await mkdir(published);
    for (const [name, text] of Object.entries(files)) {
      await writeFile(path.join(published, name), text);
    }
    const index = await LocalPythonIndex.start(published, nowhere);
    try {
      const [exitCode, stdout, stderr] = await run("pypi", built, index.url);
      return [exitCode, stdout, stderr.replace(index.url.replace(/\/$/, ""), "INDEX")];
    } finally {
      await index.stop();
      await rm(published, { recursive: true });
    }
  };

  it("is all of it before the project exists, and what is missing of it afterwards", async () => {
    assert.deepEqual(await ask({}), [0, `${WHEEL}\n${SOURCE}`, ""]);
    assert.deepEqual(asked, ["/sample-project/"]);
    const former = { "sample_project-0.2.0.tar.gz": "x", "sample_project-0.3.0.post1.tar.gz": "x" };
    assert.deepEqual(await ask(former), [0, `${WHEEL}\n${SOURCE}`, ""]);
    assert.deepEqual(await ask({ ...former, [WHEEL]: "a" }), [0, SOURCE, ""]);
    assert.deepEqual(await ask({ [WHEEL]: "a", [SOURCE]: "a" }), [0, "", ""]);
  });

  it("is refused if the index has another file of this name", async () => {
    assert.deepEqual(await ask({ [WHEEL]: "b" }), [
      1,
      "",
      `INDEX has other files than this release:\n${WHEEL}: expected ${SHA256_OF_A}; published is ${SHA256_OF_B}\n${ADVICE}`,
    ]);
  });

  it("is refused if the index has a file of this version that was not built", async () => {
    const foreign = "sample_project-0.3.0-cp312-cp312-linux_x86_64.whl";
    assert.deepEqual(await ask({ [WHEEL]: "a", [foreign]: "b" }), [
      1,
      "",
      `INDEX has other files than this release:\n${foreign}: expected no such file; published is ${SHA256_OF_B}\n${ADVICE}`,
    ]);
  });

  it("is refused if the index has a file of this version without a digest, whatever its form", async () => {
    for (const filename of ["sample_project-0.3.0.zip", "sample_project-0.3.0-1-py3-none-any.whl"]) {
      answer = { status: 200, body: JSON.stringify({ files: [{ filename, hashes: {} }] }) };
      const problem = `${filename}: expected no such file; published is without SHA-256`;
      assert.deepEqual(await run("pypi", built, nowhere), [
        1,
        "",
        `${nowhere} has other files than this release:\n${problem}\n${ADVICE}`,
      ]);
    }
  });

  it("is unknown if a registry does not answer", async () => {
    answer = { status: 503, body: "" };
    const message = "expected status 200 or 404; got 503. Run the job again";
    assert.deepEqual(await run("pypi", built, nowhere), [1, "", `${nowhere}/sample-project/: ${message}`]);
    await cp(path.join(PROJECT_ROOT, "LICENSE"), path.join(folder, "package/LICENSE"));
    await writeFile(path.join(folder, "package/package.json"), '{ "name": "@a/b", "version": "0.3.0" }');
    await execa("tar", ["-czf", "b.tgz", "package"], { cwd: folder });
    assert.deepEqual(await run("npm", folder, nowhere), [1, "", `${nowhere}/@a%2fb: ${message}`]);
  });

  it("is a tarball whose version the npm registry does not have", async () => {
    await mkdir(path.join(folder, "package"));
    await writeFile(path.join(folder, "package/package.json"), '{ "name": "@a/b", "version": "0.3.0" }');
    await execa("tar", ["-czf", "b.tgz", "package"], { cwd: folder });
    assert.deepEqual(await run("npm", folder, nowhere), [0, "b.tgz", ""]);
    answer = { status: 200, body: JSON.stringify({ versions: { "0.2.0": { dist: { integrity: "x" } } } }) };
    assert.deepEqual(await run("npm", folder, nowhere), [0, "b.tgz", ""]);
    answer = { status: 200, body: JSON.stringify({ versions: { "0.3.0": { dist: { shasum: "x" } } } }) };
    const [exitCode, stdout, stderr] = await run("npm", folder, nowhere);
    assert.deepEqual([exitCode, stdout], [1, ""]);
    assert.match(stderr, /\n@a\/b@0\.3\.0: expected sha512-\S+; published is without integrity\n/);
  });

  it("needs one source distribution, and a known registry", async () => {
    await rm(path.join(built, SOURCE));
    assert.deepEqual(await run("pypi", built, nowhere), [
      1,
      "",
      `${built}: expected one source distribution; got ${WHEEL}`,
    ]);
    await writeFile(path.join(built, SOURCE), "a");
    await writeFile(path.join(built, "other_project-0.3.0.tar.gz"), "a");
    assert.deepEqual(await run("pypi", built, nowhere), [
      1,
      "",
      `${built}: expected one source distribution; got other_project-0.3.0.tar.gz, ${WHEEL}, ${SOURCE}`,
    ]);
    const expected = "expected npm or pypi, and a folder; got";
    assert.deepEqual(await run(), [1, "", `${expected} nothing`]);
    assert.deepEqual(await run("npm"), [1, "", `${expected} npm`]);
    assert.deepEqual(await run("cargo", built, nowhere), [1, "", `${expected} cargo ${built} ${nowhere}`]);
    assert.deepEqual(asked, []);
  });

  it("is asked of the public registries, where the workflow publishes", async () => {
    await mkdir(path.join(folder, "package"));
    await writeFile(path.join(folder, "package/package.json"), '{ "name": "@a/b", "version": "0.3.0" }');
    await execa("tar", ["-czf", "b.tgz", "package"], { cwd: folder });
    // Nothing leaves this machine: the program says what it would ask.
    const instead = `globalThis.fetch = async (url) => { console.error(url); return new Response("", { status: 404 }); };`;
    const asks = async (kind: string, files: string): Promise<string> => {
      const node = ["--import", `data:text/javascript,${encodeURIComponent(instead)}`];
      return (await execa("node", [...node, path.join(TOOL, "main.mjs"), kind, files])).stderr;
    };
    assert.equal(await asks("npm", folder), "https://registry.npmjs.org/@a%2fb");
    assert.equal(await asks("pypi", built), "https://pypi.org/simple/sample-project/");
  });

  it("is found by code that needs nothing but Node, because it runs where a token is", () => {
    const files = readdirSync(TOOL);
    const imports = files.flatMap((file) =>
      [
        ...readFileSync(path.join(TOOL, file), "utf8").matchAll(
          /^import .* from "(.*)";$|import\(|require\(/gm,
        ),
      ].map(([call, from]) => from ?? call),
    );
    assert.ok(imports.length > 5);
    assert.deepEqual(
      imports.filter(
        (from) =>
          !(from.startsWith("node:") && builtinModules.includes(from.slice(5))) &&
          !files.includes(from.replace(/^\.\//, "")),
      ),
      [],
    );
  });
});
