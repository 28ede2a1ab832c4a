#!/usr/bin/env node
/** The command line `azure-to-aws`. */
import { inspect } from "node:util";
import { runCommandLine } from "./command-line";

/** Exit code for a mistake of this program's own, beside those of its commands. Source: BSD, `sysexits.h`. */
const EXIT_SOFTWARE = 70;

/** Exit code for output that cannot be written, such as on a full disk. Source: BSD, `sysexits.h`. */
const EXIT_IO = 74;

// Whoever reads the results may have seen enough (`| head`): that is no mistake.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") {
    process.stderr.write(
      `azure-to-aws: the output cannot be written, or not whole: ${error.message}.\n`,
      () => {
        process.exit(EXIT_IO);
      },
    );
  }
});
// Nobody is left to be told.
process.stderr.on("error", () => undefined);

runCommandLine(process.argv.slice(2), {
  stdin: process.stdin,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  colors: process.stdout.isTTY && process.stdout.hasColors(),
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
}).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(inspect(error));
    process.exitCode = EXIT_SOFTWARE;
  },
);
