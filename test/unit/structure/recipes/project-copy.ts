/** A copy of the project, in which a test adds things by the recipes of docs/architecture.md. */
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { copyCheckout } from "../../../../tools/release/checkout";

/** A copy of all files in git, with the dependencies and the build of the project. */
export class ProjectCopy {
  private constructor(readonly root: string) {}

  /** Copies the project to an empty folder. */
  static async to(root: string): Promise<ProjectCopy> {
    await copyCheckout(PROJECT_ROOT, root);
    await cp(path.join(PROJECT_ROOT, "dist"), path.join(root, "dist"), {
      recursive: true,
      preserveTimestamps: true,
    });
    const copy = new ProjectCopy(root);
    await copy.run("git", "init", "--quiet");
    await copy.keep();
    return copy;
  }

  /** Writes a new file. */
  async add(file: string, text: string): Promise<void> {
    await mkdir(path.dirname(path.join(this.root, file)), { recursive: true });
    await writeFile(path.join(this.root, file), text, { flag: "wx" });
  }

  /**
   * Writes text into a file, before the first place that has `anchor`.
   *
   * @throws Error if the file has no such place: then it has changed, and the recipe with it
   */
  async insert(file: string, anchor: string, text: string): Promise<void> {
    await this.replace(file, anchor, text + anchor);
  }

  /** Writes text in the place of the first `old`. @throws Error if the file does not have it */
  async replace(file: string, old: string, text: string): Promise<void> {
    const before = await readFile(path.join(this.root, file), "utf8");
    if (!before.includes(old)) {
      throw new Error(`${file} does not have ${JSON.stringify(old)}`);
    }
    await writeFile(
      path.join(this.root, file),
      before.replace(old, () => text),
    );
  }

  /** The files that changed since {@link keep}: an exploit's folder counts as one. */
  async touched(): Promise<string[]> {
    const { stdout } = await this.run("git", "status", "--porcelain", "--untracked-files=all", "-z");
    const files = stdout.split("\0").filter((line) => line !== "");
    const named = files.map((line) => line.slice(3).replace(/^(test\/security\/exploits\/[^/]+)\/.*/, "$1"));
    return [...new Set(named)].sort();
  }

  /** Takes the files as they are for unchanged from now on. */
  async keep(): Promise<void> {
    await this.run("git", "add", "--all");
    const author = ["-c", "user.name=recipes", "-c", "user.email=recipes@example.com"];
    await this.run("git", ...author, "commit", "--quiet", "--message", "recipes", "--allow-empty");
  }

  /** Runs a program in the copy. @throws ExecaError if it fails, with what it printed */
  run(command: string, ...args: readonly string[]): Promise<{ readonly stdout: string }> {
    return execa(command, args, { cwd: this.root, extendEnv: true, all: true });
  }
}
