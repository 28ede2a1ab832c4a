#!/usr/bin/env node
/** The CLI `azure-to-aws`. */
import { inspect } from "node:util";
import { coded, withCode } from "../messages";
import { runCommandLine } from "./command-line";

/** Exit code for a defect of this program, next to those of its commands. Source: BSD, `sysexits.h`. */
const EXIT_SOFTWARE = 70;

/** Exit code for output that cannot be written, such as on a full disk. Source: BSD, `sysexits.h`. */
const EXIT_IO = 74;

// A reader may have seen enough (`| head`): that is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") {
    const message = withCode(
      coded(
        "output-not-written",
        `could not write all of the output (${error.message}). Free some space, or write to another place`,
      ),
    );
    process.stderr.write(`azure-to-aws: ${message}\n`, () => {
      process.exit(EXIT_IO);
    });
  }
});
// Nobody is left to read a message.
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
    console.error(
      `azure-to-aws: ${withCode(coded("internal-error", "internal error. This is a defect of azure-to-aws. Report it with the lines below"))}\n${inspect(error)}`,
    );
    process.exitCode = EXIT_SOFTWARE;
  },
);
