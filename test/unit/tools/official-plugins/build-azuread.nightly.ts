/** The build of the official azuread, with small repositories in the place of the vendor's. Needs Go, and no module proxy. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { version } from "@pulumi/azuread/package.json";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../../lab/project-root";
import { findOfficialPlugins } from "../../../../lab/pulumi/official-plugins";

const UPSTREAM = "github.com/hashicorp/terraform-provider-azuread";
const PROVIDER = "github.com/pulumi/pulumi-azuread/provider/v6";

/** Prints what the build puts into it. */
const COMMAND = `package main

import (
	_ "embed"
	"fmt"

	"${PROVIDER}/pkg/version"
	"${UPSTREAM}/name"
)

//go:embed schema-embed.json
var schema string

func main() { fmt.Println(version.Version, name.Name, schema) }
`;

describe("npm run azuread-plugin", function () {
  this.timeout("5m");
  let directory: string;

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "build-azuread-"));
  });

  after(() => rm(directory, { recursive: true }));

  /** Makes a repository with one commit, and returns its hash. */
  const commit = async (repository: string, files: Readonly<Record<string, string>>): Promise<string> => {
    const folder = path.join(directory, repository);
    for (const [file, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), text);
    }
    const git = (...args: readonly string[]) =>
      execa("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...args], { cwd: folder });
    await git("init", "--quiet");
    await git("add", ".");
    await git("commit", "--quiet", "--message", "files");
    return (await git("rev-parse", "HEAD")).stdout;
  };

  const build = (...args: readonly string[]) =>
    execa(
      "node",
      ["-r", "./tools/typescript/register.cjs", "tools/official-plugins/build-azuread.ts", ...args],
      {
        cwd: PROJECT_ROOT,
        env: { PULUMI_HOME: path.join(directory, "home"), TMPDIR: directory, GOPROXY: "off" },
        reject: false,
      },
    );

  it("builds a revision with the upstream that it locks, where the Pulumi CLI looks for the npm package's version", async () => {
    const upstream = await commit("upstream", {
      "go.mod": `module ${UPSTREAM}\n`,
      "name/name.go": 'package name\n\nconst Name = "locked"\n',
    });
    await commit("upstream", { "name/name.go": 'package name\n\nconst Name = "newer"\n' });
    const provider = await commit("provider", {
      "provider/go.mod": `module ${PROVIDER}\n\ngo 1.22\n\nrequire ${UPSTREAM} v1.6.1-0.20260618210114-${upstream.slice(0, 12)}\n`,
      "provider/pkg/version/version.go": "package version\n\nvar Version string\n",
      "provider/cmd/pulumi-resource-azuread/main.go": COMMAND,
      "provider/cmd/pulumi-resource-azuread/schema.json": '{"name":"azuread"}',
    });
    const before = (await readdir(directory)).sort();

    const { exitCode, stderr } = await build(
      path.join(directory, "provider"),
      path.join(directory, "upstream"),
      provider,
    );
    assert.equal(exitCode, 0, stderr);
    const home = { PULUMI_HOME: path.join(directory, "home") };
    const { found, missing } = await findOfficialPlugins(home, ["azuread"]);
    assert.deepEqual(missing, []);
    const { stdout } = await execa(found.azuread ?? "", []);
    assert.equal(stdout, `${version} locked {"name":"azuread","version":"${version}"}`);
    assert.deepEqual((await readdir(directory)).sort(), [...before, "home"].sort());
  });

  it("says what it expects without repositories, and leaves nothing when one has no such revision", async () => {
    const without = await build();
    const expected = "azuread-plugin: Expected npm run azuread-plugin -- PROVIDER UPSTREAM [REVISION]";
    assert.deepEqual([without.exitCode, without.stderr], [1, expected]);
    const before = await readdir(directory);
    const unknown = await build(path.join(directory, "provider"), path.join(directory, "upstream"));
    assert.equal(unknown.exitCode, 1);
    assert.match(
      unknown.stderr,
      /^azuread-plugin: .* archive b830e0401352bbb2c6466f6315737bf1f3333a65 provider$/m,
    );
    assert.deepEqual(await readdir(directory), before);
  });
});
