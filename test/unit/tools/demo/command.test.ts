import assert from "node:assert/strict";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { version } from "@pulumi/azuread/package.json";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../../tools/project-root";

describe("a command of the lab", () => {
  let bin: string;

  beforeEach(async () => {
    bin = await mkdtemp(path.join(tmpdir(), "lab-command-"));
    await symlink(process.execPath, path.join(bin, "node"));
  });

  afterEach(async () => {
    await rm(bin, { recursive: true });
  });

  const PROGRAMS = {
    demo: ["-r", "./tools/typescript/register.cjs", "tools/demo/main.ts"],
    serve: ["dist/lab/serve.js"],
  };
  const command = (
    name: keyof typeof PROGRAMS,
    args: readonly string[],
    environment: Record<string, string> = {},
  ) =>
    execa(process.execPath, [...PROGRAMS[name], ...args], {
      cwd: PROJECT_ROOT,
      env: environment,
      reject: false,
    });
  const demo = (args: readonly string[], environment?: Record<string, string>) =>
    command("demo", args, environment);

  it("prints one line about what the machine lacks, and starts nothing", async () => {
    const { exitCode, stdout, stderr } = await demo([], { PATH: bin });
    assert.equal(exitCode, 1);
    assert.equal(stdout, "");
    assert.equal(
      stderr.trim(),
      "neither python3 nor python on PATH runs. Expected Python >= 3.10 with venv. " +
        "Install it from https://www.python.org or with the system's package manager [lab-python-missing]",
    );
  });

  it("names the official plugins that it cannot install, the commands, and the alternative, and exits with 3", async () => {
    const pulumi = `#!/bin/sh
test "$1" = version && echo v3.259.0 && exit
echo 'warning: Error downloading plugin: Get "https://get.pulumi.com/releases/x.tar.gz": no such host' >&2
exit 255\n`;
    const executable = path.join(bin, "pulumi");
    await writeFile(executable, pulumi, { mode: 0o755 });
    const { exitCode, stdout, stderr } = await demo(["--official-plugins=azuread"], {
      PATH: [bin, process.env.PATH ?? ""].join(path.delimiter),
      PULUMI_HOME: bin,
    });
    assert.equal(exitCode, 3);
    assert.equal(stdout, "");
    const lines = stderr.trim().split("\n");
    assert.equal(lines[0], `downloading the plugin azuread ${version} from get.pulumi.com: 0 s`);
    assert.equal(
      lines.slice(2, lines.indexOf("", 2)).join(" "),
      `official plugin azuread ${version}: not in ${bin}/plugins, and could not be downloaded: no such host [lab-plugin-missing]`,
    );
    assert.deepEqual(lines.slice(lines.indexOf("", 2) + 1), [
      "Install them with access to get.pulumi.com, and run again:",
      "",
      "  cd /",
      `  ${executable} plugin install resource azuread ${version}`,
      "",
      "Or use the lab's own plugins: npm run demo",
    ]);
    assert.deepEqual(
      lines.filter((line) => line.length > 80 && !line.startsWith("  ")),
      [],
    );
  });

  for (const [given, shown] of [
    ["aws,azure", "azure"],
    ["", ""],
    ["aws,", ""],
  ] as const) {
    it(`lists the plugins for --official-plugins=${given}`, async () => {
      const { exitCode, stdout, stderr } = await demo([`--official-plugins=${given}`]);
      assert.equal(exitCode, 2);
      assert.equal(stdout, "");
      assert.equal(
        stderr.trim().replaceAll("\n", " "),
        `--official-plugins: unknown plugin "${shown}". Expected one or more of aws, azure-native, azuread, ` +
          "separated by commas [lab-plugin-unknown]",
      );
    });
  }

  for (const name of ["demo", "serve"] as const) {
    it(`exits with 2 and its usage for an option that ${name} does not have`, async () => {
      const { exitCode, stdout, stderr } = await command(name, ["--foo"]);
      assert.equal(exitCode, 2);
      assert.equal(stdout, "");
      assert.match(stderr, /^Unknown option '--foo'\. Expected --.*[\s-]option-invalid\]$/ms);
      assert.match(stderr, /^Usage: (?:npm run|npx) /m);
    });

    it(`prints a usage of ${name} that fits 80 columns`, async () => {
      const { exitCode, stdout } = await command(name, ["--help"]);
      assert.equal(exitCode, 0);
      assert.match(stdout, /^Usage: (?:npm run|npx) /);
      assert.deepEqual(
        stdout.split("\n").filter((line) => line.length > 80),
        [],
      );
    });
  }
});
