/** The credential helper's source files as they are in this package. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One file of the helper. */
export interface HelperFile {
  /** Path relative to the folder of the source, with `/`. */
  readonly path: string;
  /** Text, ending with a newline. */
  readonly text: string;
}

const packageName = "azure_to_aws";

/** The helper's modules in the order of their names. */
export function helperFiles(): HelperFile[] {
  const folder = sourceFolder();
  return readdirSync(join(folder, packageName))
    .filter((name) => name.endsWith(".py"))
    .sort()
    .map((name) => `${packageName}/${name}`)
    .map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }));
}

/** The program that asks AWS who is calling, which the verification script brings along and starts. */
export function verifierText(): string {
  return readFileSync(join(sourceFolder(), "verify_caller.py"), "utf8");
}

/** The Python files are not compiled, so built code finds them in the source folder of the package. */
function sourceFolder(): string {
  const candidates = [__dirname, join(__dirname, "../../credential-helper")];
  const folder = candidates.find((candidate) => existsSync(join(candidate, packageName)));
  if (folder === undefined) {
    throw new Error(
      `${packageName} is missing from the package: looked in ${candidates.join(" and ")}; reinstall it`,
    );
  }
  return folder;
}
