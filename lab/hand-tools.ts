/** Programs of a lab that its deployments and a person's shell find on PATH. */
import { symlink } from "node:fs/promises";
import path from "node:path";
import { PROJECT_ROOT } from "./project-root";
import { writeLauncher } from "./shell";

/** The Azure CLI of the lab, built. */
const AZURE_CLI = path.join(PROJECT_ROOT, "dist/lab/azure-cli.js");

/**
 * Fills a new folder with `az`, the lab's double, and `aws`, the real one of the lab's Python environment.
 *
 * @param pythonBin - The folder with `aws`, of which nothing else goes on PATH: it also has another Python.
 * @returns the folder
 */
export async function putHandTools(directory: string, pythonBin: string): Promise<string> {
  const folder = path.join(directory, "bin");
  await writeLauncher(path.join(folder, "az"), AZURE_CLI);
  await symlink(path.join(pythonBin, "aws"), path.join(folder, "aws"));
  return folder;
}
