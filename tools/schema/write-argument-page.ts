/** Writes `docs/reference/arguments.md` and `docs/reference/outputs.md`: `npm run arguments`. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { renderArgumentPage } from "./argument-page";
import { renderOutputPage } from "./output-page";
import { packageSchema } from "./package-schema";

const root = path.resolve(__dirname, "../..");
const schema = packageSchema(root);

writeFileSync(path.join(root, "docs/reference/arguments.md"), renderArgumentPage(schema));
writeFileSync(path.join(root, "docs/reference/outputs.md"), renderOutputPage(schema));
