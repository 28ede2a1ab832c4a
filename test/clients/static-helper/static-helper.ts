/** The static helper, compiled once for each state of its sources. */
import path from "node:path";
import { findExecutable, runProcessGroup } from "../../../lab/pulumi/toolchain";
import { cachedBuild } from "../cached-build";

const NAME = "azure-to-aws-credentials";
/** Neither cloud needs HTTP/2 here, and its code is a twentieth of the program. */
const TAGS = "nethttpomithttp2";
const STRIPPED = ["-ldflags", "-s -w"];
const WINDOWS = { GOOS: "windows", GOARCH: "amd64" };

/** Absolute paths of executables. */
export interface StaticHelper {
  /** As it is delivered. */
  readonly released: string;
  /** As it is delivered for Windows on x64. */
  readonly windows: string;
  /** With the option `--times`, by which tests shorten its waits and move its clock. */
  readonly forTests: string;
}

/** Takes the programs from the per-user cache, or compiles them. */
export async function staticHelper(): Promise<StaticHelper> {
  const released = await cachedBuild({
    title: "the static helper",
    sources: path.join(__dirname, "../../../providers/go"),
    executable: NAME,
    compile: async (copy, result, { environment, signal }) => {
      const go = await findExecutable("go", environment.PATH);
      if (go === undefined) {
        throw new Error("no go executable on PATH");
      }
      const build = async (name: string, tags: string, system: Readonly<Record<string, string>>) => {
        const flags = ["-mod=readonly", "-trimpath", "-tags", tags, ...STRIPPED];
        await runProcessGroup(
          go,
          ["build", ...flags, "-o", path.join(result, "bin", name), `./cmd/${NAME}`],
          { cwd: copy, environment: { ...environment, ...system, CGO_ENABLED: "0", GOWORK: "off" }, signal },
        );
      };
      await build(NAME, TAGS, {});
      await build(`${NAME}.exe`, TAGS, WINDOWS);
      await build("for-tests", `${TAGS},conformance`, {});
    },
    remedy: "Compiling it needs Go >= 1.26 (https://go.dev/dl/) and a module proxy.",
  });
  return { released, windows: `${released}.exe`, forTests: path.join(path.dirname(released), "for-tests") };
}
