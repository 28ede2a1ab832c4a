/** The program of docs/how-to/in-your-application/java.md, compiled. */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { codeBlock } from "../../code-block";
import { javaProgram } from "../../programs";

/** The page with the program. */
export const PAGE = path.join(PROJECT_ROOT, "docs/how-to/in-your-application/java.md");

/** Compiles the program with what is in this folder. @returns the path of the executable */
export async function programOfPage(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "java-recipe-"));
  try {
    const sources = path.join(folder, "java-recipe");
    for (const part of ["pom.xml", "src"]) {
      await cp(path.join(__dirname, part), path.join(sources, part), { recursive: true });
    }
    const program = codeBlock(await readFile(PAGE, "utf8"), "java");
    await writeFile(path.join(sources, "src/main/java/ListBucket.java"), program);
    return await javaProgram("the recipe for Java", sources);
  } finally {
    await rm(folder, { recursive: true });
  }
}
