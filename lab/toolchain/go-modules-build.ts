import { copyFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { diskSpaceProblem } from "./disk-space";
import { findExecutable } from "./executable-search";
import { ProcessError, runProcessGroup } from "./process-group";
import { withHeartbeat, type WorkContext } from "./provisioning";
import { type PulumiCliSource, TESTED_PULUMI_VERSION } from "./pulumi-cli-source";
import { sourceFile } from "./toolchain-files";

const CLI_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** Bytes for a build with empty caches: Go's module cache, its build cache, the linker's files and the CLI. */
const DISK_NEEDED = 2.5e9;

/**
 * Builds the CLI from Go modules, exactly as `pulumi-cli/go.mod` and `go.sum` lock them. Needs Go and a module proxy.
 * Takes minutes with empty Go caches and seconds with warm ones. Go's own caches belong to the user and are kept.
 */
export const goModulesBuild: PulumiCliSource = {
  origin: "build",
  title: "build from Go modules",
  async fill(workspace, context) {
    const go = await findExecutable("go", context.environment.PATH);
    if (go === undefined) {
      throw new Error("no go executable on PATH");
    }
    const shortage = await diskSpaceProblem(workspace, DISK_NEEDED);
    if (shortage !== undefined) {
      throw new Error(shortage);
    }
    await build(go, workspace, context);
  },
};

async function build(
  go: string,
  workspace: string,
  { report, signal, environment }: WorkContext,
): Promise<void> {
  const module = path.join(workspace, "module");
  const temporary = path.join(workspace, "tmp");
  await Promise.all([mkdir(module), mkdir(temporary)]);
  for (const name of ["go.mod", "go.sum"]) {
    await copyFile(sourceFile(path.join("pulumi-cli", name)), path.join(module, name));
  }
  const output = path.join(workspace, "result", "bin", "pulumi");
  const counts = { modules: 0, packages: 0 };
  const describe = (seconds: number) =>
    `building the Pulumi CLI ${TESTED_PULUMI_VERSION} from Go modules: ${counts.modules} modules downloaded, ` +
    `${counts.packages} packages compiled, ${seconds} s`;
  // -X sets what the official build sets too; without it the CLI has no version.
  const flags = ["-mod=readonly", "-v", "-ldflags", `-s -w -X ${VERSION_VARIABLE}=v${TESTED_PULUMI_VERSION}`];
  try {
    await withHeartbeat(report, describe, () =>
      runProcessGroup(go, ["build", ...flags, "-o", output, CLI_PACKAGE], {
        cwd: module,
        // No C compiler is needed, no workspace of the user interferes, and temporary files end up in ours.
        environment: { ...environment, CGO_ENABLED: "0", GOWORK: "off", GOTMPDIR: temporary },
        signal,
        onLine(line) {
          if (line.startsWith("go: downloading ")) {
            counts.modules += 1;
          } else if (/^[a-z0-9./_~-]+$/i.test(line)) {
            counts.packages += 1;
          }
        },
      }),
    );
  } catch (error) {
    throw error instanceof ProcessError ? new Error(describeFailure(error), { cause: error }) : error;
  }
}

/** Go names the cause on its first own line; what follows are consequences. */
function describeFailure({ message, lines }: ProcessError): string {
  if (lines.some((line) => line.includes("no space left on device"))) {
    return "no space left on device: make room for Go's caches and run again";
  }
  const cause = lines.find((line) => line.startsWith("go: ") && !line.startsWith("go: downloading "));
  return cause ?? message;
}
