/**
 * `npm run azuread-plugin -- PROVIDER UPSTREAM [REVISION]`: builds the official plugin `azuread` with Go, for machines that cannot reach
 * get.pulumi.com.
 *
 * PROVIDER is a git repository of pulumi/pulumi-azuread, and UPSTREAM one of hashicorp/terraform-provider-azuread. Go takes the other
 * modules from its module proxy, as the provider's `go.sum` locks them. The plugin lands where the Pulumi CLI keeps plugins. It has the
 * version of the installed `@pulumi/azuread`, whatever its revision, because the engine accepts no other.
 *
 * Source (source code): targets `schema_embed` and `provider_no_deps` in the Makefile of pulumi/pulumi-azuread.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { version } from "@pulumi/azuread/package.json";
import { pluginFolder } from "../../lab/pulumi/toolchain/plugin-search";

/**
 * main of pulumi/pulumi-azuread on 2026-08-22, 6.10.0 with later modules. It is not the tag of the npm package, 6.9.1: the module proxy
 * that we tried has the modules of this revision, and lacks the Terraform bridge of 6.9.1.
 */
const REVISION = "b830e0401352bbb2c6466f6315737bf1f3333a65";

/** The module in UPSTREAM. Its version ends with its commit: `v1.6.1-0.20260618210114-df2a07a33712`. */
const UPSTREAM_MODULE = "github.com/hashicorp/terraform-provider-azuread";

function main([provider, upstream, revision = REVISION]: readonly string[]): void {
  if (provider === undefined || upstream === undefined) {
    throw new Error("Expected npm run azuread-plugin -- PROVIDER UPSTREAM [REVISION]");
  }
  const workspace = mkdtempSync(path.join(tmpdir(), "azuread-plugin-"));
  try {
    const sources = extract(provider, revision, workspace, "provider");
    const locked = readFileSync(path.join(sources, "go.mod"), "utf8");
    const [, module = ""] = /^module (\S+)$/m.exec(locked) ?? [];
    const [, commit = ""] = new RegExp(`${UPSTREAM_MODULE} v\\S+-([0-9a-f]{12})\\b`).exec(locked) ?? [];
    const terraform = extract(upstream, commit, path.join(workspace, "upstream"));
    const go = (...args: string[]): void => {
      execFileSync("go", args, {
        cwd: sources,
        stdio: "inherit",
        env: { ...process.env, CGO_ENABLED: "0", GOWORK: "off", GOTMPDIR: workspace },
      });
    };
    go("mod", "edit", `-replace=${UPSTREAM_MODULE}=${terraform}`);
    const command = path.join(sources, "cmd/pulumi-resource-azuread");
    const schema = JSON.parse(readFileSync(path.join(command, "schema.json"), "utf8")) as object;
    writeFileSync(path.join(command, "schema-embed.json"), JSON.stringify({ ...schema, version }));
    const folder = path.resolve(pluginFolder(process.env), `resource-azuread-v${version}`);
    const executable = path.join(folder, "pulumi-resource-azuread");
    const linked = `-s -w -X ${module}/pkg/version.Version=${version}`;
    console.log(`Building ${executable} from ${revision}. This takes minutes.`);
    // Without paths of this workspace, Go's cache serves the next build too.
    go(
      "build",
      "-mod=readonly",
      "-trimpath",
      "-buildvcs=false",
      "-ldflags",
      linked,
      "-o",
      executable,
      command,
    );
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

/** Extracts a folder of a revision, or all of it. Returns the folder. */
function extract(repository: string, revision: string, target: string, folder = ""): string {
  const source = path.resolve(process.env.INIT_CWD ?? "", repository);
  const input = execFileSync("git", ["-C", source, "archive", revision, folder].filter(Boolean), {
    maxBuffer: Infinity,
  });
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-x", "-C", target], { input });
  return path.join(target, folder);
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(`azuread-plugin: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
