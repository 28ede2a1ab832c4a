import { readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import type { packageSchema } from "../../../../tools/schema/package-schema";

/** The package's schema as `schema.json` has it. package-schema.test.ts compares it with the sources. */
export function committedSchema(): ReturnType<typeof packageSchema> {
  return JSON.parse(readFileSync(path.join(PROJECT_ROOT, "schema.json"), "utf8")) as ReturnType<
    typeof packageSchema
  >;
}
