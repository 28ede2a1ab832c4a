/** The programs in Go that the tests run: those of the pages, and the one with a simulated clock. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { findExecutable, runProcessGroup } from "../../../../lab/pulumi/toolchain";
import { cachedBuild, EXECUTABLE } from "../../cached-build";
import { codeBlock } from "../../code-block";

const ROOT = path.join(__dirname, "../../../..");
/** Where the sources are, in the checkout and in the copy of them. */
const [PROVIDER, PROGRAMS] = ["providers/go", "test/clients/providers/go"];

/** Absolute paths of executables. */
export interface GoPrograms {
  /** The program of the provider's README. It takes the name of a bucket. */
  readonly readme: string;
  /** The program of the recipe. It takes the name of a bucket. */
  readonly recipe: string;
  readonly twelveHours: string;
}

/** Takes the programs from the per-user cache, or compiles them. */
export async function goPrograms(): Promise<GoPrograms> {
  const folder = await mkdtemp(path.join(tmpdir(), "go-provider-"));
  try {
    const sources = path.join(folder, "go-provider");
    for (const part of [PROVIDER, PROGRAMS]) {
      await cp(path.join(ROOT, part), path.join(sources, part), { recursive: true });
    }
    await writeProgram(sources, "readme", `${PROVIDER}/README.md`);
    await writeProgram(sources, "recipe", "docs/how-to/in-your-application/go.md");
    const listBucket = await cachedBuild({
      title: "the provider for Go",
      sources,
      compile: async (copy, result, { environment, signal }) => {
        const go = await findExecutable("go", environment.PATH);
        if (go === undefined) {
          throw new Error("no go executable on PATH");
        }
        const bin = path.join(result, "bin");
        const options = {
          cwd: path.join(copy, PROGRAMS),
          environment: { ...environment, CGO_ENABLED: "0", GOWORK: "off" },
          signal,
        };
        const build = ["-mod=readonly", "-ldflags", "-s -w", "-o"];
        await runProcessGroup(go, ["build", ...build, path.join(bin, EXECUTABLE), "./readme"], options);
        await runProcessGroup(go, ["build", ...build, path.join(bin, "recipe"), "./recipe"], options);
        await runProcessGroup(
          go,
          ["test", "-c", ...build, path.join(bin, "twelve-hours"), "./twelvehours"],
          options,
        );
      },
      remedy: "Compiling it needs Go >= 1.26 (https://go.dev/dl/) and a module proxy.",
    });
    const bin = path.dirname(listBucket);
    return {
      readme: listBucket,
      recipe: path.join(bin, "recipe"),
      twelveHours: path.join(bin, "twelve-hours"),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function writeProgram(sources: string, name: string, page: string): Promise<void> {
  const program = path.join(sources, PROGRAMS, name, "main.go");
  await mkdir(path.dirname(program));
  await writeFile(program, codeBlock(await readFile(path.join(ROOT, page), "utf8"), "go"));
}
