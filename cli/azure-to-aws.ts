#!/usr/bin/env node
/** The command line `azure-to-aws`. */
import { inspect } from "node:util";

import { runCommandLine } from "./command-line";

/** Exit code for a mistake of this program's own, beside those of its commands. Source: BSD, `sysexits.h`. */
const EXIT_SOFTWARE = 70;

// Whoever reads the results may have seen enough (`| head`): that is no mistake.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") {
    throw error;
  }
});

runCommandLine(process.argv.slice(2), {
  stdin: process.stdin,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  colours: process.stdout.isTTY && process.stdout.hasColors(),
}).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(inspect(error));
    process.exitCode = EXIT_SOFTWARE;
  },
);
