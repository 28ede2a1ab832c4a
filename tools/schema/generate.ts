/** Writes `schema.json` and the package's page in the Pulumi Registry: `npm run generate -- schema`. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { packageSchema, renderPackageSchema } from "./package-schema";
import { renderRegistryPage } from "./registry-page";

const root = path.resolve(__dirname, "../..");
const schema = packageSchema(root);
writeFileSync(path.join(root, "schema.json"), renderPackageSchema(schema));
writeFileSync(path.join(root, "docs/_index.md"), renderRegistryPage(schema));
