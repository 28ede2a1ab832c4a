/** Builds programs of other projects from Go modules, with the lock file next to the sources. */
import { cp, mkdir } from "node:fs/promises";
import path from "node:path";
import { diskSpaceProblem } from "./disk-space";
import { findExecutable } from "./executable-search";
import { ProcessError, runProcessGroup } from "./process-group";
import { withHeartbeat, type WorkContext } from "./provisioning";
import { defaultCacheDirectory, sourceFile } from "./toolchain-files";

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
  /** How many packages Go compiles with empty caches, about. */
  readonly packages: number;
}

/** From how many packages on the time that is left is worth a guess. */
const ENOUGH_TO_GUESS = 100;

/** Bytes for a build with empty caches: Go's module cache, its build cache, the linker's files and the program. */
const DISK_NEEDED = 2.5e9;

/**
 * Builds `<workspace>/result/bin/<executable>` exactly as `go.mod` and `go.sum` lock it. Needs Go and a module proxy.
 * Takes minutes with empty Go caches and seconds with warm ones. The caches are in the per-user cache folder of this project, unless
 * `GOMODCACHE` or `GOCACHE` names others.
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
  { report, signal, environment, interval }: WorkContext,
): Promise<void> {
  const module = path.join(workspace, "module");
  const temporary = path.join(workspace, "tmp");
  // A copy, so that nothing that Go does can change the lock.
  await Promise.all([cp(sourceFile(program.module), module, { recursive: true }), mkdir(temporary)]);
  const output = path.join(workspace, "result", "bin", program.executable);
  const counts = { modules: 0, packages: 0 };
  let first = 0;
  const describe = (seconds: number) =>
    `building ${program.title} from Go modules: ${counts.modules} modules downloaded, ` +
    `${counts.packages} of about ${program.packages} packages compiled, ${seconds} s` +
    secondsLeft(program, counts.packages, (Date.now() - first) / 1000);
  const linked = Object.entries(program.variables).map(([name, value]) => ` -X ${name}=${value}`);
  const flags = ["-mod=readonly", "-modcacherw", "-v", "-ldflags", `-s -w${linked.join("")}`];
  try {
    await withHeartbeat(
      report,
      describe,
      () =>
        runProcessGroup(go, ["build", ...flags, "-o", output, program.package], {
          cwd: module,
          environment: {
            ...goCaches(),
            ...environment,
            // No C compiler is needed, no workspace of the user interferes, and temporary files end up in ours.
            CGO_ENABLED: "0",
            GOWORK: "off",
            GOTMPDIR: temporary,
          },
          signal,
          onLine(line) {
            if (line.startsWith("go: downloading ")) {
              counts.modules += 1;
            } else if (/^[a-z0-9./_~-]+$/i.test(line)) {
              first ||= Date.now();
              counts.packages += 1;
            }
          },
        }),
      interval,
    );
  } catch (error) {
    throw error instanceof ProcessError ? new Error(describeFailure(error), { cause: error }) : error;
  }
}

/** Where Go keeps modules and compiled packages, so that `npm run clean` removes them. */
function goCaches(): NodeJS.ProcessEnv {
  const folder = path.join(defaultCacheDirectory(), "go");
  return { GOMODCACHE: path.join(folder, "modules"), GOCACHE: path.join(folder, "build") };
}

/** A guess at the time that is left, from that of the packages so far. */
function secondsLeft({ packages }: GoProgram, compiled: number, seconds: number): string {
  const left = Math.round((seconds / compiled) * (packages - compiled));
  return compiled < ENOUGH_TO_GUESS || left <= 0 ? "" : `, about ${left} s left`;
}

/** Go names the cause on its first own line; what follows are consequences. */
function describeFailure({ message, lines }: ProcessError): string {
  if (lines.some((line) => line.includes("no space left on device"))) {
    return "no space left on device. Free some space for Go's caches";
  }
  const cause = lines.find((line) => line.startsWith("go: ") && !line.startsWith("go: downloading "));
  return cause ?? message;
}
