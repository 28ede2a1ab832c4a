import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { PackageSchema } from "../schema/schema-shape";
import { apiReports } from "./api-reports";
import { schemaChanges, schemaOutline } from "./schema-changes";

/** Where the reports are. */
export const REPORTS = path.join(__dirname, "reports");

/** The outline of a released version's schema: `schema-0.2.0.txt`. */
export const RELEASED = /^schema-(\d+\.\d+\.\d+)\.txt$/;

/**
 * Renders all reports on what programs depend on, by file name: one for each entry of the packages, and the changes of the schema since the
 * released version.
 *
 * @throws Error if there is no outline of a released version
 */
export async function renderReports(root: string): Promise<Readonly<Record<string, string>>> {
  const released = readdirSync(REPORTS).find((name) => RELEASED.test(name));
  if (released === undefined) {
    throw new Error(`${REPORTS}: no outline of a released schema. Expected schema-<version>.txt`);
  }
  const before = readFileSync(path.join(REPORTS, released), "utf8").trimEnd().split("\n");
  const head = `Changes of schema.json since ${RELEASED.exec(released)?.[1] ?? ""}:`;
  const changes = [head, ...schemaChanges(before, outlineOf(root))];
  return { ...(await apiReports(root)), "schema.diff": `${changes.join("\n")}\n` };
}

/** The outline of the project's schema. */
export function outlineOf(root: string): string[] {
  return schemaOutline(JSON.parse(readFileSync(path.join(root, "schema.json"), "utf8")) as PackageSchema);
}
