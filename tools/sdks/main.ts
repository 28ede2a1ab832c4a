/** Builds the packages of the SDKs for Python and Go: `npm run generate -- sdks`. With an argument: into that folder. */
import path from "node:path";
import { PROJECT_ROOT } from "../project-root";
import { buildSdks } from "./build-sdks";

const directory = path.resolve(process.argv[2] ?? path.join(PROJECT_ROOT, "dist/sdks"));

void buildSdks({
  directory,
  report: (line) => {
    console.error(line);
  },
}).then(({ files }) => {
  console.log(files.map((file) => path.join(directory, file)).join("\n"));
});
