/** Writes what the static helper knows from the credential helper in Python, so that each fact stands in one place. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../project-root";
import { HELPER_KNOWLEDGE, helperKnowledge } from "./helper-knowledge";

writeFileSync(path.join(PROJECT_ROOT, HELPER_KNOWLEDGE), helperKnowledge());
