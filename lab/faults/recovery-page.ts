/** The commands of the page that tells how to recover, as they stand there. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { PROJECT_ROOT } from "../project-root";

/** The page, and which of its commands were used. */
export class RecoveryPage {
  readonly #used = new Set<string>();

  private constructor(private readonly commands: readonly string[]) {}

  /** Reads `docs/recovery.md`: each line of its shell blocks is a command. */
  static async read(): Promise<RecoveryPage> {
    const text = await readFile(path.join(PROJECT_ROOT, "docs/recovery.md"), "utf8");
    const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = ""]) => block);
    return new RecoveryPage(blocks.flatMap((block) => block.trim().split("\n")));
  }

  /**
   * The command that is this text, or else the one command that has it.
   *
   * @throws Error when none or several have it
   */
  command(text: string): string {
    const same = this.commands.filter((command) => command === text);
    const [found, ...others] =
      same.length > 0 ? same : this.commands.filter((command) => command.includes(text));
    if (found === undefined || others.length > 0) {
      throw new Error(
        `docs/recovery.md has ${found === undefined ? "no command" : "several commands"} with "${text}"`,
      );
    }
    this.#used.add(found);
    return found;
  }

  /** Commands that nobody asked for. */
  unused(): readonly string[] {
    return this.commands.filter((command) => !this.#used.has(command));
  }
}
