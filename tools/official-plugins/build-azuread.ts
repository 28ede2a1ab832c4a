/**
 * `npm run generate -- azuread-plugin PROVIDER UPSTREAM [REVISION]`: builds the official plugin `azuread` with Go, for machines that cannot reach
 * get.pulumi.com. It runs on Linux and macOS.
 *
 * PROVIDER is a git repository of pulumi/pulumi-azuread, and UPSTREAM one of hashicorp/terraform-provider-azuread. Go takes the other
 * modules from its module proxy, as the provider's `go.sum` locks them. REVISION is one of PROVIDER. Default is the tag of the installed
 * `@pulumi/azuread`.
 *
 * The plugin lands where the Pulumi CLI keeps plugins. It has the version of the installed `@pulumi/azuread`, whatever its revision,
 * because the engine accepts no other. The script replaces no installed plugin.
 *
 * Source (source code): targets `schema_embed` and `provider_no_deps` in the Makefile of pulumi/pulumi-azuread.
 */
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { version } from "@pulumi/azuread/package.json";
import { pluginFolder } from "../../lab/pulumi/toolchain";
import { shellWord } from "../../lab/terminal";

/** The module in UPSTREAM. Its version ends with its commit: `v1.6.1-0.20260618210114-df2a07a33712`. */
const UPSTREAM_MODULE = "github.com/hashicorp/terraform-provider-azuread";

const EXECUTABLE = "pulumi-resource-azuread";

function main([provider, upstream, revision = `v${version}`]: readonly string[]): void {
  if (provider === undefined || upstream === undefined) {
    throw new Error("Expected npm run generate -- azuread-plugin PROVIDER UPSTREAM [REVISION]");
  }
  const folder = path.resolve(pluginFolder(process.env), `resource-azuread-v${version}`);
  demandFree(folder);
  const workspace = mkdtempSync(path.join(tmpdir(), "azuread-plugin-"));
  try {
    const sources = extract(provider, revision, workspace, "provider");
    const locked = readFileSync(path.join(sources, "go.mod"), "utf8");
    const module = find(locked, /^module (\S+)$/m, "module");
    const lock = new RegExp(`${UPSTREAM_MODULE} v\\S+-([0-9a-f]{12})\\b`);
    const commit = find(locked, lock, `commit of ${UPSTREAM_MODULE}`);
    const terraform = extract(upstream, commit, path.join(workspace, "upstream"));
    const go = (...args: string[]): void => {
      execFileSync("go", args, {
        cwd: sources,
        stdio: "inherit",
        env: { ...process.env, CGO_ENABLED: "0", GOWORK: "off", GOTMPDIR: workspace },
      });
    };
    go("mod", "edit", `-replace=${UPSTREAM_MODULE}=${terraform}`);
    const command = path.join(sources, "cmd", EXECUTABLE);
    const schema = JSON.parse(readFileSync(path.join(command, "schema.json"), "utf8")) as object;
    writeFileSync(path.join(command, "schema-embed.json"), JSON.stringify({ ...schema, version }));
    const linked = `-s -w -X ${module}/pkg/version.Version=${version}`;
    const built = path.join(workspace, EXECUTABLE);
    console.log(`Building ${folder} from ${revision}. This takes minutes.`);
    // Without paths of this workspace, Go's cache serves the next build too.
    go("build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags", linked, "-o", built, command);
    mkdirSync(folder, { recursive: true });
    copyFileSync(built, path.join(folder, EXECUTABLE));
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

/** @throws Error if a plugin is there: other programs may use it */
function demandFree(folder: string): void {
  if (existsSync(folder)) {
    throw new Error(
      `${folder} exists. It has: ${readdirSync(folder).join(", ") || "nothing"}. ` +
        `Remove it with rm -r ${shellWord(folder)}, or set PULUMI_HOME to another folder`,
    );
  }
}

/** @throws Error if the `go.mod` has no such text */
function find(locked: string, pattern: RegExp, what: string): string {
  const [, found] = pattern.exec(locked) ?? [];
  if (found === undefined) {
    throw new Error(`provider/go.mod in PROVIDER has no ${what}`);
  }
  return found;
}

/** Extracts a folder of a revision, or all of it. Returns the folder. */
function extract(repository: string, revision: string, target: string, folder = ""): string {
  const source = path.resolve(process.env.INIT_CWD ?? "", repository);
  // The error has what git says.
  const git = (...args: string[]): Buffer =>
    execFileSync("git", ["-C", source, ...args], { maxBuffer: Infinity, stdio: "pipe" });
  const commit = git("rev-parse", "--verify", "--end-of-options", `${revision}^{commit}`);
  const input = git("archive", commit.toString().trim(), ...(folder === "" ? [] : [folder]));
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xf", "-", "-C", target], { input });
  return path.join(target, folder);
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(`azuread-plugin: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
