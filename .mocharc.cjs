/** How mocha runs the tests of a file or a folder: `npx mocha test/unit/trust`. */
module.exports = {
  extension: ["test.ts"],
  recursive: true,
  require: [
    "./test/build-first.cjs",
    "./tools/typescript/register.cjs",
    "./test/without-cloud-logins.ts",
    "./test/difference-once.ts",
  ],
  // Ends a test that hangs. It must not end one on a busy machine.
  timeout: 120_000,
  forbidOnly: true,
};
