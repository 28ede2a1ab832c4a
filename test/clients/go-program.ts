import path from "node:path";
import { findExecutable } from "../../lab/pulumi/toolchain/executable-search";
import { runProcessGroup } from "../../lab/pulumi/toolchain/process-group";
import { cachedBuild, EXECUTABLE } from "./cached-build";

/**
 * A client in Go, compiled as `go.mod` and `go.sum` lock it.
 *
 * @param title what it is, in messages
 * @param sources absolute path of its module
 */
export async function goProgram(title: string, sources: string): Promise<string> {
  return cachedBuild({
    title,
    sources,
    compile: async (module, result, { environment, signal }) => {
      const go = await findExecutable("go", environment.PATH);
      if (go === undefined) {
        throw new Error("no go executable on PATH");
      }
      await runProcessGroup(
        go,
        ["build", "-mod=readonly", "-ldflags", "-s -w", "-o", path.join(result, "bin", EXECUTABLE), "."],
        { cwd: module, environment: { ...environment, CGO_ENABLED: "0", GOWORK: "off" }, signal },
      );
    },
    remedy: "Compiling it needs Go >= 1.25 (https://go.dev/dl/) and a module proxy.",
  });
}
