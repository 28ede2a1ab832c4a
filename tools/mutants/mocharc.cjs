/** How Stryker's workers run mocha. Nothing is built: what they test is TypeScript. */
const { extension, require: modules } = require("../../.mocharc.cjs");

module.exports = {
  extension,
  require: modules.filter((module) => module !== "./test/build-first.cjs"),
  // The laws are tried under load. Stryker has a time limit for each mutant.
  timeout: 0,
};
