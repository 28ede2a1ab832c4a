/** Writes `docs/reference/arguments.md`: `npm run generate -- arguments`. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { renderArgumentPage } from "./argument-page";
import { packageSchema } from "./package-schema";

const root = path.resolve(__dirname, "../..");
const page = path.join(root, "docs/reference/arguments.md");
writeFileSync(page, renderArgumentPage(packageSchema(root)));
