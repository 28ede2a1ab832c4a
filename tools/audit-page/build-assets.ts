import { readFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { PROJECT_ROOT } from "../project-root";

const BROWSER = path.join(PROJECT_ROOT, "cli/audit/page/browser");

/** The text of `cli/audit/page/page-assets.ts`: the page's script and style, from the sources in `browser/`. */
export async function pageAssets(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(BROWSER, "main.ts")],
    absWorkingDir: PROJECT_ROOT,
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: "es2022",
    // Not minified: anyone who distrusts a page can read its script.
    minify: false,
    legalComments: "none",
    logLevel: "error",
    tsconfig: path.join(PROJECT_ROOT, "tsconfig.base.json"),
  });
  const [script] = outputFiles;
  return [
    "/** The script and the style of the page. `npm run build` writes this file from `browser/`. */",
    "",
    constant("PAGE_SCRIPT", script?.text ?? ""),
    "",
    constant("PAGE_STYLE", `${styleOf("cli/report")}\n${styleOf("cli/audit/page/browser")}`),
    "",
  ].join("\n");
}

/** The text of `cli/report/page-style.ts`: the style that all pages share, from `page.css` next to it. */
export function pageStyle(): string {
  return [
    "/** The style of all pages. `npm run build` writes this file from `page.css`. */",
    "",
    constant("SHARED_STYLE", styleOf("cli/report")),
    "",
  ].join("\n");
}

function styleOf(folder: string): string {
  return readFileSync(path.join(PROJECT_ROOT, folder, "page.css"), "utf8");
}

/** Each line is a string, so that a change is readable. */
function constant(name: string, text: string): string {
  const lines = text.split("\n").map((line) => `  ${JSON.stringify(line)},`);
  return `export const ${name} = [\n${lines.join("\n")}\n].join("\\n");`;
}
