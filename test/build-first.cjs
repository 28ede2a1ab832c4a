/**
 * Builds before the tests, so that none of them tests an older build: programs, the policy pack, and the command line
 * run as compiled JavaScript. Takes a second when nothing has changed.
 */
const { spawnSync } = require("node:child_process");
const path = require("node:path");

/** Mocha's workers inherit it: only the first process builds. */
const BUILT = "AZURE_TO_AWS_TESTS_BUILT";

if (process.env[BUILT] === undefined) {
  const { status } = spawnSync("npm", ["run", "--silent", "build"], {
    cwd: path.join(__dirname, ".."),
    stdio: "inherit",
  });
  if (status !== 0) {
    console.error("The build failed; no test ran.");
    process.exit(1);
  }
  process.env[BUILT] = "1";
}
