import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { helperFiles } from "../../../credential-helper/helper-files";
import { bundledHelper } from "../../../credential-helper/index";
import { useFixture } from "./helper/fixture";
import { commandOf, ending, helperPath, type Run, type RunOptions, start } from "./helper/run-helper";

describe("The helper in one file", () => {
  const fixture = useFixture();
  let folder = "";
  let file = "";

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "bundle-"));
    file = join(folder, "credential_process.py");
    writeFileSync(file, bundledHelper());
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** The same command line as of the helper with its modules beside it. */
  const run = async (options: RunOptions = {}): Promise<Run> => {
    const [python, args] = commandOf(options);
    return ending(start([python, args.map((arg) => (arg === helperPath ? file : arg))], options.env));
  };

  it("holds every module byte for byte, each line in a line", () => {
    const show =
      "import json, runpy, sys; print(json.dumps(runpy.run_path(sys.argv[1], run_name='bundle')['SOURCES']))";
    const found: unknown = JSON.parse(
      execFileSync("python3", ["-IS", "-c", show, file], { encoding: "utf8", maxBuffer: 1 << 24 }),
    );
    const modules = helperFiles().filter(({ path }) => path !== "credential_process.py");
    assert.deepEqual(found, Object.fromEntries(modules.map(({ path, text }) => [path, text])));
    const lines = modules.reduce((sum, { text }) => sum + text.split("\n").length - 1, 0);
    assert.ok(bundledHelper().split("\n").length > lines);
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

  for (const [what, options] of [
    ["its version", { bare: true, args: ["--version"] }],
    ["its usage", { bare: true, args: ["--help"] }],
    ["a wrong command line", { bare: true, args: ["--role-arn", "x"] }],
    ["a source that is not there", { args: ["--source", "app-service"] }],
    ["a token that goes nowhere", { env: { AZURE_POD_IDENTITY_AUTHORITY_HOST: "http://example.com" } }],
  ] as const) {
    it(`says the same as the installed one of ${what}`, async () => {
      const { env } = { env: {}, ...options };
      // A home folder for each, so that neither repeats the other's failure.
      const [bundled, installed] = await Promise.all([
        run({ ...options, env: { HOME: join(fixture.folder, "a"), ...env } }),
        ending(start(commandOf(options), { HOME: join(fixture.folder, "b"), ...env })),
      ]);
      assert.deepEqual(bundled, installed);
      assert.ok(bundled.stdout !== "" || bundled.stderr !== "");
    });
  }

  it("names the place of an internal error", async () => {
    const broken = join(folder, "broken.py");
    const text = bundledHelper();
    assert.ok(text.includes('"azure_to_aws/refresh.py": (\n'));
    writeFileSync(
      broken,
      text.replace('"azure_to_aws/refresh.py": (\n', '"azure_to_aws/refresh.py": (\n        "1 / 0\\n"\n'),
    );
    chmodSync(broken, 0o644);
    const [python, args] = commandOf(fixture.options());
    const found = await ending(start([python, args.map((arg) => (arg === helperPath ? broken : arg))]));
    assert.match(
      found.stderr,
      /^azure-to-aws: internal error ZeroDivisionError at refresh\.py:1\. Please report this \[helper-internal-error\]\n$/,
    );
  });
});
