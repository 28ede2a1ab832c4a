import { existsSync } from "node:fs";
import path from "node:path";
import { PROJECT } from "../../messages";
import { packFolder } from "./pack-folder";

/** The folder of the rules' pages. The package of the pack has them inside, a checkout next to the pack's folder. */
function folder(): string | undefined {
  return ["", ".."]
    .map((above) => path.join(packFolder(), above, "docs", "reference", "rules"))
    .find((place) => existsSync(place));
}

let pages: { readonly folder: string | undefined } | undefined;

/** The address of a rule's page on the site; `undefined` as long as the site has none. */
export function rulePageAddress(rule: string, { site } = PROJECT): string | undefined {
  return site === undefined ? undefined : `${site}/reference/rules/${rule}.html`;
}

/**
 * Where the page of a rule is, as somebody who reads the output can open it: its address, or else its file, relative to the
 * folder in which `pulumi` was started if it lies below, else absolute.
 *
 * @returns `undefined` if the pages were not installed.
 */
export function rulePage(rule: string, project = PROJECT): string | undefined {
  const address = rulePageAddress(rule, project);
  if (address !== undefined) {
    return address;
  }
  pages ??= { folder: folder() };
  if (pages.folder === undefined) {
    return undefined;
  }
  const page = path.join(pages.folder, `${rule}.md`);
  const relative = path.relative(process.env.PWD ?? process.cwd(), page);
  return relative.startsWith("..") ? page : relative;
}
