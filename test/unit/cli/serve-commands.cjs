/**
 * Runs command lines of the built `azure-to-aws` that its parent process sends, one after the other, each with an environment of its own.
 * The vendors' SDKs, which take a second to load, are loaded once.
 */
const { Readable } = require("node:stream");
const { inspect } = require("node:util");
const { runCommandLine } = require("../../../dist/cli/command-line.js");

process.on("message", ({ args, environment }) => {
  for (const name of Object.keys(process.env)) {
    delete process.env[name];
  }
  Object.assign(process.env, environment);
  const written = { stdout: "", stderr: "" };
  const io = {
    stdin: Readable.from([]),
    out: (text) => {
      written.stdout += text;
    },
    err: (text) => {
      written.stderr += text;
    },
    colors: false,
    columns: undefined,
  };
  runCommandLine(args, io).then(
    (exitCode) => process.send({ exitCode, ...written }),
    (error) =>
      process.send({ exitCode: undefined, ...written, stderr: `${written.stderr}${inspect(error)}` }),
  );
});
process.on("disconnect", () => process.exit());
