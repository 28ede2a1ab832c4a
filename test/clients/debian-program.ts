import { execa } from "execa";
import { isExecutableFile } from "../../lab/pulumi/toolchain/executable-search";

/**
 * A program that a package of Debian installs.
 *
 * @returns what it prints when it is asked for its version
 * @throws Error with the remedy when it is not there
 */
export async function debianProgram(file: string, ask: string): Promise<string> {
  if (!(await isExecutableFile(file))) {
    throw new Error(`${file} is missing. To install it, run: sudo sh test/clients/prepare-debian.sh`);
  }
  const { stdout, stderr } = await execa(file, [ask]);
  return stdout === "" ? stderr : stdout;
}
