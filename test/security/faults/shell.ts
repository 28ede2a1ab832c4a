/** Runs commands of the documentation as a person does: in a shell, in which `pulumi`, `aws` and `az` are at hand. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import type { Lab } from "../../../lab";
import type { PulumiStack } from "../../../lab/pulumi";
import type { Toolchain } from "../../../lab/pulumi/toolchain";
import { shellWord } from "../../../lab/terminal";
import { PROJECT_ROOT } from "../../../tools/project-root";

/** A command that failed. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}

/** A shell in which one stack is selected. */
export class Shell {
  private constructor(
    private readonly directory: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /**
   * Makes a folder with the programs.
   *
   * @param stack selected in the shell; its config file is given where a command takes one
   * @param environment variables besides, such as the keys for AWS of who works there; default are the deployer's
   */
  static async create(
    lab: Lab,
    toolchain: Toolchain,
    stack: PulumiStack,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Shell> {
    const directory = path.join(lab.directory, `shell-${stack.name}`);
    await mkdir(directory);
    const config = `--config-file ${shellWord(stack.configFile)}`;
    const pulumi = `${shellWord(toolchain.cli.path)} --non-interactive --color never --cwd ${shellWord(PROJECT_ROOT)}`;
    const programs = {
      pulumi: `case "$1" in up|preview|refresh|destroy) exec ${pulumi} "$@" ${config} ;; *) exec ${pulumi} "$@" ;; esac`,
    };
    for (const [name, script] of Object.entries(programs)) {
      await writeFile(path.join(directory, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    }
    return new Shell(directory, {
      ...lab.pulumi.environment,
      ...environment,
      PULUMI_STACK: stack.name,
      // A type check costs seconds at each start of a program, and `npm run lint` covers this one.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      PATH: [directory, ...lab.path, process.env.PATH ?? ""].join(path.delimiter),
    });
  }

  /**
   * Runs one line.
   *
   * @returns what it wrote to standard output
   * @throws CommandFailed with what it wrote
   */
  async run(line: string, variables: Readonly<Record<string, string>> = {}): Promise<string> {
    const { exitCode, stdout, all } = await execa("sh", ["-euc", line], {
      cwd: this.directory,
      env: { ...this.environment, ...variables },
      reject: false,
      all: true,
      stdin: "ignore",
    });
    if (exitCode !== 0) {
      throw new CommandFailed(`${line} (${JSON.stringify(variables)}):\n${all}`);
    }
    return stdout;
  }
}
