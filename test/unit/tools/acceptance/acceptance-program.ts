import path from "node:path";
import { PROJECT_ROOT } from "../../../../tools/project-root";

/** The arguments of Node with which `npm run acceptance` starts the program, from any folder. */
export const ACCEPTANCE_PROGRAM: readonly string[] = [
  "-r",
  path.join(PROJECT_ROOT, "tools/typescript/register.cjs"),
  path.join(PROJECT_ROOT, "tools/acceptance/main.ts"),
];
