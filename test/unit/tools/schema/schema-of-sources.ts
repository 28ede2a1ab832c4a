import { PROJECT_ROOT } from "../../../../lab/project-root";
import { packageSchema } from "../../../../tools/schema/package-schema";

let schema: ReturnType<typeof packageSchema> | undefined;

/** The package's schema as the sources have it now. Test files of one worker share it: reading the sources takes five seconds. */
export function schemaOfSources(): ReturnType<typeof packageSchema> {
  schema ??= packageSchema(PROJECT_ROOT);
  return schema;
}
