import { renderPage } from "../../cli/audit/page/render-page";
import { seededReport } from "./seeded-report";

/** The page of an invented company with so many roles. */
export async function samplePage(roles: number): Promise<string> {
  return renderPage(seededReport({ roles }));
}
