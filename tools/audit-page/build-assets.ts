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
    constant("PAGE_STYLE", readFileSync(path.join(BROWSER, "page.css"), "utf8")),
    "",
  ].join("\n");
}

/** Each line is a string, so that a change is readable. */
function constant(name: string, text: string): string {
  const lines = text.split("\n").map((line) => `  ${JSON.stringify(line)},`);
  return `export const ${name} = [\n${lines.join("\n")}\n].join("\\n");`;
}
