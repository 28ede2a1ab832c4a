import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundledHelper } from "../../../credential-helper/bundled-helper";
import { helperFiles } from "../../../credential-helper/helper-files";
import { useFixture } from "./helper/fixture";
import {
  commandOf,
  ending,
  helperPath,
  helperSources,
  type Run,
  type RunOptions,
  start,
} from "./helper/run-helper";

describe("The delivered helper", () => {
  const fixture = useFixture();
  let folder = "";
  let file = "";

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "bundle-"));
    file = join(folder, "credential_process.py");
  });

  beforeEach(() => {
    writeFileSync(file, bundledHelper());
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs the file of this test, as a program that cannot be executed itself. */
  const run = async (options: RunOptions = fixture.options()): Promise<Run> => {
    const [python, args] = commandOf(options);
    return ending(start([python, args.map((arg) => (arg === helperPath ? file : arg))], options.env));
  };

  /** Changes the text of each module, but not the front. */
  function changeModules(change: (module: string) => string): void {
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replaceAll(/(?<=^ {4}"azure_to_aws\/\w+\.py": r''')[^]*?(?=''',$)/gm, change));
  }

  it("is the front with every module byte for byte", () => {
    const show =
      "import json, runpy, sys; print(json.dumps(runpy.run_path(sys.argv[1], run_name='bundle')['SOURCES']))";
    const found: unknown = JSON.parse(
      execFileSync("python3", ["-IS", "-c", show, file], { encoding: "utf8", maxBuffer: 1 << 24 }),
    );
    const modules = helperFiles().filter(({ path }) => path !== "azure_to_aws/front.py");
    assert.deepEqual(found, Object.fromEntries(modules.map(({ path, text }) => [path, text])));
    const [before = "", after] = readFileSync(join(helperSources, "azure_to_aws/front.py"), "utf8").split(
      "{}\n\n",
    );
    assert.ok(bundledHelper().startsWith(`${before}{\n`));
    assert.ok(after !== undefined && bundledHelper().endsWith(`''',\n}\n\n${after}`));
  });

  it("gets credentials with nothing beside it, not even with a module of the same name", async () => {
    const decoy = join(folder, "azure_to_aws.py");
    writeFileSync(decoy, "raise SystemExit('the decoy was imported')\n");
    try {
      const found = await run(fixture.options({ env: fixture.clouds.appEnvironment }));
      assert.equal(found.exitCode, 0, found.stderr);
      assert.equal(found.stderr, "");
      const { Version, AccessKeyId } = JSON.parse(found.stdout) as Record<string, unknown>;
      assert.deepEqual([Version, typeof AccessKeyId], [1, "string"]);
    } finally {
      rmSync(decoy);
    }
  });

  it("serves a fresh session by its front, without a module", async () => {
    const first = await run();
    assert.equal(first.exitCode, 0, first.stderr);
    changeModules(() => "1 / 0\n");
    assert.deepEqual(await run(), first);
    assert.match((await run({ bare: true, args: ["--version"] })).stderr, /internal error ZeroDivisionError/);
  });

  it("goes on with its own modules when an update replaces it during a call", async () => {
    const replaced = join(folder, "new");
    fixture.clouds.imds.always = () => (_, response) => {
      writeFileSync(replaced, "raise SystemExit('another version')\n");
      renameSync(replaced, file);
      response.writeHead(503).end();
      fixture.clouds.imds.always = () => ({ body: JSON.stringify({ access_token: fixture.clouds.token() }) });
    };
    const found = await run();
    assert.deepEqual([found.exitCode, found.stderr], [0, ""]);
    assert.equal(readFileSync(file, "utf8"), "raise SystemExit('another version')\n");
  });

  it("names the place of an internal error", async () => {
    changeModules((text) => (text.startsWith('"""Gets a session') ? `1 / 0\n${text}` : text));
    assert.match(
      (await run()).stderr,
      /^azure-to-aws: internal error ZeroDivisionError at refresh\.py:1\. Please report this \[helper-internal-error\]\n$/,
    );
  });
});
