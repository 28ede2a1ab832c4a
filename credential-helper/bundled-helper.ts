/** The credential helper as it is delivered: one file. */
import { helperFiles } from "./helper-files";

const FRONT = "azure_to_aws/front.py";
const NO_SOURCES = "\nSOURCES = {}\n";

/**
 * The credential helper as one Python file: the front, and in it the text of each other module, unchanged. While a session is
 * fresh, the front alone is compiled.
 *
 * On a VM, the install script makes it executable. Elsewhere, a file comes from a secret, a ConfigMap or a package and cannot
 * be made executable: start it with `python3 -IBS <file>`, as {@link renderAwsConfig} does when `interpreter` is given.
 *
 * @returns Python text of about 140 KB, ending with a newline. It holds no secret.
 */
export function bundledHelper(): string {
  const files = helperFiles();
  const front = files.find(({ path }) => path === FRONT)?.text;
  if (front?.includes(NO_SOURCES) !== true) {
    throw new Error(`${FRONT} has no line ${NO_SOURCES.trim()}; reinstall the package`);
  }
  const entries = files
    .filter(({ path }) => path !== FRONT)
    .map(({ path, text }) => `    "${path}": r'''${text}''',\n`);
  return front.replace(NO_SOURCES, () => `\nSOURCES = {\n${entries.join("")}}\n`);
}
