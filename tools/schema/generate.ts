/** Writes `schema.json`: `npm run schema`. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { packageSchema, renderPackageSchema } from "./package-schema";

const root = path.resolve(__dirname, "../..");
writeFileSync(path.join(root, "schema.json"), renderPackageSchema(packageSchema(root)));
