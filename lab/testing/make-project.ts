import { mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { LAB_ROOT } from "../lab-root";

/** Makes a project of a JavaScript program, with this repository's packages, in a new folder of its name. */
export async function makeProject(within: string, name: string, program: string): Promise<string> {
  const folder = path.join(within, name);
  await mkdir(folder, { recursive: true });
  await symlink(path.join(LAB_ROOT, "node_modules"), path.join(folder, "node_modules"));
  // Otherwise the SDK registers ts-node, which then formats a stack trace for each resource: a third of a program's time.
  const runtime = "runtime:\n  name: nodejs\n  options:\n    typescript: false\n";
  await writeFile(path.join(folder, "Pulumi.yaml"), `name: ${name}\n${runtime}`);
  await writeFile(path.join(folder, "package.json"), JSON.stringify({ name, main: "index.js" }));
  await writeFile(path.join(folder, "index.js"), program);
  return folder;
}
