/** Decides how explain links to the manual: by web address or by file path. */
import { existsSync } from "node:fs";
import path from "node:path";
import { PROJECT } from "../../messages";

/** The folder of the installed package by page, as far as it was looked up. */
const folders = new Map<string, string | undefined>();

/**
 * Where a page of the manual is, as a reader of the output can open it: its address, once the manual is published, or else its
 * file. The file is relative to the folder in which the command was started if it lies below, else absolute. The policy pack
 * names the pages of its rules in the same way.
 *
 * @param page - Its path in the manual, without the ending: `errors/federations`.
 * @param anchor - The section.
 */
export function manualPage(page: string, anchor?: string, { site } = PROJECT): string {
  const hash = anchor === undefined ? "" : `#${anchor}`;
  return site === undefined ? `${fileOf(page)}${hash}` : `${site}/${page}.html${hash}`;
}

function fileOf(page: string): string {
  const file = path.join("docs", `${page}.md`);
  if (!folders.has(page)) {
    folders.set(page, folderAbove(__dirname, file));
  }
  const folder = folders.get(page);
  if (folder === undefined) {
    return file;
  }
  const whole = path.join(folder, file);
  const relative = path.relative(process.env.PWD ?? process.cwd(), whole);
  return relative.startsWith("..") ? whole : relative;
}

/** A folder of the manual in the installed package, as a path: `docs/errors` for `errors`. */
export function manualFolder(name: string): string {
  const folder = path.join("docs", name);
  return path.join(folderAbove(__dirname, folder) ?? ".", folder);
}

/** The nearest folder above another one that has a file or a folder. */
function folderAbove(folder: string, file: string): string | undefined {
  if (existsSync(path.join(folder, file))) {
    return folder;
  }
  const above = path.dirname(folder);
  return above === folder ? undefined : folderAbove(above, file);
}
