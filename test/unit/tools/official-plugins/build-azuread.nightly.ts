/** The build of the official azuread, with small repositories in the place of the vendor's. Needs Go, and no module proxy. */
import assert from "node:assert/strict";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { version } from "@pulumi/azuread/package.json";
import { execa } from "execa";
import { findOfficialPlugins } from "../../../../lab/pulumi";
import { shellWord } from "../../../../lab/terminal";
import { useTemporaryDirectory } from "../../../../lab/testing/fixtures";
import { PROJECT_ROOT } from "../../../../tools/project-root";

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

describe("npm run generate -- azuread-plugin", function () {
  this.timeout("5m");
  const directory = useTemporaryDirectory();
  const plugin = () => path.join(directory(), "home", "plugins", `resource-azuread-v${version}`);

  const git = async (repository: string, ...args: readonly string[]) => {
    const author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"];
    return (await execa("git", [...author, ...args], { cwd: path.join(directory(), repository) })).stdout;
  };

  /** Makes a commit in a repository, and returns its hash. */
  const commit = async (repository: string, files: Readonly<Record<string, string>>): Promise<string> => {
    const folder = path.join(directory(), repository);
    for (const [file, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), text);
    }
    await git(repository, "init", "--quiet");
    await git(repository, "add", ".");
    await git(repository, "commit", "--quiet", "--message", "files");
    return git(repository, "rev-parse", "HEAD");
  };

  const build = async (...args: readonly string[]) => {
    const { exitCode, stderr } = await execa(
      "node",
      ["-r", "./tools/typescript/register.cjs", "tools/official-plugins/build-azuread.ts", ...args],
      {
        cwd: PROJECT_ROOT,
        env: { PULUMI_HOME: path.join(directory(), "home"), TMPDIR: directory(), GOPROXY: "off" },
        reject: false,
      },
    );
    return { exitCode, stderr };
  };

  const buildRevision = (...revision: readonly string[]) =>
    build(path.join(directory(), "provider"), path.join(directory(), "upstream"), ...revision);

  const refuses = async (revision: readonly string[], message: string) => {
    const before = await readdir(directory());
    assert.deepEqual(await buildRevision(...revision), {
      exitCode: 1,
      stderr: `azuread-plugin: ${message}`,
    });
    assert.deepEqual(await readdir(directory()), before);
  };

  it("builds the npm package's tag with the upstream that it locks, where the Pulumi CLI looks for that version", async () => {
    const upstream = await commit("upstream", {
      "go.mod": `module ${UPSTREAM}\n`,
      "name/name.go": 'package name\n\nconst Name = "locked"\n',
    });
    await commit("upstream", { "name/name.go": 'package name\n\nconst Name = "newer"\n' });
    await commit("provider", {
      "provider/go.mod": `module ${PROVIDER}\n\ngo 1.22\n\nrequire ${UPSTREAM} v1.6.1-0.20260618210114-${upstream.slice(0, 12)}\n`,
      "provider/pkg/version/version.go": "package version\n\nvar Version string\n",
      "provider/cmd/pulumi-resource-azuread/main.go": COMMAND,
      "provider/cmd/pulumi-resource-azuread/schema.json": '{"name":"azuread"}',
    });
    await git("provider", "-c", "tag.gpgsign=false", "tag", `v${version}`);
    await commit("provider", { "provider/cmd/pulumi-resource-azuread/schema.json": '{"name":"newer"}' });
    const before = await readdir(directory());

    const { exitCode, stderr } = await buildRevision();
    assert.equal(exitCode, 0, stderr);
    const { found, missing } = await findOfficialPlugins({ PULUMI_HOME: path.join(directory(), "home") }, [
      "azuread",
    ]);
    assert.deepEqual(missing, []);
    const { stdout } = await execa(found.azuread ?? "", []);
    assert.equal(stdout, `${version} locked {"name":"azuread","version":"${version}"}`);
    assert.deepEqual((await readdir(directory())).sort(), [...before, "home"].sort());
  });

  it("says what it expects without repositories", async () => {
    assert.deepEqual(await build(), {
      exitCode: 1,
      stderr: "azuread-plugin: Expected npm run generate -- azuread-plugin PROVIDER UPSTREAM [REVISION]",
    });
  });

  it("replaces no installed plugin, and says how to remove it", async () => {
    await mkdir(plugin(), { recursive: true });
    await writeFile(path.join(plugin(), "pulumi-resource-azuread"), "installed");
    await refuses(
      [],
      `${plugin()} exists. It has: pulumi-resource-azuread. ` +
        `Remove it with rm -r ${shellWord(plugin())}, or set PULUMI_HOME to another folder`,
    );
    assert.deepEqual(await readdir(plugin()), ["pulumi-resource-azuread"]);
  });

  for (const revision of [`v${version}`, "--output=written"]) {
    it(`leaves nothing if the repository has no revision ${revision}, and says what git says`, async () => {
      await commit("provider", { "provider/go.mod": "" });
      await refuses(
        [revision],
        `Command failed: git -C ${path.join(directory(), "provider")} rev-parse --verify --end-of-options ${revision}^{commit}\n` +
          "fatal: Needed a single revision\n",
      );
      assert.deepEqual((await readdir(path.join(directory(), "provider"))).sort(), [".git", "provider"]);
    });
  }

  for (const [what, lock] of [
    ["module", ""],
    [`commit of ${UPSTREAM}`, `module ${PROVIDER}\n\nrequire ${UPSTREAM} v1.6.1\n`],
  ] as const) {
    it(`leaves nothing if the provider locks no ${what}`, async () => {
      await commit("provider", { "provider/go.mod": lock });
      await refuses(["HEAD"], `provider/go.mod in PROVIDER has no ${what}`);
    });
  }
});
