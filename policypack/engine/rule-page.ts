import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const load = createRequire(__filename);

/**
 * The folder of the rules' pages. It belongs to the package of which the pack is a part; a pack that was installed by
 * itself has that package as its dependency.
 */
function folder(): string | undefined {
  const own = path.resolve(__dirname, "..", "..", "..", "docs", "reference", "rules");
  if (existsSync(own)) {
    return own;
  }
  try {
    const whole = path.dirname(load.resolve("@azure-to-aws/federation/package.json"));
    const installed = path.join(whole, "docs", "reference", "rules");
    return existsSync(installed) ? installed : undefined;
  } catch {
    return undefined;
  }
}

let pages: { readonly folder: string | undefined } | undefined;

/**
 * Where the page of a rule is, as somebody who reads the output can open it: relative to the folder in which `pulumi`
 * was started if it lies below, else absolute.
 *
 * @param rule - The rule's name.
 * @returns `undefined` if the pages were not installed.
 */
export function rulePage(rule: string): string | undefined {
  pages ??= { folder: folder() };
  if (pages.folder === undefined) {
    return undefined;
  }
  const page = path.join(pages.folder, `${rule}.md`);
  const relative = path.relative(process.env.PWD ?? process.cwd(), page);
  return relative.startsWith("..") ? page : relative;
}
