/** The generated files that are not in git, because the build makes them. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { KNOWN_ERRORS } from "../../cli/explain/known-errors/known-errors";
import { pageAssets, pageStyle } from "../audit-page/build-assets";
import { PROJECT_ROOT } from "../project-root";
import { renderOutputPage } from "../schema/output-page";
import type { PackageSchema } from "../schema/schema-shape";
import { renderTroubleshootingPage } from "../troubleshooting/render-troubleshooting-page";

/**
 * Renders the files.
 *
 * @returns Each file's text by its path from the project's root.
 */
export async function products(): Promise<Readonly<Record<string, string>>> {
  const schema = JSON.parse(readFileSync(path.join(PROJECT_ROOT, "schema.json"), "utf8")) as PackageSchema;
  return {
    "cli/audit/page/page-assets.ts": await pageAssets(),
    "cli/report/page-style.ts": pageStyle(),
    "docs/how-to/troubleshoot.md": renderTroubleshootingPage(KNOWN_ERRORS),
    "docs/reference/outputs.md": renderOutputPage(schema),
  };
}
