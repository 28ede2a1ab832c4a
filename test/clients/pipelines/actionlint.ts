/** `actionlint`, compiled from its Go module. */
import path from "node:path";
import { findExecutable, runProcessGroup } from "../../../lab/pulumi/toolchain";
import { cachedBuild, EXECUTABLE } from "../cached-build";

/** The folder with its lock. */
export const ACTIONLINT = path.join(__dirname, "actionlint");

/** Its main package. */
export const ACTIONLINT_PROGRAM = "github.com/rhysd/actionlint/cmd/actionlint";

/** Takes it from the per-user cache or compiles it. @returns absolute path of the executable */
export async function actionlint(): Promise<string> {
  return cachedBuild({
    title: "actionlint",
    sources: ACTIONLINT,
    compile: async (module, result, { environment, signal }) => {
      const go = await findExecutable("go", environment.PATH);
      if (go === undefined) {
        throw new Error("no go executable on PATH");
      }
      const output = path.join(result, "bin", EXECUTABLE);
      await runProcessGroup(
        go,
        ["build", "-mod=readonly", "-ldflags", "-s -w", "-o", output, ACTIONLINT_PROGRAM],
        { cwd: module, environment: { ...environment, CGO_ENABLED: "0", GOWORK: "off" }, signal },
      );
    },
    remedy: "Compiling it needs Go >= 1.25 (https://go.dev/dl/) and a module proxy.",
  });
}
