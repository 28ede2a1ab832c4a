/** Builds programs of other projects from Go modules, with the lock file next to the sources. */
import { cp, mkdir } from "node:fs/promises";
import path from "node:path";
import { diskSpaceProblem } from "./disk-space";
import { findExecutable } from "./executable-search";
import { ProcessError, runProcessGroup } from "./process-group";
import { withHeartbeat, type WorkContext } from "./provisioning";
import { sourceFile } from "./toolchain-files";

/** A program that Go can build. */
export interface GoProgram {
  /** What it is, in messages: `the Pulumi CLI 3.259.0`. */
  readonly title: string;
  /** Folder below `lab/pulumi/toolchain` with `go.mod`, `go.sum` and the sources, if it has any. */
  readonly module: string;
  /** Import path of its main package, or a relative path within the module. */
  readonly package: string;
  /** Name of the executable. */
  readonly executable: string;
  /** Variables that the linker sets, by their full name: without them most programs have no version. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Bytes for a build with empty caches: Go's module cache, its build cache, the linker's files and the program. */
const DISK_NEEDED = 2.5e9;

/**
 * Builds `<workspace>/result/bin/<executable>` exactly as `go.mod` and `go.sum` lock it. Needs Go and a module proxy.
 * Takes minutes with empty Go caches and seconds with warm ones. Go's own caches belong to the user and are kept.
 *
 * @param workspace an empty folder that the caller removes afterwards
 * @throws Error whose message is one line with the reason
 */
export async function buildGoProgram(
  program: GoProgram,
  workspace: string,
  context: WorkContext,
): Promise<void> {
  const go = await findExecutable("go", context.environment.PATH);
  if (go === undefined) {
    throw new Error("no go executable on PATH");
  }
  const shortage = await diskSpaceProblem(workspace, DISK_NEEDED);
  if (shortage !== undefined) {
    throw new Error(shortage);
  }
  await build(program, go, workspace, context);
}

async function build(
  program: GoProgram,
  go: string,
  workspace: string,
  { report, signal, environment }: WorkContext,
): Promise<void> {
  const module = path.join(workspace, "module");
  const temporary = path.join(workspace, "tmp");
  // A copy, so that nothing that Go does can change the lock.
  await Promise.all([cp(sourceFile(program.module), module, { recursive: true }), mkdir(temporary)]);
  const output = path.join(workspace, "result", "bin", program.executable);
  const counts = { modules: 0, packages: 0 };
  const describe = (seconds: number) =>
    `building ${program.title} from Go modules: ${counts.modules} modules downloaded, ` +
    `${counts.packages} packages compiled, ${seconds} s`;
  const linked = Object.entries(program.variables).map(([name, value]) => ` -X ${name}=${value}`);
  const flags = ["-mod=readonly", "-v", "-ldflags", `-s -w${linked.join("")}`];
  try {
    await withHeartbeat(report, describe, () =>
      runProcessGroup(go, ["build", ...flags, "-o", output, program.package], {
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
    return "no space left on device. Free some space for Go's caches";
  }
  const cause = lines.find((line) => line.startsWith("go: ") && !line.startsWith("go: downloading "));
  return cause ?? message;
}
