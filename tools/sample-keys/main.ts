/** `npm run generate -- sample-keys FOLDER`: a log, service tags, and a snapshot to try `azure-to-aws keys` with. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import { writeSampleKeys } from "./sample-keys";

async function main(given: string | undefined): Promise<void> {
  if (given === undefined) {
    throw new Error("FOLDER is missing. Expected npm run generate -- sample-keys FOLDER");
  }
  const folder = path.resolve(process.env.INIT_CWD ?? "", given);
  const names = await readdir(folder).catch(() => []);
  if (names.length > 0) {
    throw new Error(`${folder}: it is not empty. Expected an empty or a new folder`);
  }
  await writeSampleKeys(folder);
  console.log(`${folder} has AWSLogs, ServiceTags_Public_20261123.json, and company.snapshot.gz.`);
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(`sample-keys: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
});
