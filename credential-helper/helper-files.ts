/** The credential helper's files as they stand in this package. */
import { createHash } from "node:crypto";
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
const modulesLine = '\nMODULES = ""\n';

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

/** The helper as it is installed: every version's modules in a folder of their own, which the front names. */
export interface InstalledHelper {
  /** Name of the modules' folder, from their content. */
  readonly modulesFolder: string;
  /** Modules; their paths begin with {@link modulesFolder}. */
  readonly modules: readonly HelperFile[];
  /** The file that is started. Once it is in place, so is this version, and not before. */
  readonly front: HelperFile;
}

/** The helper's files, laid out so that an update happens at one moment: when the front is replaced. */
export function installedHelper(): InstalledHelper {
  const files = helperFiles();
  const modules = files.filter(({ path }) => path !== front);
  const found = files.find(({ path }) => path === front);
  if (found?.text.includes(modulesLine) !== true) {
    throw new Error(`${front} has no line ${modulesLine.trim()}; reinstall the package`);
  }
  const hash = createHash("sha256").update(JSON.stringify(modules)).digest("hex");
  const modulesFolder = `modules-${hash.slice(0, 16)}`;
  return {
    modulesFolder,
    modules: modules.map(({ path, text }) => ({ path: `${modulesFolder}/${path}`, text })),
    front: { path: front, text: found.text.replace(modulesLine, `\nMODULES = "${modulesFolder}"\n`) },
  };
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
