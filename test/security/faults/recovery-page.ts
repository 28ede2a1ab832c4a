/** The commands of the page that tells how to recover, as they stand there. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { PROJECT_ROOT } from "../../../tools/project-root";

/** What the page says of itself. */
interface Said {
  readonly commands: readonly string[];
  readonly furtherActions: readonly string[];
}

/** Commands of the page that only the long run is sure to need. docs/assurance.md says so. */
export const NIGHTLY: readonly string[] = [
  'rm "$STATE.attrs"',
  'az rest --method delete --url "https://graph.microsoft.com/v1.0/servicePrincipals/$SERVICE_PRINCIPAL_ID"',
  'az rest --method delete --url "https://graph.microsoft.com/v1.0/applications/$APPLICATION_ID"',
  'az group delete --yes --name "$GROUP"',
  'aws iam delete-role-policy --role-name "$ROLE" --policy-name "$POLICY"',
  'aws iam delete-open-id-connect-provider --open-id-connect-provider-arn "$ARN"',
];

/** The page, and which of its commands were used. */
export class RecoveryPage {
  readonly #used = new Set<string>();

  private constructor(private readonly said: Said) {}

  /**
   * Reads `docs/how-to/recover.md`: each line of its shell blocks is a command.
   *
   * @throws Error when it does not say who may do it, or lacks a command of {@link NIGHTLY}
   */
  static async read(): Promise<RecoveryPage> {
    const text = await readFile(path.join(PROJECT_ROOT, "docs/how-to/recover.md"), "utf8");
    const commands = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = ""]) =>
      block.trim().split("\n"),
    );
    const [who] = /^You need the permissions of the deployer[^]*?\n\n/m.exec(text) ?? [];
    if (who === undefined) {
      throw new Error("docs/how-to/recover.md does not say who may do it");
    }
    const furtherActions = [...who.matchAll(/`(\w+:\w+)`/g)].map(([, action = ""]) => action);
    const stray = NIGHTLY.find((command) => !commands.includes(command));
    if (stray !== undefined) {
      throw new Error(`docs/how-to/recover.md has no command "${stray}"`);
    }
    return new RecoveryPage({ commands, furtherActions });
  }

  /** What whoever recovers may do in AWS besides what a deployer may, for example `iam:ListRoles`. */
  get furtherActions(): readonly string[] {
    return this.said.furtherActions;
  }

  /**
   * The command that is this text, or else the one command that has it.
   *
   * @throws Error when none or several have it
   */
  command(text: string): string {
    const same = this.said.commands.filter((command) => command === text);
    const [found, ...others] =
      same.length > 0 ? same : this.said.commands.filter((command) => command.includes(text));
    if (found === undefined || others.length > 0) {
      throw new Error(
        `docs/how-to/recover.md has ${found === undefined ? "no command" : "several commands"} with "${text}"`,
      );
    }
    this.#used.add(found);
    return found;
  }

  /** Commands that nobody asked for. */
  unused(): readonly string[] {
    return this.said.commands.filter((command) => !this.#used.has(command));
  }
}
