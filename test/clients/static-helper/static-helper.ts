/** The static helper, compiled once for each state of its sources. */
import path from "node:path";
import { findExecutable, runProcessGroup } from "../../../lab/pulumi/toolchain";
import { cachedBuild } from "../cached-build";

const NAME = "azure-to-aws-credentials";
/** Neither cloud needs HTTP/2 here, and its code is a twentieth of the program. */
const TAGS = "nethttpomithttp2";
const STRIPPED = ["-ldflags", "-s -w"];

/** Absolute paths of executables. */
export interface StaticHelper {
  /** As it is delivered. */
  readonly released: string;
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
      const options = { cwd: copy, environment: { ...environment, CGO_ENABLED: "0", GOWORK: "off" }, signal };
      const build = ["build", "-mod=readonly", "-trimpath", "-tags"];
      const command = `./cmd/${NAME}`;
      await runProcessGroup(
        go,
        [...build, TAGS, ...STRIPPED, "-o", path.join(result, "bin", NAME), command],
        options,
      );
      const forTests = path.join(result, "bin", "for-tests");
      await runProcessGroup(
        go,
        [...build, `${TAGS},conformance`, ...STRIPPED, "-o", forTests, command],
        options,
      );
    },
    remedy: "Compiling it needs Go >= 1.26 (https://go.dev/dl/) and a module proxy.",
  });
  return { released, forTests: path.join(path.dirname(released), "for-tests") };
}
