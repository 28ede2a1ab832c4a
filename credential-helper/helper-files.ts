/** The credential helper's files as they stand in this package. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One file of the helper. */
export interface HelperFile {
  /** Path relative to the helper's folder, with `/`. */
  readonly path: string;
  /** Text, ending with a newline. */
  readonly text: string;
}

const front = "credential_process.py";
const packageName = "azure_to_aws";

/** The file that is started, as it stands in this package. */
export function helperFront(): HelperFile {
  return { path: front, text: readFileSync(join(helperFolder(), front), "utf8") };
}

/** The helper's modules in the order of their names, and last the file that is started. */
export function helperFiles(): HelperFile[] {
  const folder = helperFolder();
  const modules = readdirSync(join(folder, packageName))
    .filter((name) => name.endsWith(".py"))
    .sort()
    .map((name) => `${packageName}/${name}`);
  return [
    ...modules.map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") })),
    helperFront(),
  ];
}

/** The program that asks AWS who is calling, which the verification script brings along and starts. */
export function verifierText(): string {
  return readFileSync(join(helperFolder(), "verify_caller.py"), "utf8");
}

/** The Python files are not compiled, so built code finds them in the source folder of the package. */
function helperFolder(): string {
  const candidates = [__dirname, join(__dirname, "../../credential-helper")];
  const folder = candidates.find((candidate) => existsSync(join(candidate, front)));
  if (folder === undefined) {
    throw new Error(
      `${front} is missing from the package: looked in ${candidates.join(" and ")}; reinstall it`,
    );
  }
  return folder;
}
