/** Loads one file and prints the paths of all files that it loads, as JSON: `node print-loaded-files.cjs FILE`. */
const path = require("node:path");

require(path.resolve(process.argv[2]));
process.stdout.write(JSON.stringify(Object.keys(require.cache).filter((file) => file !== __filename)));
